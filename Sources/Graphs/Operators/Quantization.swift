// SPDX-License-Identifier: GPL-3.0-or-later

/// QuantizeLinear and DequantizeLinear: numbers as whole ones of 8 bits with a scale and a zero point, for
/// the whole tensor, along an axis or for blocks of an axis, and back.
struct Quantization: Operator {
    static let kinds = [
        OperatorKind(
            "QuantizeLinear", inputs: 2...3,
            attributes: ["axis", "block_size", "output_dtype", "precision", "saturate"]
        ) { node throws(OperatorMistake) in try Quantization(node, quantizes: true) },
        OperatorKind(
            "DequantizeLinear", inputs: 2...3, attributes: ["axis", "block_size", "output_dtype"]
        ) { node throws(OperatorMistake) in try Quantization(node, quantizes: false) },
    ]

    private let quantizes: Bool
    private let axis: Int
    /// Neighbours along the axis that share a scale; 0 where there are no blocks.
    private let block: Int
    /// The type that the node states for its output.
    private let stated: ElementType?

    var rounds: Bool { !quantizes }

    init(_ node: Node, quantizes: Bool) throws(OperatorMistake) {
        self.quantizes = quantizes
        axis = try node.integer("axis", default: 1)
        block = try node.integer("block_size", default: 0)
        guard block >= 0 else { throw node.refused("block_size", block, "from 0") }
        let precision = try node.integer("precision", default: 0)
        guard precision == 0 else { throw node.refused("precision", precision, "0") }
        let number = try node.integer("output_dtype", default: 0)
        stated = Int32(exactly: number).flatMap(ElementType.init(onnx:))
        guard number == 0 || stated != nil else {
            throw node.refused("output_dtype", number, "the numbers of int8, uint8, float32, float16, bfloat16")
        }
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let (input, scale) = (try inputs.required(0), try inputs.required(1))
        try scale.mustBeFloat()
        if quantizes {
            try input.mustBe(.float32, .float16, .bfloat16, .int32)
            let type = inputs.optional(2) ?? stated ?? .uint8
            try type.mustBe(.int8, .uint8)
            return [type]
        }
        try input.mustBe(.int8, .uint8, .int32)
        try inputs.optional(2)?.mustBe(input)
        let type = stated ?? scale
        try type.mustBeFloat()
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (input, scale) = (try inputs.required(0), try inputs.required(1))
        let walk = try walk(input, scale)
        if let zero = inputs.optional(2), zero.count != scale.count {
            throw OperatorMistake("zero points of the shape \(zero.shape)", allowed: "as many as scales")
        }
        let (hasZero, quantizes) = (inputs.optional(2) != nil, quantizes)
        let zeroType = inputs.optional(2)?.type ?? stated ?? .uint8
        return Plan([input.shape]) { arguments throws(OperatorMistake) in
            let scales = arguments.input(1, as: Float.self)
            let zero = hasZero ? Numbers.reader(arguments, 2, zeroType) : { _ in 0 }
            if quantizes {
                let (read, write) = (Numbers.reader(arguments, 0, input.type), Numbers.writer(arguments, zeroType))
                walk { index, channel in
                    let scaled = (Float(read(index)) / scales[channel]).rounded(.toNearestOrEven)
                    write(index, Double(scaled) + zero(channel))
                }
            } else {
                let (read, results) = (Numbers.reader(arguments, 0, input.type), arguments.output(as: Float.self))
                walk { index, channel in
                    results[index] = Float(read(index) - zero(channel)) * scales[channel]
                }
            }
        }
    }

    /// Calls a body for each number with the place of its scale.
    private func walk(
        _ input: Operand, _ scale: Operand
    ) throws(OperatorMistake) -> ((_ number: Int, _ scale: Int) -> Void) -> Void {
        let count = input.count
        if scale.count == 1, block == 0 { return { body in for index in 0..<count { body(index, 0) } } }
        let axis = try Shapes.axis(self.axis, rank: input.rank)
        let (length, inner) = (input.shape[axis], input.shape[(axis + 1)...].reduce(1, *))
        guard block > 0 else {
            guard scale.shape == [length] else {
                throw OperatorMistake(
                    "scales of the shape \(scale.shape)", allowed: "one, or [\(length)] for axis \(axis)")
            }
            return { body in for index in 0..<count { body(index, index / inner % length) } }
        }
        var expected = input.shape
        expected[axis] = length / block + (length.isMultiple(of: block) ? 0 : 1)
        guard scale.shape == expected else {
            throw OperatorMistake("scales of the shape \(scale.shape)", allowed: "\(expected)")
        }
        let (blocks, block) = (expected[axis], block)
        return { body in
            for index in 0..<count {
                let (outer, place) = (index / (inner * length), index / inner % length)
                body(index, (outer * blocks + place / block) * inner + index % inner)
            }
        }
    }
}
