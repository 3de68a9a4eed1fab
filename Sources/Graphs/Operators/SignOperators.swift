// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

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
        return Plan(input.shape, Pieces(count: input.count, isSingle: [false], compute: kernel(input.type)))
    }

    private func kernel(_ type: ElementType) -> PieceKernel {
        switch type {
        case .float32, .float16, .bfloat16: floatKernel()
        case .int8: wholeKernel(Int8.self)
        case .uint8: wholeKernel(UInt8.self)
        case .int32: wholeKernel(Int32.self)
        case .int64: wholeKernel(Int64.self)
        case .bool: Self.kernel { (x: Bool) in !x }
        }
    }

    private func floatKernel() -> PieceKernel {
        switch function {
        // -0 is not below zero and stays.
        case .relu:
            { arguments, count in
                Elementary.clip(
                    arguments.input(0), into: arguments.output(), count: count, least: 0, most: .infinity)
            }
        case .abs: Self.kernel { (x: Float) in x.magnitude }
        default: Self.kernel { (x: Float) in -x }
        }
    }

    /// The smallest number has no opposite and stays as it is.
    private func wholeKernel<Number: FixedWidthInteger>(_: Number.Type) -> PieceKernel {
        switch function {
        case .relu: Self.kernel { (x: Number) in max(x, 0) }
        case .abs: Self.kernel { (x: Number) in x < 0 ? 0 &- x : x }
        default: Self.kernel { (x: Number) in 0 &- x }
        }
    }

    @inline(__always)
    private static func kernel<Number>(_ function: @escaping (Number) -> Number) -> PieceKernel {
        { arguments, count in
            let (numbers, results) = (arguments.input(0, as: Number.self), arguments.output(as: Number.self))
            for index in 0..<count { results[index] = function(numbers[index]) }
        }
    }
}
