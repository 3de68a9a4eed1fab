// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Clip: numbers held between two bounds, which are attributes before version 11 and inputs since.
struct Clip: Operator {
    static let kind = OperatorKind("Clip", inputs: 1...3, attributes: ["min", "max"]) { node throws(OperatorMistake) in
        Clip(
            least: try node.number("min", default: -.greatestFiniteMagnitude),
            most: try node.number("max", default: .greatestFiniteMagnitude),
            hasAttributes: node.opset < 11)
    }

    let least: Float
    let most: Float
    /// Whether the attributes say the bounds.
    let hasAttributes: Bool

    var memory: MemoryRelation { .overwrites }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        try type.mustNotBe(.bool)
        if hasAttributes { try type.mustBeFloat() }
        for bound in 1...2 { try inputs.optional(bound)?.mustBe(type) }
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        for index in 1...2 {
            if let bound = inputs.optional(index), bound.count != 1 {
                throw OperatorMistake("a bound of the shape \(bound.shape)", allowed: "one number")
            }
        }
        let (hasLeast, hasMost) = (inputs.optional(1) != nil, inputs.optional(2) != nil)
        func bounds<Number>(_ arguments: Arguments, _ least: Number, _ most: Number) -> (Number, Number) {
            (hasLeast ? arguments.input(1)[0] : least, hasMost ? arguments.input(2)[0] : most)
        }
        func kernel<Number: FixedWidthInteger>(_: Number.Type) -> PieceKernel {
            { arguments, count in
                let (low, high) = bounds(arguments, Number.min, Number.max)
                let (numbers, results) = (arguments.input(0, as: Number.self), arguments.output(as: Number.self))
                for index in 0..<count { results[index] = min(max(numbers[index], low), high) }
            }
        }
        let (least, most) = hasAttributes ? (least, most) : (-.infinity, .infinity)
        let compute: PieceKernel =
            switch input.type {
            case .int8: kernel(Int8.self)
            case .uint8: kernel(UInt8.self)
            case .int32: kernel(Int32.self)
            case .int64: kernel(Int64.self)
            default:
                { arguments, count in
                    let (low, high) = bounds(arguments, least, most)
                    Elementary.clip(arguments.input(0), into: arguments.output(), count: count, least: low, most: high)
                }
            }
        return Plan(input.shape, Pieces(count: input.count, isSingle: [false, true, true], compute: compute))
    }
}
