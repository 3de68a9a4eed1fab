// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import OnnxFormat
import TestTools

/// Small good files, one for each operator and for each type of tensor, for tests that damage them.
enum Fixtures {
    /// An operator with inputs of fixed shapes and constants.
    private struct Recipe {
        let type: String
        var inputs: [[Int]] = [[2, 3]]
        var kind: Int32 = TestModel.float
        var constants: [Tensor] = []
        var attributes: [Onnx_AttributeProto] = []
        var outputs = 1
    }

    private static func whole(_ numbers: Int64...) -> Tensor { Tensor(shape: [numbers.count], int64: numbers) }
    private static func floats(_ shape: Int...) -> Tensor {
        Tensor(shape: shape, floats: (0..<shape.reduce(1, *)).map { Float($0 % 7) / 4 - 0.5 })
    }

    private static let unary = [
        "Sqrt", "Exp", "Log", "Erf", "Tanh", "Sigmoid", "HardSigmoid", "Relu", "LeakyRelu", "Gelu", "Abs", "Neg",
        "Reciprocal",
        "Clip", "Identity", "Shape", "Size", "Flatten", "Transpose", "Softmax", "ReduceSum", "ReduceMean", "ReduceMax",
        "ReduceMin", "ArgMax",
    ].map { Recipe(type: $0) }

    private static let binary = [
        "Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual",
    ].map { Recipe(type: $0, inputs: [[2, 3], [3]]) }

    private static let moving = [
        Recipe(type: "Reshape", constants: [whole(3, -1)]),
        Recipe(type: "Squeeze", inputs: [[1, 3]], constants: [whole(0)]),
        Recipe(type: "Unsqueeze", constants: [whole(0, 3)]),
        Recipe(type: "Concat", inputs: [[2, 3], [1, 3]], attributes: [.int("axis", 0)]),
        Recipe(type: "Split", inputs: [[4, 2]], attributes: [.int("axis", 0)], outputs: 2),
        Recipe(type: "Slice", inputs: [[5, 4]], constants: [whole(1, 3), whole(4, 0), whole(0, 1), whole(2, -1)]),
        Recipe(type: "Gather", inputs: [[5, 4]], constants: [whole(1, -1)]),
        Recipe(type: "Expand", constants: [whole(4, 2, 3)]),
        Recipe(type: "Pad", constants: [whole(1, 0, 2, 1)], attributes: [.text("mode", "reflect")]),
        Recipe(type: "Pad", constants: [whole(1, 0, 2, 1), floats()]),
        Recipe(
            type: "Resize", inputs: [[1, 1, 3, 4]],
            constants: [Tensor(shape: [0], floats: []), Tensor(shape: [0], floats: []), whole(1, 1, 5, 2)]),
        Recipe(
            type: "Resize", inputs: [[1, 1, 3, 4]], kind: TestModel.uint8,
            constants: [Tensor(shape: [0], floats: []), Tensor(shape: [0], floats: []), whole(1, 1, 5, 2)]),
        Recipe(type: "Tile", constants: [whole(2, 3)]),
        Recipe(
            type: "Resize", inputs: [[1, 1, 3, 4]],
            constants: [Tensor(shape: [0], floats: []), Tensor(shape: [4], floats: [1, 1, 2, 0.5])],
            attributes: [.text("mode", "linear")]),
        Recipe(type: "Cast", attributes: [.int("to", 7)]),
        Recipe(type: "ConstantOfShape", inputs: [], constants: [whole(2, 3)]),
        Recipe(type: "Where", inputs: [[2, 3]], kind: TestModel.bool, constants: [floats(3), floats(2, 1)]),
        Recipe(type: "Not", kind: TestModel.bool), Recipe(type: "And", inputs: [[2], [2]], kind: TestModel.bool),
        Recipe(type: "Or", inputs: [[2], [2]], kind: TestModel.bool),
    ]

