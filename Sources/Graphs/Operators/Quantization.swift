// SPDX-License-Identifier: GPL-3.0-or-later

/// QuantizeLinear and DequantizeLinear: floating-point numbers as whole ones of 8 bits with a scale and a zero point, for
/// the whole tensor or along an axis, and back.
struct Quantization: Operator {
    static let kinds = [
        OperatorKind(
            "QuantizeLinear", inputs: 2...3, attributes: ["axis", "block_size", "output_dtype", "precision", "saturate"]
        ) { node throws(OperatorMistake) in try Quantization(node, quantizes: true) },
        OperatorKind(
            "DequantizeLinear", inputs: 2...3, attributes: ["axis", "block_size", "output_dtype"]
        ) { node throws(OperatorMistake) in try Quantization(node, quantizes: false) },
    ]

    private let quantizes: Bool
    private let axis: Int
    /// The type that the node states for its output.
    private let stated: ElementType?

    var rounds: Bool { !quantizes }

    init(_ node: Node, quantizes: Bool) throws(OperatorMistake) {
        self.quantizes = quantizes
        axis = try node.integer("axis", default: 1)
        for name in ["block_size", "precision"] {
            let value = try node.integer(name, default: 0)
            guard value == 0 else { throw node.refused(name, value, "0") }
        }
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
            try input.mustBeFloat()
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
        var (channels, inner) = (1, max(1, input.count))
        if scale.count != 1 {
            let axis = try Shapes.axis(self.axis, rank: input.rank)
            (channels, inner) = (input.shape[axis], input.shape[(axis + 1)...].reduce(1, *))
            guard scale.shape == [channels] else {
                throw OperatorMistake("scales of the shape \(scale.shape)", allowed: "one, or [\(channels)] for axis \(axis)")
            }
        }
        if let zero = inputs.optional(2), zero.count != scale.count {
            throw OperatorMistake("zero points of the shape \(zero.shape)", allowed: "as many as scales")
        }
        let (count, hasZero, quantizes) = (input.count, inputs.optional(2) != nil, quantizes)
        let zeroType = inputs.optional(2)?.type ?? stated ?? .uint8
        return Plan([input.shape]) { arguments throws(OperatorMistake) in
            let scales = arguments.input(1, as: Float.self)
            let zero = hasZero ? Numbers.reader(arguments, 2, zeroType) : { _ in 0 }
            if quantizes {
                let (numbers, write) = (arguments.input(0, as: Float.self), Numbers.writer(arguments, zeroType))
                for index in 0..<count {
                    let channel = index / inner % channels
                    let scaled = (numbers[index] / scales[channel]).rounded(.toNearestOrEven)
                    write(index, Double(scaled) + zero(channel))
                }
            } else {
                let (read, results) = (Numbers.reader(arguments, 0, input.type), arguments.output(as: Float.self))
                for index in 0..<count {
                    let channel = index / inner % channels
                    results[index] = Float(read(index) - zero(channel)) * scales[channel]
                }
            }
        }
    }
}
