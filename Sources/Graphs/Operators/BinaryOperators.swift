// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Functions of two tensors, number by number, with broadcasting.
struct BinaryOperator: Operator {
    enum Function: String, CaseIterable {
        case Add, Sub, Mul, Div, Pow, Equal, Less, LessOrEqual, Greater, GreaterOrEqual, And, Or

        /// Whether the result is a truth value.
        var compares: Bool {
            switch self {
            case .Add, .Sub, .Mul, .Div, .Pow: false
            default: true
            }
        }
    }

    static let kinds = Function.allCases.map { function in
        OperatorKind(function.rawValue, inputs: 2...2) { _ in BinaryOperator(function: function) }
    }

    let function: Function

    var rounds: Bool { !function.compares }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let (left, right) = (try inputs.required(0), try inputs.required(1))
        switch function {
        case .Pow:
            try left.mustBe(.float32, .float16, .bfloat16, .int32, .int64)
            try right.mustNotBe(.bool)
        case .And, .Or:
            try left.mustBe(.bool)
            try right.mustBe(left)
        case .Equal: try right.mustBe(left)
        default:
            try left.mustNotBe(.bool)
            try right.mustBe(left)
        }
        return [function.compares ? .bool : left]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (left, right) = (try inputs.required(0), try inputs.required(1))
        let shape = try Shapes.broadcast([left.shape, right.shape])
        let walk = BroadcastWalk([left.shape, right.shape], to: shape)
        if function == .Pow { return Plan([shape], compute: Powers.kernel(walk, left.type, right)) }
        return Plan([shape], compute: kernel(walk, left.type))
    }

    private func kernel(_ walk: BroadcastWalk, _ type: ElementType) -> Kernel {
        switch type {
        case .float32, .float16, .bfloat16: floatKernel(walk)
        case .int8: integerKernel(walk, Int8.self)
        case .uint8: integerKernel(walk, UInt8.self)
        case .int32: integerKernel(walk, Int32.self)
        case .int64: integerKernel(walk, Int64.self)
        case .bool: truthKernel(walk)
        }
    }

    private func floatKernel(_ walk: BroadcastWalk) -> Kernel {
        switch function {
        case .Add: walk.kernel(Sum.self)
        case .Sub: walk.kernel(Difference.self)
        case .Mul: walk.kernel(Product.self)
        case .Div: walk.kernel(Quotient.self)
        default: comparison(walk, Float.self)
        }
    }

    private func integerKernel<Number: FixedWidthInteger>(_ walk: BroadcastWalk, _: Number.Type) -> Kernel {
        switch function {
        case .Add: walk.kernel(WholeSum<Number>.self)
        case .Sub: walk.kernel(WholeDifference<Number>.self)
        case .Mul: walk.kernel(WholeProduct<Number>.self)
        case .Div: walk.kernel(WholeQuotient<Number>.self)
        default: comparison(walk, Number.self)
        }
    }

    private func comparison<Number: Comparable>(_ walk: BroadcastWalk, _: Number.Type) -> Kernel {
        switch function {
        case .Less: walk.kernel(IsLess<Number>.self)
        case .LessOrEqual: walk.kernel(IsLessOrEqual<Number>.self)
        case .Greater: walk.kernel(IsGreater<Number>.self)
        case .GreaterOrEqual: walk.kernel(IsGreaterOrEqual<Number>.self)
        default: walk.kernel(Equals<Number>.self)
        }
    }

    private func truthKernel(_ walk: BroadcastWalk) -> Kernel {
        switch function {
        case .And: walk.kernel(Both.self)
        case .Or: walk.kernel(Either.self)
        default: walk.kernel(Equals<Bool>.self)
        }
    }
}

extension BinaryOperator: Absorbable {
    func constants(_ inputs: [Value?]) -> (input: Int, AbsorbedConstants)? {
        guard function == .Add, inputs.count == 2 else { return nil }
        for (variable, constant) in [(0, 1), (1, 0)] {
            if let summand = inputs[constant]?.constant, inputs[variable]?.constant == nil {
                return (variable, AbsorbedConstants(factors: nil, summands: summand))
            }
        }
        return nil
    }
}
