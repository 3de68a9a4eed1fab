// SPDX-License-Identifier: GPL-3.0-or-later

/// Relu, Abs, Neg and Not: functions of one number that exist for whole numbers or truth values too.
struct SignOperator: Operator {
    enum Function: String, CaseIterable {
        case relu = "Relu", abs = "Abs", neg = "Neg", not = "Not"
    }

    static let kinds = Function.allCases.map { function in
        OperatorKind(function.rawValue, inputs: 1...1) { _ in SignOperator(function: function) }
    }

    let function: Function

    var memory: MemoryRelation { .overwrites }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        if function == .not { try type.mustBe(.bool) } else { try type.mustNotBe(.bool) }
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        return Plan([input.shape], compute: kernel(input.type, count: input.count))
    }

    private func kernel(_ type: ElementType, count: Int) -> Kernel {
        switch type {
        case .float32, .float16, .bfloat16: floatKernel(count)
        case .int8: wholeKernel(count, Int8.self)
        case .uint8: wholeKernel(count, UInt8.self)
        case .int32: wholeKernel(count, Int32.self)
        case .int64: wholeKernel(count, Int64.self)
        case .bool: Self.kernel(count) { (x: Bool) in !x }
        }
    }

    private func floatKernel(_ count: Int) -> Kernel {
        let function = function
        return { arguments throws(OperatorMistake) in
            let (numbers, results) = (arguments.input(0, as: Float.self), arguments.output(as: Float.self))
            switch function {
            // NaN is not below zero and stays.
            case .relu: for index in 0..<count { results[index] = numbers[index] < 0 ? 0 : numbers[index] }
            case .abs: for index in 0..<count { results[index] = numbers[index].magnitude }
            default: for index in 0..<count { results[index] = -numbers[index] }
            }
        }
    }

    /// The smallest number has no opposite and stays as it is.
    private func wholeKernel<Number: FixedWidthInteger>(_ count: Int, _: Number.Type) -> Kernel {
        switch function {
        case .relu: Self.kernel(count) { (x: Number) in max(x, 0) }
        case .abs: Self.kernel(count) { (x: Number) in x < 0 ? 0 &- x : x }
        default: Self.kernel(count) { (x: Number) in 0 &- x }
        }
    }

    @inline(__always)
    private static func kernel<Number>(_ count: Int, _ function: @escaping (Number) -> Number) -> Kernel {
        { arguments throws(OperatorMistake) in
            let (numbers, results) = (arguments.input(0, as: Number.self), arguments.output(as: Number.self))
            for index in 0..<count { results[index] = function(numbers[index]) }
        }
    }
}
