// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles
import OnnxFormat
import SwiftProtobuf

/// Turns the messages of an ONNX file into values and steps, checking everything on the way.
///
/// Nodes whose inputs are all constant are computed at once and vanish; so do nodes that only rename, and conditions that
/// are decided. Constants are computed as a converter would before it publishes the file: in the profile `fused-1`.
struct GraphReader {
    let file: String
    let weights: WeightForm
    var opset = 0
    var values: [Value] = []
    /// Operators met so far.
    var operators = 0
    /// Bytes that may still be filled with computed constants.
    var bytesForConstants = Limits.computedConstants

    init(file: String, weights: WeightForm) {
        self.file = file
        self.weights = weights
    }

    /// Reads the message of a whole file.
    mutating func read(_ bytes: [UInt8]) throws(ModelFileMistake) -> GraphContent {
        let model = try decoded(bytes)
        opset = try version(in: model)
        guard model.hasGraph else { throw mistake("model", "no graph", allowed: "a graph") }
        guard model.functions.isEmpty else {
            throw mistake("model", "functions of its own", allowed: "operators of the standard")
        }
        guard !model.graph.output.isEmpty else { throw mistake("graph", "no outputs", allowed: "one or more") }
        var scope = Scope()
        let (inputs, inputPorts) = try declareInputs(of: model.graph, in: &scope)
        var block = Block()
        try read(model.graph, into: &block, scope: &scope)
        return GraphContent(
            inputs: inputs, block: block, inputPorts: inputPorts, outputPorts: try outputPorts(model.graph, block))
    }

    private func decoded(_ bytes: [UInt8]) throws(ModelFileMistake) -> Onnx_ModelProto {
        guard bytes.count <= Limits.fileBytes else {
            throw mistake("file", "\(bytes.count) bytes", allowed: "at most \(Limits.fileBytes)")
        }
        guard !bytes.isEmpty else { throw mistake("file", "no bytes", allowed: "an ONNX ModelProto") }
        do {
            return try Onnx_ModelProto(serializedBytes: bytes)
        } catch {
            throw mistake(
                "file", "bytes that are cut off or not a protobuf message", allowed: "an ONNX ModelProto")
        }
    }

    private func version(in model: Onnx_ModelProto) throws(ModelFileMistake) -> Int {
        guard let standard = model.opsetImport.first(where: { Self.isStandard($0.domain) }) else {
            throw mistake("model", "no version of the operator set ai.onnx", allowed: Limits.opsetText)
        }
        guard Limits.opsets.contains(Int(standard.version)) else {
            throw mistake("model", "version \(standard.version) of the operator set ai.onnx", allowed: Limits.opsetText)
        }
        return Int(standard.version)
    }

    static func isStandard(_ domain: String) -> Bool { domain.isEmpty || domain == "ai.onnx" }

    /// The inputs of the whole graph; old files list their constants among them.
    private mutating func declareInputs(
        of graph: Onnx_GraphProto, in scope: inout Scope
    ) throws(ModelFileMistake) -> ([Int], [Port]) {
        let constants = Set(graph.initializer.map(\.name))
        var inputs: [Int] = []
        var ports: [Port] = []
        for input in graph.input where !constants.contains(input.name) {
            let (type, dimensions) = try declared(input)
            let hasRank = input.type.tensorType.hasShape
            let shape = hasRank && dimensions.allSatisfy { $0 != nil } ? dimensions.compactMap { $0 } : nil
            inputs.append(try define(input.name, Value(name: input.name, type: type, shape: shape), in: &scope))
            ports.append(Port(name: input.name, elementType: type, shape: dimensions, hasRank: hasRank))
        }
        return (inputs, ports)
    }

    /// The outputs of the whole graph: inferred shapes where they are known, otherwise those that the file declares.
    private func outputPorts(_ graph: Onnx_GraphProto, _ block: Block) throws(ModelFileMistake) -> [Port] {
        var ports: [Port] = []
        for (output, number) in zip(graph.output, block.outputs) {
            let (type, dimensions) = try declared(output)
            let value = values[number]
            guard type == value.type else {
                throw mistake("output '\(output.name)'", "the type \(type.name)", allowed: value.type.name)
            }
            let hasRank = value.shape != nil || output.type.tensorType.hasShape
            ports.append(
                Port(name: output.name, elementType: type, shape: value.shape ?? dimensions, hasRank: hasRank))
        }
        return ports
    }

    /// The type and the dimensions that a file declares of an input or output.
    func declared(_ port: Onnx_ValueInfoProto) throws(ModelFileMistake) -> (ElementType, [Int?]) {
        let place = "value '\(port.name)'"
        guard case .tensorType(let tensor) = port.type.value else {
            throw mistake(place, "a type that is no tensor", allowed: "a tensor")
        }
        guard let type = ElementType(onnx: tensor.elemType) else {
            throw mistake(place, "the element type number \(tensor.elemType)", allowed: ElementType.names)
        }
        let dimensions: [Int?] = tensor.shape.dim.map {
            guard case .dimValue(let size) = $0.value, size >= 0 else { return nil }
            return Int(size)
        }
        guard CheckedSize.product(dimensions.map { $0 ?? 1 }) != nil else {
            throw mistake(
                place, "the shape \(dimensions.map { $0 ?? -1 })",
                allowed: "at most \(CheckedSize.mostElements) numbers")
        }
        return (type, dimensions)
    }

    /// Adds a value under a name that must be new.
    @discardableResult
    mutating func define(_ name: String, _ value: Value, in scope: inout Scope) throws(ModelFileMistake) -> Int {
        values.append(value)
        try give(name, to: values.count - 1, in: &scope)
        return values.count - 1
    }

    /// Gives a value a name that must be new.
    func give(_ name: String, to number: Int, in scope: inout Scope) throws(ModelFileMistake) {
        guard scope.define(name, as: number) else {
            throw mistake("value '\(name)'", "the name twice", allowed: "each name once in a graph")
        }
    }

    func mistake(_ place: String, _ found: String, allowed: String) -> ModelFileMistake {
        ModelFileMistake(file: file, place: place, found: found, allowed: allowed)
    }
}

/// What a file holds.
struct GraphContent {
    let inputs: [Int]
    let block: Block
    let inputPorts: [Port]
    let outputPorts: [Port]
}
