// SPDX-License-Identifier: GPL-3.0-or-later

/// A function of two numbers as a type, so that each loop over one is compiled for it: a closure would be called once for
/// each number.
protocol PairFunction {
    associatedtype Number
    associatedtype Result
    static func result(_ a: Number, _ b: Number) -> Result
}

// MARK: Floating-point numbers

enum Sum: PairFunction {
    @inline(__always) static func result(_ a: Float, _ b: Float) -> Float { a + b }
}

enum Difference: PairFunction {
    @inline(__always) static func result(_ a: Float, _ b: Float) -> Float { a - b }
}

enum Product: PairFunction {
    @inline(__always) static func result(_ a: Float, _ b: Float) -> Float { a * b }
}

enum Quotient: PairFunction {
    @inline(__always) static func result(_ a: Float, _ b: Float) -> Float { a / b }
}

// MARK: Whole numbers, which wrap around where they overflow

enum WholeSum<Number: FixedWidthInteger>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a &+ b }
}

enum WholeDifference<Number: FixedWidthInteger>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a &- b }
}

enum WholeProduct<Number: FixedWidthInteger>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a &* b }
}

/// A quotient by zero is zero.
enum WholeQuotient<Number: FixedWidthInteger>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number {
        b == 0 ? 0 : a.dividedReportingOverflow(by: b).partialValue
    }
}

// MARK: Comparisons

enum Equals<Number: Equatable>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a == b }
}

enum IsLess<Number: Comparable>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a < b }
}

enum IsLessOrEqual<Number: Comparable>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a <= b }
}

enum IsGreater<Number: Comparable>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a > b }
}

enum IsGreaterOrEqual<Number: Comparable>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a >= b }
}

enum Both: PairFunction {
    @inline(__always) static func result(_ a: Bool, _ b: Bool) -> Bool { a && b }
}

enum Either: PairFunction {
    @inline(__always) static func result(_ a: Bool, _ b: Bool) -> Bool { a || b }
}

// MARK: Choices

enum First<Number>: PairFunction {
    @inline(__always) static func result(_ a: Number, _: Number) -> Number { a }
}

enum Second<Number>: PairFunction {
    @inline(__always) static func result(_: Number, _ b: Number) -> Number { b }
}

/// NaN is unequal to itself and wins, the first one before the second.
enum Larger<Number: Comparable>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a != a || a > b ? a : b }
}

enum Smaller<Number: Comparable>: PairFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a != a || a < b ? a : b }
}
