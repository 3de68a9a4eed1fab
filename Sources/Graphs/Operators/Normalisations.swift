// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// BatchNormalization with known statistics, as at inference.
struct BatchNormalization: Operator {
    static let kind = OperatorKind(
        "BatchNormalization", inputs: 5...5, attributes: ["epsilon", "momentum", "spatial", "training_mode"]
    ) { node throws(OperatorMistake) in
        let training = try node.integer("training_mode", default: 0)
        guard training == 0 else { throw node.refused("training_mode", training, "0") }
        let spatial = try node.integer("spatial", default: 1)
        guard spatial == 1 else { throw node.refused("spatial", spatial, "1") }
        return BatchNormalization(epsilon: try node.number("epsilon", default: 1e-5))
    }

    let epsilon: Float

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        try type.mustBeFloat()
        for index in 1...4 { try inputs.required(index).mustBeFloat() }
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        try input.mustHave(rank: 2...Limits.dimensions)
        let (images, channels) = (input.shape[0], input.shape[1])
        for index in 1...4 {
            let statistics = try inputs.required(index)
            guard statistics.shape == [channels] else {
                throw OperatorMistake("an input of the shape \(statistics.shape)", allowed: "[\(channels)]")
            }
        }
        let (places, epsilon) = (input.shape[2...].reduce(1, *), epsilon)
        return Plan([input.shape]) { arguments throws(OperatorMistake) in
            setting.profile.normaliseBatch(
                arguments.input(0), images: images, channels: channels, places: places, scale: arguments.input(1),
                bias: arguments.input(2), mean: arguments.input(3), variance: arguments.input(4), epsilon: epsilon,
                into: arguments.output())
        }
    }
}

extension BatchNormalization: Absorbable {
    func constants(_ inputs: [Value?]) -> (input: Int, AbsorbedConstants)? {
        let given = inputs.dropFirst().compactMap { $0?.constant?.floats }
        guard given.count == 4, let channels = given.map(\.count).min(), given.allSatisfy({ $0.count == channels })
        else {
            return nil
        }
        let factors = (0..<channels).map { given[0][$0] / (given[3][$0] + epsilon).squareRoot() }
        let summands = (0..<channels).map { given[1][$0] - given[2][$0] * factors[$0] }
        return (0, AbsorbedConstants(factors: factors, summands: Tensor(shape: [channels], floats: summands)))
    }
}

/// LayerNormalization over all dimensions from an axis on; means and inverse deviations on request.
struct LayerNormalization: Operator {
    static let kind = OperatorKind(
        "LayerNormalization", inputs: 2...3, outputs: 1...3, attributes: ["axis", "epsilon", "stash_type"]
    ) { node throws(OperatorMistake) in
        let stash = try node.integer("stash_type", default: 1)
        guard stash == 1 else { throw node.refused("stash_type", stash, "1") }
        return LayerNormalization(
            axis: try node.integer("axis", default: -1), epsilon: try node.number("epsilon", default: 1e-5),
            outputs: node.outputs.count)
    }

    let axis: Int
    let epsilon: Float
    let outputs: Int

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        try type.mustBeFloat()
        for index in 1..<inputs.count { try inputs.optional(index)?.mustBeFloat() }
        return Array([type, .float32, .float32].prefix(outputs))
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        let axis = try Shapes.axis(self.axis, rank: input.rank)
        let (rows, length) = (input.shape[..<axis].reduce(1, *), input.shape[axis...].reduce(1, *))
        for index in 1..<inputs.count {
            if let given = inputs.optional(index), given.count != length {
                throw OperatorMistake("an input of the shape \(given.shape)", allowed: "\(input.shape[axis...])")
            }
        }
        let statistics = input.shape[..<axis] + input.shape[axis...].map { _ in 1 }
        let shapes = [input.shape, Array(statistics), Array(statistics)].prefix(outputs)
        let (epsilon, outputs, hasBias) = (epsilon, outputs, inputs.optional(2) != nil)
        return Plan(Array(shapes)) { arguments throws(OperatorMistake) in
            setting.profile.normaliseLayers(
                arguments.input(0), rows: rows, length: length, scale: arguments.optional(1),
                bias: hasBias ? arguments.optional(2) : nil, epsilon: epsilon, into: arguments.output(),
                means: outputs > 1 ? arguments.output(1) : nil, inverses: outputs > 2 ? arguments.output(2) : nil,
                bucket: setting.bucket)
        }
    }
}
