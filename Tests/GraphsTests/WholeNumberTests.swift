// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Kernels
import ModelFiles
import OnnxFormat
import TestTools
import Testing

@Suite("Operators on whole numbers")
struct WholeNumberTests {
    /// The output of one operator.
    private func output(
        _ type: String, _ inputs: [Tensor], kind: Int32, result: Int32, opset: Int64 = 21,
        _ attributes: [Onnx_AttributeProto] = []
    ) throws -> Tensor {
        var model = TestModel(
            opset: opset, inputs: [.init(name: "x", type: kind)], outputs: [.init(name: "y", type: result)])
        for (number, tensor) in inputs.dropFirst().enumerated() { model.constant("c\(number)", tensor) }
        model.node(type, ["x"] + inputs.indices.dropLast().map { "c\($0)" }, ["y"], attributes)
        let graph = try Graph(onnx: model.bytes, file: "m.onnx")
        return try GraphRun(graph, profile: .fused1).run(["x": inputs[0]])[0]
    }

    private func integers(_ count: Int, _ draws: inout SeededNumbers) -> [Int] {
        (0..<count).map { _ in draws.next(-50...50) }
    }

    @Test("products are sums of products, each matrix of a stack by its own", arguments: 1...8 as ClosedRange<UInt64>)
    func products(seed: UInt64) throws {
        var draws = SeededNumbers(state: seed)
        let (rows, inner, columns) = (draws.next(1...4), draws.next(1...5), draws.next(1...4))
        let a = integers(2 * rows * inner, &draws), b = integers(inner * columns, &draws)
        let expected = (0..<2 * rows * columns).map { place in
            (0..<inner).reduce(0) { sum, index in
                sum + a[place / columns * inner + index] * b[index * columns + place % columns]
            }
        }
        let product = try output(
            "MatMul",
            [
                Tensor(shape: [2, rows, inner], int32: a.map(Int32.init)),
                Tensor(shape: [inner, columns], int32: b.map(Int32.init)),
            ], kind: TestModel.int32, result: TestModel.int32)
        #expect(product.shape == [2, rows, columns] && product.integers == expected)
        // The same by Gemm, with both matrices lying on their sides and one more number in each column.
        let first = Array(expected.prefix(rows * columns))
        let turnedA = (0..<rows * inner).map { Int64(a[$0 % rows * inner + $0 / rows]) }
        let turnedB = (0..<inner * columns).map { Int64(b[$0 % inner * columns + $0 / inner]) }
        let sum = try output(
            "Gemm",
            [
                Tensor(shape: [inner, rows], int64: turnedA), Tensor(shape: [columns, inner], int64: turnedB),
                Tensor(shape: [columns], int64: (0..<columns).map { Int64(100 * $0) }),
            ], kind: TestModel.int64, result: TestModel.int64, [.int("transA", 1), .int("transB", 1)])
        #expect(sum.integers == first.enumerated().map { $1 + 100 * ($0 % columns) })
    }

    @Test("products wrap around, and take no factor") func wrapping() throws {
        let large = Tensor(shape: [1, 1], int32: [.max]), two = Tensor(shape: [1, 1], int32: [2])
        let wrapped = try output("MatMul", [large, two], kind: TestModel.int32, result: TestModel.int32)
        #expect(wrapped.integers == [-2])
        let mistake = #expect(throws: ModelFileMistake.self) {
            try output("Gemm", [large, two], kind: TestModel.int32, result: TestModel.int32, [.float("alpha", 0.5)])
        }
        #expect(mistake?.found == "attribute 'alpha' = 0.5 for whole numbers" && mistake?.allowed == "1")
    }

    @Test("the largest whole number is found, the first or the last of equal ones", arguments: [0, 1])
    func argMax(last: Int64) throws {
        let numbers: [Int64] = [3, -9, 3, .min, .min, .min, 1, .max, .max]
        let places = try output(
            "ArgMax", [Tensor(shape: [3, 3], int64: numbers)], kind: TestModel.int64, result: TestModel.int64,
            [.int("axis", 1), .int("select_last_index", last)])
        #expect(places.integers == (last == 1 ? [2, 2, 2] : [0, 0, 1]))
        let bytes = try output(
            "ArgMax", [Tensor(shape: [2, 2], uint8: [200, 3, 4, 255])], kind: TestModel.uint8, result: TestModel.int64,
            [.int("axis", 0)])
        #expect(bytes.integers == [0, 1])
    }

    @Test("images of whole numbers are resized to the nearest, never interpolated") func resizing() throws {
        let none = Tensor(shape: [0], floats: []), sizes = Tensor(shape: [4], int64: [1, 1, 4, 2])
        let image = Tensor(shape: [1, 1, 2, 4], uint8: [1, 2, 3, 4, 5, 6, 7, 8])
        func resized(_ image: Tensor, _ kind: Int32, _ mode: String) throws -> Tensor {
            try output("Resize", [image, none, none, sizes], kind: kind, result: kind, [.text("mode", mode)])
        }
        // Half pixels: column 0 stands at 0.5 and column 1 at 2.5; at half the lower one is taken.
        let expected = [1, 3, 1, 3, 5, 7, 5, 7]
        #expect(try resized(image, TestModel.uint8, "nearest").integers == expected)
        let wide = Tensor(shape: [1, 1, 2, 4], int64: [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(try resized(wide, TestModel.int64, "nearest").integers == expected)
        #expect(throws: ModelFileMistake.self) { try resized(image, TestModel.uint8, "linear") }
    }

    @Test("whole numbers of 32 bits are quantised as floating-point ones are") func quantising() throws {
        let numbers: [Int32] = [-1_000, -3, 0, 5, 7, 1_000]
        let constants = [Tensor(shape: [], floats: [2]), Tensor(shape: [], int8: [1])]
        let whole = try output(
            "QuantizeLinear", [Tensor(shape: [6], int32: numbers)] + constants, kind: TestModel.int32,
            result: TestModel.int8)
        // Half to even: -1.5 becomes -2, 2.5 becomes 2, 3.5 becomes 4.
        #expect(whole.integers == [-128, -1, 1, 3, 5, 127])
        let floats = try output(
            "QuantizeLinear", [Tensor(shape: [6], floats: numbers.map(Float.init))] + constants, kind: TestModel.float,
            result: TestModel.int8)
        #expect(floats == whole)
    }
}
