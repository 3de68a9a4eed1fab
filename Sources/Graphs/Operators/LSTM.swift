// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// LSTM with its default activations, in one or both directions.
struct LSTM: Operator {
    static let kind = OperatorKind(
        "LSTM", inputs: 3...8, outputs: 1...3,
        attributes: [
            "activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "input_forget",
            "layout",
        ]
    ) { node throws(OperatorMistake) in try LSTM(node) }

    private let direction: LongShortTermMemory.Direction
    private let hidden: Int?
    private let outputs: [Bool]
    /// Constant weights laid out once.
    private let prepared: LongShortTermMemory?
    private let form: WeightForm
    /// Whether the batch comes before the steps and the directions.
    private let isBatchFirst: Bool

    init(_ node: Node) throws(OperatorMistake) {
        let name = try node.choice("direction", default: "forward", of: ["forward", "reverse", "bidirectional"])
        direction = name == "forward" ? .forward : name == "reverse" ? .reverse : .bidirectional
        try Self.refuseSpecialities(of: node, directions: direction == .bidirectional ? 2 : 1)
        hidden = node.has("hidden_size") ? try node.integer("hidden_size", default: 0) : nil
        outputs = node.outputs
        let layout = try node.integer("layout", default: 0)
        guard (0...1).contains(layout) else { throw node.refused("layout", layout, "0, 1") }
        isBatchFirst = layout == 1
        let areConstant =
            node.constant(1) != nil && node.constant(2) != nil && (!node.has(input: 3) || node.constant(3) != nil)
        form = areConstant ? node.weights : .published
        prepared =
            areConstant
            ? try Self.layOut(direction, form, node.constant(1), node.constant(2), node.constant(3)) : nil
    }

    /// Attribute values and inputs that are not implemented.
    private static func refuseSpecialities(of node: Node, directions: Int) throws(OperatorMistake) {
        let activations = try node.texts("activations")
        let usual = Array(repeating: ["Sigmoid", "Tanh", "Tanh"], count: directions).flatMap { $0 }
        if let activations, activations != usual { throw node.refused("activations", activations, "\(usual)") }
        for name in ["activation_alpha", "activation_beta", "clip"] where node.has(name) {
            throw OperatorMistake("attribute '\(name)'", allowed: "none")
        }
        let forget = try node.integer("input_forget", default: 0)
        guard forget == 0 else { throw node.refused("input_forget", forget, "0") }
        guard !node.has(input: 7) else { throw OperatorMistake("peephole weights (input 7)", allowed: "none") }
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        try type.mustBeFloat()
        for index in [1, 2] { try inputs.required(index).mustBe(type) }
        for index in [3, 5, 6] { try inputs.optional(index)?.mustBe(type) }
        try inputs.optional(4)?.mustBe(.int32)
        return Array(repeating: type, count: outputs.count)
    }