    private static let heavy = [
        Recipe(type: "MatMul", constants: [floats(3, 4)]), Recipe(type: "MatMul", inputs: [[2, 2, 3], [3, 2]]),
        Recipe(type: "Gemm", constants: [floats(4, 3), floats(4)], attributes: [.int("transB", 1)]),
        Recipe(
            type: "Conv", inputs: [[1, 2, 5, 6]], constants: [floats(4, 1, 3, 3), floats(4)],
            attributes: [
                .int("group", 2), .ints("pads", [1, 1, 1, 1]), .ints("strides", [2, 1]), .ints("dilations", [1, 2]),
            ]),
        Recipe(type: "Conv", inputs: [[1, 4, 5], [2, 2, 2]], attributes: [.int("group", 2)]),
        Recipe(type: "Conv", inputs: [[1, 2, 5], [3, 2, 2]], attributes: [.text("auto_pad", "SAME_UPPER")]),
        Recipe(
            type: "ConvTranspose", inputs: [[1, 2, 3, 3]], constants: [floats(2, 3, 2, 2)],
            attributes: [.ints("strides", [2, 2]), .ints("output_padding", [1, 0])]),
        Recipe(
            type: "ConvTranspose", inputs: [[1, 4, 3]], constants: [floats(4, 1, 2)],
            attributes: [
                .int("group", 2), .ints("pads", [0, 1]), .ints("dilations", [2]), .ints("output_shape", [5]),
            ]),
        Recipe(
            type: "MaxPool", inputs: [[1, 1, 6, 6]],
            attributes: [
                .ints("kernel_shape", [2, 2]), .ints("dilations", [2, 3]), .ints("strides", [1, 2]),
                .ints("pads", [1, 0, 0, 1]),
            ]),
        Recipe(
            type: "MaxPool", inputs: [[1, 2, 5, 5]],
            attributes: [.ints("kernel_shape", [2, 3]), .int("ceil_mode", 1)], outputs: 2),
        Recipe(
            type: "AveragePool", inputs: [[1, 2, 5]], attributes: [.ints("kernel_shape", [2]), .ints("pads", [1, 0])]),
        Recipe(type: "GlobalAveragePool", inputs: [[1, 2, 3, 3]]),
        Recipe(type: "GlobalMaxPool", inputs: [[1, 2, 3, 3]]),
        Recipe(
            type: "BatchNormalization", inputs: [[1, 2, 4]], constants: [floats(2), floats(2), floats(2), floats(2)]),
        Recipe(type: "LayerNormalization", constants: [floats(3), floats(3)], outputs: 3),
        Recipe(
            type: "LSTM", inputs: [[3, 1, 2]], constants: [floats(2, 8, 2), floats(2, 8, 2), floats(2, 16)],
            attributes: [.int("hidden_size", 2), .text("direction", "bidirectional")], outputs: 3),
        Recipe(type: "MatMul", inputs: [[2, 2, 3], [3, 2]], kind: TestModel.int32),
        Recipe(
            type: "Gemm", inputs: [[2, 3]], kind: TestModel.int64,
            constants: [Tensor(shape: [2, 3], int64: [1, 2, 3, 4, 5, 6]), whole(7, 8)], attributes: [.int("transB", 1)]),
        Recipe(type: "ArgMax", kind: TestModel.int32),
        Recipe(type: "QuantizeLinear", constants: [floats(), Tensor(shape: [], int8: [3])]),
        Recipe(
            type: "QuantizeLinear", kind: TestModel.int32, constants: [floats(3), Tensor(shape: [3], int8: [1, 2, 3])]),
        Recipe(
            type: "DequantizeLinear", kind: TestModel.uint8,
            constants: [floats(3), Tensor(shape: [3], uint8: [1, 2, 3])]),
        Recipe(
            type: "DequantizeLinear", inputs: [[2, 4]], kind: TestModel.uint8, constants: [floats(2, 2)],
            attributes: [.int("axis", 1), .int("block_size", 2)]),
    ]

    private static let types = [
        TestModel.float, TestModel.float16, TestModel.bfloat16, TestModel.int8, TestModel.uint8, TestModel.int32,
        TestModel.int64,
    ].map { Recipe(type: "Add", inputs: [[2], [2]], kind: $0) }

    /// All files, a graph with a choice at the end.
    static let all: [[UInt8]] = (unary + binary + moving + heavy + types).map(bytes) + [choice]

    private static func bytes(_ recipe: Recipe) -> [UInt8] {
        let inputs = recipe.inputs.enumerated().map { TestModel.Port(name: "x\($0)", type: recipe.kind, shape: $1) }
        let outputs = (0..<recipe.outputs).map { "y\($0)" }
        var model = TestModel(opset: 21, inputs: inputs)
        for (number, tensor) in recipe.constants.enumerated() { model.constant("w\(number)", tensor) }
        model.node(
            recipe.type, inputs.map(\.name) + recipe.constants.indices.map { "w\($0)" }, outputs, name: "n",
            recipe.attributes)
        model.graph.output = outputs.enumerated().map { number, name in
            // The second output of a maximum pooling are places, not numbers.
            let type = recipe.type == "MaxPool" && number == 1 ? TestModel.int64 : outputType(recipe)
            return TestModel.message(.init(name: name, type: type))
        }
        return model.bytes
    }

    private static func outputType(_ recipe: Recipe) -> Int32 {
        switch recipe.type {
        case "Shape", "Size", "ArgMax", "Cast": TestModel.int64
        case "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual": TestModel.bool
        case "Where", "ConstantOfShape", "DequantizeLinear": TestModel.float
        case "QuantizeLinear": TestModel.int8
        default: recipe.kind
        }
    }

    private static var choice: [UInt8] {
        var model = TestModel(
            inputs: [.init(name: "c", type: TestModel.bool, shape: []), .init(name: "x", shape: [2])],
            outputs: [.init(name: "y")])
        var branch = TestModel(outputs: [.init(name: "z")])
        branch.node("Exp", ["x"], ["z"])
        model.node("If", ["c"], ["y"], [.graph("then_branch", branch.graph), .graph("else_branch", branch.graph)])
        return model.bytes
    }
}
