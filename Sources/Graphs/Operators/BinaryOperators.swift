// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Functions of two tensors, number by number, with broadcasting.
struct BinaryOperator: Operator {
    enum Function: String, CaseIterable {
        case add = "Add", sub = "Sub", mul = "Mul", div = "Div", pow = "Pow", equal = "Equal", less = "Less",
            lessOrEqual = "LessOrEqual", greater = "Greater", greaterOrEqual = "GreaterOrEqual", and = "And", or = "Or"

        /// Whether the result is a truth value.
        var compares: Bool {
            switch self {
            case .add, .sub, .mul, .div, .pow: false
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
        case .pow:
            try left.mustBe(.float32, .float16, .bfloat16, .int32, .int64)
            try right.mustNotBe(.bool)
        case .and, .or:
            try left.mustBe(.bool)
            try right.mustBe(left)
        case .equal: try right.mustBe(left)
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
        if function == .pow { return Plan([shape], compute: Powers.kernel(walk, left.type, right)) }
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
        case .add: walk.kernel(Sum.self)
        case .sub: walk.kernel(Difference.self)
        case .mul: walk.kernel(Product.self)
        case .div: walk.kernel(Quotient.self)
        default: comparison(walk, Float.self)
        }
    }

    private func integerKernel<Number: FixedWidthInteger>(_ walk: BroadcastWalk, _: Number.Type) -> Kernel {
        switch function {
        case .add: walk.kernel(WholeSum<Number>.self)
        case .sub: walk.kernel(WholeDifference<Number>.self)
        case .mul: walk.kernel(WholeProduct<Number>.self)
        case .div: walk.kernel(WholeQuotient<Number>.self)
        default: comparison(walk, Number.self)
        }
    }

    private func comparison<Number: Comparable>(_ walk: BroadcastWalk, _: Number.Type) -> Kernel {
        switch function {
        case .less: walk.kernel(IsLess<Number>.self)
        case .lessOrEqual: walk.kernel(IsLessOrEqual<Number>.self)
        case .greater: walk.kernel(IsGreater<Number>.self)
        case .greaterOrEqual: walk.kernel(IsGreaterOrEqual<Number>.self)
        default: walk.kernel(Equals<Number>.self)
        }
    }

    private func truthKernel(_ walk: BroadcastWalk) -> Kernel {
        switch function {
        case .and: walk.kernel(Both.self)
        case .or: walk.kernel(Either.self)
        default: walk.kernel(Equals<Bool>.self)
        }
    }
}

extension BinaryOperator: Absorbable {
    func constants(_ inputs: [Value?]) -> (input: Int, AbsorbedConstants)? {
        guard function == .add, inputs.count == 2 else { return nil }
        for (variable, constant) in [(0, 1), (1, 0)] {
            if let summand = inputs[constant]?.constant, inputs[variable]?.constant == nil {
                return (variable, AbsorbedConstants(factors: nil, summands: summand))
            }
        }
        return nil
    }
}