    /// Weights, which are laid out with the plan where they are not constant, and lengths.
    var shapingInputs: [Int] { prepared == nil ? [1, 2, 3, 4] : [4] }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        try input.mustHave(rank: 3...3)
        let memory: LongShortTermMemory
        if let prepared {
            memory = prepared
        } else {
            var tensors: [Tensor?] = []
            for index in 1...3 {
                guard let operand = inputs.optional(index) else {
                    tensors.append(nil)
                    continue
                }
                tensors.append(Tensor(shape: operand.shape, floats: try operand.floats()))
            }
            memory = try Self.layOut(direction, form, tensors[0], tensors[1], tensors[2])
        }
        let (steps, batch) = isBatchFirst ? (input.shape[1], input.shape[0]) : (input.shape[0], input.shape[1])
        try check(inputs, memory, steps: steps, batch: batch)
        let (directions, hidden) = (memory.directions, memory.hidden)
        let state = isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden]
        let all = isBatchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden]
        let shapes = Array([try Shapes.checked(all), state, state].prefix(outputs.count))
        let scratch = try Room(memory.scratchCount(steps: steps, batch: batch), setting)
        let (outputs, hasLengths) = (outputs, inputs.optional(4) != nil)
        let (hasHidden, hasCell) = (inputs.optional(5) != nil, inputs.optional(6) != nil)
        let turns = try isBatchFirst ? LSTMTurns(memory, steps: steps, batch: batch, setting) : nil
        return Plan(shapes) { arguments throws(OperatorMistake) in
            let turned = turns?.before(arguments, hasLengths: hasLengths, hasHidden: hasHidden, hasCell: hasCell)
            defer { turns?.after(arguments, outputs: outputs.count) }
            let arguments = turned ?? arguments
            memory.run(
                arguments.input(0), steps: steps, batch: batch, lengths: hasLengths ? arguments.optional(4) : nil,
                initialHidden: hasHidden ? arguments.optional(5) : nil,
                initialCell: hasCell ? arguments.optional(6) : nil, output: arguments.output(0),
                finalHidden: outputs.count > 1 ? arguments.output(1) : nil,
                finalCell: outputs.count > 2 ? arguments.output(2) : nil, scratch: scratch.start,
                profile: setting.profile, bucket: setting.bucket)
        }
    }

    private func check(
        _ inputs: [Operand?], _ memory: LongShortTermMemory, steps: Int, batch: Int
    ) throws(OperatorMistake) {
        let input = try inputs.required(0)
        guard input.shape[2] == memory.inputs, hidden.map({ $0 == memory.hidden }) ?? true else {
            throw OperatorMistake(
                "inputs of the shape \(input.shape) and hidden_size \(hidden ?? memory.hidden)",
                allowed: "\(memory.inputs) numbers and a state of \(memory.hidden), as the weights have")
        }
        for index in [5, 6] {
            let shape =
                isBatchFirst
                ? [batch, memory.directions, memory.hidden] : [memory.directions, batch, memory.hidden]
            if let state = inputs.optional(index), state.shape != shape {
                throw OperatorMistake("a state of the shape \(state.shape)", allowed: "\(shape)")
            }
        }
        if let lengths = inputs.optional(4) {
            let numbers = try lengths.integers()
            guard lengths.shape == [batch], numbers.allSatisfy({ (0...steps).contains($0) }) else {
                throw OperatorMistake("lengths \(numbers)", allowed: "\(batch) from 0 to \(steps)")
            }
        }
    }

    private static func layOut(
        _ direction: LongShortTermMemory.Direction, _ form: WeightForm, _ input: Tensor?, _ recurrent: Tensor?,
        _ bias: Tensor?
    ) throws(OperatorMistake) -> LongShortTermMemory {
        let directions = direction == .bidirectional ? 2 : 1
        guard let input, let recurrent, let w = input.floats, let r = recurrent.floats, input.shape.count == 3,
            recurrent.shape.count == 3, input.shape[2] > 0, recurrent.shape[2] > 0,
            input.shape[..<2] == [directions, 4 * recurrent.shape[2]], recurrent.shape[..<2] == input.shape[..<2],
            bias.map({ $0.shape == [directions, 8 * recurrent.shape[2]] }) ?? true
        else {
            throw OperatorMistake(
                "weights of the shapes \(input?.shape ?? []), \(recurrent?.shape ?? []) and \(bias?.shape ?? [])",
                allowed:
                    "[\(directions), 4 hidden, inputs], [\(directions), 4 hidden, hidden] and [\(directions), 8 hidden]"
            )
        }
        let (inputs, hidden) = (input.shape[2], recurrent.shape[2])
        let (formedW, formedR) = (form.applied(to: w, inputs: inputs), form.applied(to: r, inputs: hidden))
        return formedW.withUnsafeBufferPointer { w in
            formedR.withUnsafeBufferPointer { r in
                let make = { (bias: UnsafeBufferPointer<Float>?) in
                    LongShortTermMemory(
                        inputWeights: w, recurrentWeights: r, bias: bias, inputs: inputs, hidden: hidden,
                        direction: direction)
                }
                return bias?.floats.map { $0.withUnsafeBufferPointer(make) } ?? make(nil)
            }
        }
    }
}
