// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// A function of two numbers as a type, so that each loop over one is compiled for it: a closure would be called once for
/// each number.
protocol PairFunction {
    associatedtype Number
    associatedtype Result
    /// The results of `count` pairs, which may be written over the numbers of a row.
    static func results(_ a: Row<Number>, _ b: Row<Number>, count: Int, into results: UnsafeMutablePointer<Result>)
}

/// Numbers side by side, or one that stands for many.
struct Row<Number> {
    let start: UnsafePointer<Number>
    let isSingle: Bool
}

/// A function that is written for one pair.
protocol NumberFunction: PairFunction {
    associatedtype Number
    associatedtype Result
    static func result(_ a: Number, _ b: Number) -> Result
}

extension NumberFunction {
    @inline(__always)
    static func results(_ a: Row<Number>, _ b: Row<Number>, count: Int, into results: UnsafeMutablePointer<Result>) {
        let (first, second) = (a.start, b.start)
        switch (a.isSingle, b.isSingle) {
        case (false, false): for index in 0..<count { results[index] = result(first[index], second[index]) }
        case (false, true):
            let other = second[0]
            for index in 0..<count { results[index] = result(first[index], other) }
        case (true, false):
            let other = first[0]
            for index in 0..<count { results[index] = result(other, second[index]) }
        case (true, true): results.update(repeating: result(first[0], second[0]), count: count)
        }
    }
}

// MARK: Floating-point numbers

/// Arithmetic, by the loops of the kernels.
protocol ArithmeticFunction: PairFunction where Number == Float, Result == Float {
    static var operation: Elementary.Operation { get }
}

extension ArithmeticFunction {
    static func results(_ a: Row<Float>, _ b: Row<Float>, count: Int, into results: UnsafeMutablePointer<Float>) {
        Elementary.combine(
            operation, a.start, isSingle: a.isSingle, b.start, isSingle: b.isSingle, into: results, count: count)
    }
}

enum Sum: ArithmeticFunction {
    static var operation: Elementary.Operation { .sum }
}

enum Difference: ArithmeticFunction {
    static var operation: Elementary.Operation { .difference }
}

enum Product: ArithmeticFunction {
    static var operation: Elementary.Operation { .product }
}

enum Quotient: ArithmeticFunction {
    static var operation: Elementary.Operation { .quotient }
}

// MARK: Whole numbers, which wrap around where they overflow

enum WholeSum<Number: FixedWidthInteger>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a &+ b }
}

enum WholeDifference<Number: FixedWidthInteger>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a &- b }
}

enum WholeProduct<Number: FixedWidthInteger>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a &* b }
}

/// A quotient by zero is zero.
enum WholeQuotient<Number: FixedWidthInteger>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number {
        b == 0 ? 0 : a.dividedReportingOverflow(by: b).partialValue
    }
}

// MARK: Comparisons

enum Equals<Number: Equatable>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a == b }
}

enum IsLess<Number: Comparable>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a < b }
}

enum IsLessOrEqual<Number: Comparable>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a <= b }
}

enum IsGreater<Number: Comparable>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a > b }
}

enum IsGreaterOrEqual<Number: Comparable>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Bool { a >= b }
}

enum Both: NumberFunction {
    @inline(__always) static func result(_ a: Bool, _ b: Bool) -> Bool { a && b }
}

enum Either: NumberFunction {
    @inline(__always) static func result(_ a: Bool, _ b: Bool) -> Bool { a || b }
}

// MARK: Choices

enum First<Number>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _: Number) -> Number { a }
}

enum Second<Number>: NumberFunction {
    @inline(__always) static func result(_: Number, _ b: Number) -> Number { b }
}

/// NaN is unequal to itself and wins, the first one before the second.
enum Larger<Number: Comparable>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a != a || a > b ? a : b }
}

enum Smaller<Number: Comparable>: NumberFunction {
    @inline(__always) static func result(_ a: Number, _ b: Number) -> Number { a != a || a < b ? a : b }
}
