// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
import Kernels
import ModelFiles
import OnnxFormat
import SwiftProtobuf
import TestTools
import Testing

@Suite("What is wrong with a file is said")
struct ReaderTests {
    private func mistake(_ bytes: [UInt8]) throws -> ModelFileMistake {
        try #require(throws: ModelFileMistake.self) { try Graph(onnx: bytes, file: "m.onnx") }
    }

    private func plain(_ type: String = "Relu") -> TestModel {
        var model = TestModel(
            inputs: [.init(name: "x", shape: [2, nil])], outputs: [.init(name: "y", shape: [2, nil])])
        model.node(type, ["x"], ["y"], name: "first")
        return model
    }

    @Test("A good file has ports, operators and inferred shapes")
    func good() throws {
        let graph = try Graph(onnx: plain().bytes, file: "m.onnx")
        #expect(graph.inputs.map(\.name) == ["x"] && graph.inputs[0].shape == [2, nil])
        #expect(graph.outputs[0].elementType == .float32)
        #expect(graph.operators.map(\.name) == ["first"] && graph.operators.map(\.type) == ["Relu"])
        #expect(graph.operators.map(\.inputs) == [[.input(0)]])
    }

    @Test("A file that is cut off is refused, wherever it is cut")
    func truncated() throws {
        let bytes = plain().bytes
        for length in 0..<bytes.count {
            let error = #expect(throws: ModelFileMistake.self) {
                let graph = try Graph(onnx: Array(bytes.prefix(length)), file: "m.onnx")
                // A cut between two fields may leave a smaller graph, which then has no outputs or no nodes.
                if graph.outputs.isEmpty || graph.operators.isEmpty {
                    throw ModelFileMistake(file: "m.onnx", place: "", found: "", allowed: "")
                }
            }
            #expect(error?.file == "m.onnx")
        }
        #expect(try mistake([]).description == "m.onnx: file: found no bytes; allowed: an ONNX ModelProto")
    }

    @Test("An unknown operator, domain, attribute and version are refused by name")
    func unknown() throws {
        let unknown = try mistake(plain("Frobnicate").bytes)
        #expect(unknown.place == "node 'first' (Frobnicate)" && unknown.found == "the operator 'Frobnicate'")
        #expect(unknown.allowed.contains("Conv"))
        var attribute = plain()
        attribute.graph.node[0].attribute = [.int("axis", 1)]
        #expect(try mistake(attribute.bytes).found == "attribute 'axis'")
        var domain = plain()
        domain.graph.node[0].domain = "com.example"
        #expect(try mistake(domain.bytes).found == "the operator domain 'com.example'")
        var version = plain()
        version.opset = 99
        #expect(try mistake(version.bytes).found == "version 99 of the operator set ai.onnx")
    }

    @Test("An attribute value that is not implemented is refused by name")
    func attributeValue() throws {
        var model = TestModel(
            inputs: [.init(name: "x", shape: [1, 1, 4, 4]), .init(name: "r"), .init(name: "s", shape: [4])],
            outputs: [.init(name: "y")])
        model.node("Resize", ["x", "r", "s"], ["y"], name: "up", [.text("mode", "cubic")])
        let error = try mistake(model.bytes)
        #expect(
            error.description == "m.onnx: node 'up' (Resize): found attribute 'mode' = cubic; allowed: nearest, linear")
    }

    @Test("Cycles, names given twice and names that nobody provides are refused")
    func names() throws {
        var cycle = plain()
        cycle.graph.node[0].input = ["z"]
        cycle.node("Abs", ["y"], ["z"])
        #expect(try mistake(cycle.bytes).found.hasPrefix("a cycle"))
        var twice = plain()
        twice.node("Abs", ["x"], ["y"])
        #expect(try mistake(twice.bytes).place == "value 'y'")
        var missing = plain()
        missing.graph.node[0].input = ["nowhere"]
        #expect(try mistake(missing.bytes).found == "the input 'nowhere', which nothing provides")
        var output = plain()
        output.graph.output[0].name = "other"
        #expect(try mistake(output.bytes).place == "output 'other'")
    }

    @Test("Nodes may stand in any order")
    func order() throws {
        var model = plain()
        model.graph.node[0].input = ["z"]
        model.node("Abs", ["x"], ["z"])
        #expect(try Graph(onnx: model.bytes, file: "m.onnx").operators.map(\.type) == ["Abs", "Relu"])
    }

    @Test("Constants that lie about their size, or lie elsewhere, are refused")
    func constants() throws {
        func mistake(_ change: (inout Onnx_TensorProto) -> Void) throws -> ModelFileMistake {
            var model = plain()
            var tensor = Onnx_TensorProto()
            tensor.name = "w"
            tensor.dataType = 1
            tensor.dims = [2]
            tensor.rawData = Data(count: 8)
            change(&tensor)
            model.graph.initializer = [tensor]
            return try self.mistake(model.bytes)
        }
        #expect(try mistake { $0.dims = [1 << 62, 1 << 62] }.found.hasPrefix("the shape"))
        #expect(try mistake { $0.dims = [-1] }.place == "tensor 'w'")
        #expect(try mistake { $0.dims = [3] }.found == "8 bytes")
        #expect(try mistake { $0.dataType = 8 }.found == "the element type number 8")
        #expect(try mistake { $0.dataLocation = .external }.found == "data in another file")
    }

    @Test("Shapes that overflow are refused when they are made")
    func hugeShapes() throws {
        var model = TestModel(inputs: [.init(name: "x", shape: [1])], outputs: [.init(name: "y")])
        model.constant("s", Tensor(shape: [2], int64: [1 << 40, 1 << 40]))
        model.node("Expand", ["x", "s"], ["y"], name: "grow")
        #expect(try mistake(model.bytes).place == "node 'grow' (Expand)")
    }

    @Test("Inputs that are missing or do not fit are refused by name")
    func inputs() throws {
        let run = GraphRun(try Graph(onnx: plain().bytes, file: "m.onnx"), profile: .fused1)
        let missing = #expect(throws: ModelFileMistake.self) { try run.run([:]) }
        #expect(missing?.place == "input 'x'")
        let wrong = #expect(throws: ModelFileMistake.self) {
            try run.run(["x": Tensor(shape: [3, 1], floats: [1, 2, 3])])
        }
        #expect(wrong?.allowed == "float32 of the shape [2, any]")
    }
}
