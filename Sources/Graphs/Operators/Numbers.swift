// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads and writes numbers of a type that is known only in a run, by way of Double, which holds all but the largest
/// numbers of 64 bits.
enum Numbers {
    /// Reads the number at a place of an input.
    static func reader(_ arguments: Arguments, _ input: Int, _ type: ElementType) -> (Int) -> Double {
        func reader<Number: BinaryInteger>(_: Number.Type) -> (Int) -> Double {
            let numbers = arguments.input(input, as: Number.self)
            return { Double(numbers[$0]) }
        }
        switch type {
        case .float32, .float16, .bfloat16:
            let numbers = arguments.input(input, as: Float.self)
            return { Double(numbers[$0]) }
        case .int8: return reader(Int8.self)
        case .uint8, .bool: return reader(UInt8.self)
        case .int32: return reader(Int32.self)
        case .int64: return reader(Int64.self)
        }
    }

    /// Writes a number at a place of the first output: cut to a whole number where the type has only those, and held
    /// within its range; NaN becomes 0.
    static func writer(_ arguments: Arguments, _ type: ElementType) -> (Int, Double) -> Void {
        func writer<Number: FixedWidthInteger>(_: Number.Type) -> (Int, Double) -> Void {
            let numbers = arguments.output(as: Number.self)
            return { numbers[$0] = whole($1) }
        }
        switch type {
        case .float32, .float16, .bfloat16:
            let numbers = arguments.output(as: Float.self)
            return { numbers[$0] = Float($1) }
        case .int8: return writer(Int8.self)
        case .uint8: return writer(UInt8.self)
        case .int32: return writer(Int32.self)
        case .int64: return writer(Int64.self)
        case .bool:
            let truths = arguments.output(as: Bool.self)
            return { truths[$0] = $1 != 0 }
        }
    }

    /// The number cut to a whole one and held within the range of the type; NaN becomes 0.
    @inline(__always)
    static func whole<Number: FixedWidthInteger>(_ number: Double) -> Number {
        if number.isNaN { return 0 }
        return Number(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }
}
