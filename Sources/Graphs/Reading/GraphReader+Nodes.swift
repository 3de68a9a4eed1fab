// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles
import OnnxFormat

extension GraphReader {
    /// Reads the constants and nodes of a graph, the outermost or one inside.
    mutating func read(
        _ graph: Onnx_GraphProto, into block: inout Block, scope: inout Scope
    ) throws(ModelFileMistake) {
        guard graph.sparseInitializer.isEmpty else {
            throw mistake("graph '\(graph.name)'", "sparse constants", allowed: "dense ones")
        }
        for message in graph.initializer {
            let tensor: Tensor
            do { tensor = try Tensor(message) } catch { throw error.at("tensor '\(message.name)'", file: file) }
            try define(message.name, Value(constant: tensor, name: message.name), in: &scope)
        }
        let order: [Int]
        do { order = try NodeOrder.sorted(graph.node) } catch {
            let node = graph.node[error.node]
            throw mistake(
                Step.place(name: Self.name(of: node), type: node.opType), "a cycle: it waits for its own output",
                allowed: "a graph without cycles")
        }
        for number in order { try read(graph.node[number], into: &block, scope: &scope) }
        for output in graph.output {
            guard let value = scope[output.name] else {
                throw mistake("output '\(output.name)'", "no value of that name", allowed: "the output of a node")
            }
            block.outputs.append(value)
        }
    }

    /// The name of a node, or of its first output when it has none.
    static func name(of node: Onnx_NodeProto) -> String { node.name.isEmpty ? node.output.first ?? "" : node.name }

    /// Reads one node.
    private mutating func read(
        _ message: Onnx_NodeProto, into block: inout Block, scope: inout Scope
    ) throws(ModelFileMistake) {
        let place = Step.place(name: Self.name(of: message), type: message.opType)
        guard Self.isStandard(message.domain) else {
            throw mistake(place, "the operator domain '\(message.domain)'", allowed: "ai.onnx")
        }
        let inputs = try numbers(of: message.input, place: place, scope: scope)
        switch message.opType {
        case "If": try readChoice(message, inputs, into: &block, scope: &scope)
        case "Identity" where inputs.count == 1 && message.output.count == 1 && inputs[0] != nil:
            if let value = inputs[0] { try give(message.output[0], to: value, in: &scope) }
        default:
            guard let kind = OperatorList.named(message.opType) else {
                throw mistake(place, "the operator '\(message.opType)'", allowed: OperatorList.names)
            }
            try readOperator(message, kind, inputs, place: place, into: &block, scope: &scope)
        }
    }

    /// The numbers of the values that a node reads; an empty name is an input that is left out.
    func numbers(of names: [String], place: String, scope: Scope) throws(ModelFileMistake) -> [Int?] {
        var numbers: [Int?] = []
        for name in names {
            guard let value = scope[name] else {
                guard name.isEmpty else {
                    throw mistake(place, "the input '\(name)', which nothing provides", allowed: "names of values")
                }
                numbers.append(nil)
                continue
            }
            numbers.append(value)
        }
        // Inputs left out at the end are as if they were not written.
        while let last = numbers.last, last == nil { numbers.removeLast() }
        return numbers
    }

    /// Makes the operator, finds the types and if possible the shapes of its outputs, and computes it if it is constant.
    private mutating func readOperator(
        _ message: Onnx_NodeProto, _ kind: OperatorKind, _ inputs: [Int?], place: String, into block: inout Block,
        scope: inout Scope
    ) throws(ModelFileMistake) {
        let operation: any Operator
        let types: [ElementType]
        let known: KnownOutputs
        do {
            let node = try self.node(message, inputs)
            operation = try kind.operation(of: node)
            types = try operation.types(of: inputs.map { $0.map { values[$0].type } })
            known = try Inference.outputs(
                of: operation, inputs: inputs.map { $0.map { values[$0] } }, types: types, most: bytesForConstants)
        } catch {
            throw error.at(place, file: file)
        }
        bytesForConstants -= known.bytes
        var outputs: [Int] = []
        for (place, name) in message.output.enumerated() {
            let value = Value(
                name: name, type: types[place], shape: known.shapes?[place], constant: known.tensors?[place])
            if name.isEmpty { values.append(value) } else { try define(name, value, in: &scope) }
            outputs.append(values.count - 1)
        }
        if known.tensors == nil { append(.operation(operation), message, inputs: inputs, outputs: outputs, to: &block) }
    }

    /// The node as its operator sees it.
    private func node(_ message: Onnx_NodeProto, _ inputs: [Int?]) throws(OperatorMistake) -> Node {
        var attributes: [String: Onnx_AttributeProto] = [:]
        for attribute in message.attribute {
            guard attributes.updateValue(attribute, forKey: attribute.name) == nil else {
                throw OperatorMistake("attribute '\(attribute.name)' twice", allowed: "each attribute once")
            }
            guard !attribute.hasRefAttrName else {
                throw OperatorMistake("attribute '\(attribute.name)' of a function", allowed: "a value")
            }
        }
        return Node(
            name: Self.name(of: message), type: message.opType, opset: opset, weights: weights,
            inputs: inputs.map { $0.map { NodeInput(type: values[$0].type, constant: values[$0].constant) } },
            outputs: message.output.map { !$0.isEmpty }, attributes: attributes)
    }

    /// Adds a step.
    mutating func append(
        _ work: Step.Work, _ message: Onnx_NodeProto, inputs: [Int?], outputs: [Int], to block: inout Block
    ) {
        let name = Self.name(of: message)
        block.steps.append(
            Step(
                number: operators, name: name, type: message.opType, work: work, inputs: inputs, outputs: outputs))
        operators += 1
    }
}

extension Value {
    init(constant: Tensor, name: String) {
        self.init(name: name, type: constant.elementType, shape: constant.shape, constant: constant)
    }
}
