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
    var memory: MemoryRelation { .overwrites }

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
        if function == .pow { return Powers.plan(walk, shape, left.type, right) }
        return Planner(function: function, walk: walk, shape: shape).plan(left.type)
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

/// Chooses the loop for a function and a type.
private struct Planner {
    let function: BinaryOperator.Function
    let walk: BroadcastWalk
    let shape: [Int]

    func plan(_ type: ElementType) -> Plan {
        switch type {
        case .float32, .float16, .bfloat16: floats()
        case .int8: integers(Int8.self)
        case .uint8: integers(UInt8.self)
        case .int32: integers(Int32.self)
        case .int64: integers(Int64.self)
        case .bool: truths()
        }
    }

    private func floats() -> Plan {
        switch function {
        case .add: walk.plan(shape, Sum.self)
        case .sub: walk.plan(shape, Difference.self)
        case .mul: walk.plan(shape, Product.self)
        case .div: walk.plan(shape, Quotient.self)
        default: comparison(Float.self)
        }
    }

    private func integers<Number: FixedWidthInteger>(_: Number.Type) -> Plan {
        switch function {
        case .add: walk.plan(shape, WholeSum<Number>.self)
        case .sub: walk.plan(shape, WholeDifference<Number>.self)
        case .mul: walk.plan(shape, WholeProduct<Number>.self)
        case .div: walk.plan(shape, WholeQuotient<Number>.self)
        default: comparison(Number.self)
        }
    }

    private func comparison<Number: Comparable>(_: Number.Type) -> Plan {
        switch function {
        case .less: walk.plan(shape, IsLess<Number>.self)
        case .lessOrEqual: walk.plan(shape, IsLessOrEqual<Number>.self)
        case .greater: walk.plan(shape, IsGreater<Number>.self)
        case .greaterOrEqual: walk.plan(shape, IsGreaterOrEqual<Number>.self)
        default: walk.plan(shape, Equals<Number>.self)
        }
    }

    private func truths() -> Plan {
        switch function {
        case .and: walk.plan(shape, Both.self)
        case .or: walk.plan(shape, Either.self)
        default: walk.plan(shape, Equals<Bool>.self)
        }
    }
}
