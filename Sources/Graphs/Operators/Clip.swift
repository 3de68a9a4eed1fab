// SPDX-License-Identifier: GPL-3.0-or-later

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
        let count = input.count
        let (hasLeast, hasMost) = (inputs.optional(1) != nil, inputs.optional(2) != nil)
        func kernel<Number: Comparable>(_ least: Number, _ most: Number) -> Kernel {
            { arguments throws(OperatorMistake) in
                let low = hasLeast ? arguments.input(1, as: Number.self)[0] : least
                let high = hasMost ? arguments.input(2, as: Number.self)[0] : most
                let (numbers, results) = (arguments.input(0, as: Number.self), arguments.output(as: Number.self))
                for index in 0..<count {
                    // Comparisons with NaN are false, so NaN stays.
                    let raised = numbers[index] < low ? low : numbers[index]
                    results[index] = raised > high ? high : raised
                }
            }
        }
        let compute: Kernel =
            switch input.type {
            case .int8: kernel(Int8.min, .max)
            case .uint8: kernel(UInt8.min, .max)
            case .int32: kernel(Int32.min, .max)
            case .int64: kernel(Int64.min, .max)
            default: hasAttributes ? kernel(least, most) : kernel(-Float.infinity, .infinity)
            }
        return Plan([input.shape], compute: compute)
    }
}
