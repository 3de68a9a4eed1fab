// SPDX-License-Identifier: GPL-3.0-or-later

/// Cast: the numbers in another type. Whole numbers keep the low bits that a narrower type holds. Of others fractions are cut,
/// numbers outside the range of a whole type become its bound, NaN becomes 0; floating-point numbers are rounded to nearest,
/// ties to even.
struct Cast: Operator {
    static let kind = OperatorKind(
        "Cast", inputs: 1...1, attributes: ["to", "saturate", "round_mode"]
    ) { node throws(OperatorMistake) in
        let number = try node.integer("to", default: 0)
        guard let type = Int32(exactly: number).flatMap(ElementType.init(onnx:)) else {
            throw node.refused("to", number, "the numbers of " + ElementType.names)
        }
        return Cast(target: type)
    }

    let target: ElementType

    /// A cast is exact where it is not asked to round, so the executor rounds only to the type.
    var rounds: Bool { target.isFloat }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        _ = try inputs.required(0)
        return [target]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        let (count, source, target) = (input.count, input.type, target)
        if source == target || source.isFloat && target.isFloat {
            return Plan([input.shape]) { arguments throws(OperatorMistake) in
                guard let from = arguments.inputs[0] else { return }
                arguments.outputs[0]?.copyMemory(from: from, byteCount: count * source.stride)
            }
        }
        if target.isFloat { return Plan([input.shape], compute: Self.toFloats(count, source)) }
        if !source.isFloat, target != .bool {
            return Plan([input.shape], compute: Self.shortened(count, source, target))
        }
        return Plan([input.shape]) { arguments throws(OperatorMistake) in
            let (read, write) = (Numbers.reader(arguments, 0, source), Numbers.writer(arguments, target))
            for index in 0..<count { write(index, read(index)) }
        }
    }

    private static func toFloats(_ count: Int, _ source: ElementType) -> Kernel {
        func kernel<Number: BinaryInteger>(_: Number.Type) -> Kernel {
            { arguments throws(OperatorMistake) in
                let (numbers, results) = (arguments.input(0, as: Number.self), arguments.output(as: Float.self))
                for index in 0..<count { results[index] = Float(numbers[index]) }
            }
        }
        return switch source {
        case .int8: kernel(Int8.self)
        case .int32: kernel(Int32.self)
        case .int64: kernel(Int64.self)
        // Truth values are bytes, 0 and 1.
        default: kernel(UInt8.self)
        }
    }

    /// Whole numbers in another whole type.
    private static func shortened(_ count: Int, _ source: ElementType, _ target: ElementType) -> Kernel {
        func kernel<From: BinaryInteger, To: FixedWidthInteger>(_: From.Type, _: To.Type) -> Kernel {
            { arguments throws(OperatorMistake) in
                let (numbers, results) = (arguments.input(0, as: From.self), arguments.output(as: To.self))
                for index in 0..<count { results[index] = To(truncatingIfNeeded: numbers[index]) }
            }
        }
        func kernel<From: BinaryInteger>(_ from: From.Type) -> Kernel {
            switch target {
            case .int8: kernel(from, Int8.self)
            case .int32: kernel(from, Int32.self)
            case .int64: kernel(from, Int64.self)
            default: kernel(from, UInt8.self)
            }
        }
        return switch source {
        case .int8: kernel(Int8.self)
        case .int32: kernel(Int32.self)
        case .int64: kernel(Int64.self)
        default: kernel(UInt8.self)
        }
    }
}
