// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles
import OnnxFormat

extension GraphReader {
    /// Reads an If: one of its two graphs when the condition is constant, otherwise a step with two blocks.
    mutating func readChoice(
        _ message: Onnx_NodeProto, _ inputs: [Int?], into block: inout Block, scope: inout Scope
    ) throws(ModelFileMistake) {
        let place = Step.place(name: Self.name(of: message), type: message.opType)
        guard inputs.count == 1, let condition = inputs[0], values[condition].type == .bool else {
            throw mistake(place, "no condition", allowed: "one truth value as the only input")
        }
        if let tensor = values[condition].constant {
            guard case .bools(let truth) = tensor.contents, truth.count == 1 else {
                throw mistake(place, "a condition of \(tensor.count) values", allowed: "one truth value")
            }
            let graph = try branch(truth[0] ? "then_branch" : "else_branch", of: message, place: place)
            let inlined = try readBranch(graph, outputs: message.output.count, place: place, into: &block, scope: scope)
            for (name, value) in zip(message.output, inlined) where !name.isEmpty {
                try give(name, to: value, in: &scope)
            }
            return
        }
        // The step stands in the listing before the steps inside it.
        let number = operators
        operators += 1
        var (first, second) = (Block(), Block())
        let thenGraph = try branch("then_branch", of: message, place: place)
        let elseGraph = try branch("else_branch", of: message, place: place)
        let count = message.output.count
        first.outputs = try readBranch(thenGraph, outputs: count, place: place, into: &first, scope: scope)
        second.outputs = try readBranch(elseGraph, outputs: count, place: place, into: &second, scope: scope)
        var outputs: [Int] = []
        for (index, name) in message.output.enumerated() {
            let (one, other) = (values[first.outputs[index]], values[second.outputs[index]])
            guard one.type == other.type else {
                throw mistake(place, "branches that give \(one.type.name) and \(other.type.name)", allowed: "one type")
            }
            let value = Value(name: name, type: one.type, shape: one.shape == other.shape ? one.shape : nil)
            if name.isEmpty { values.append(value) } else { try define(name, value, in: &scope) }
            outputs.append(values.count - 1)
        }
        block.steps.append(
            Step(
                number: number, name: Self.name(of: message), type: message.opType,
                work: .choice(then: first, otherwise: second), inputs: inputs, outputs: outputs))
    }

    /// The graph that an attribute holds.
    private func branch(
        _ attribute: String, of message: Onnx_NodeProto, place: String
    ) throws(ModelFileMistake) -> Onnx_GraphProto {
        guard let found = message.attribute.first(where: { $0.name == attribute }), found.hasG else {
            throw mistake(place, "no attribute '\(attribute)'", allowed: "a graph")
        }
        guard found.g.input.isEmpty else {
            throw mistake(place, "a branch with inputs", allowed: "values of the graph outside by name")
        }
        return found.g
    }

    /// Reads the graph of a branch and returns its outputs.
    private mutating func readBranch(
        _ graph: Onnx_GraphProto, outputs: Int, place: String, into block: inout Block, scope: Scope
    ) throws(ModelFileMistake) -> [Int] {
        var inner = Scope(inside: scope)
        var inside = Block()
        inside.steps = block.steps
        try read(graph, into: &inside, scope: &inner)
        block.steps = inside.steps
        guard inside.outputs.count == outputs else {
            throw mistake(
                place, "a branch with \(inside.outputs.count) outputs", allowed: "\(outputs), as the node has")
        }
        return inside.outputs
    }
}
