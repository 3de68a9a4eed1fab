// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Kernels
import ModelFiles
import OnnxFormat
import TestTools
import Testing

@Suite("Graphs compute what the operators say")
struct ExecutionTests {
    private func outputs(
        _ model: TestModel, _ inputs: [String: Tensor], profile: NumericProfile = .fused1
    ) throws -> [Tensor] {
        try GraphRun(try Graph(onnx: model.bytes, file: "m.onnx"), profile: profile).run(inputs)
    }

    @Test("Shapes are repeated to each other, number by number as an index calculation says")
    func broadcasting() throws {
        var numbers = SeededNumbers(state: 1)
        for (left, right) in [
            ([2, 3, 4], [3, 1]), ([2, 1, 4], [5, 1, 3, 1]), ([], [2, 2]), ([3, 4], [3, 4]), ([1, 0], [3, 1]),
        ] {
            var model = TestModel(inputs: [.init(name: "a"), .init(name: "b")], outputs: [.init(name: "y")])
            model.node("Sub", ["a", "b"], ["y"])
            let a = numbers.floats(left.reduce(1, *))
            let b = numbers.floats(right.reduce(1, *))
            let y = try outputs(
                model, ["a": Tensor(shape: left, floats: a), "b": Tensor(shape: right, floats: b)])[0]
            let rank = max(left.count, right.count)
            func place(_ index: Int, _ shape: [Int]) -> Int {
                var (rest, result, stride) = (index, 0, 1)
                for axis in (0..<rank).reversed() {
                    let (own, size) = (axis - rank + shape.count, y.shape[axis])
                    if own >= 0 {
                        result += (shape[own] == 1 ? 0 : rest % size) * stride
                        stride *= shape[own]
                    }
                    rest /= size
                }
                return result
            }
            let expected = (0..<y.count).map { a[place($0, left)] - b[place($0, right)] }
            #expect(y.floats == expected)
        }
    }

    /// y = condition ? x + outer : -x, with the outer value made outside the branches.
    private var choice: TestModel {
        var model = TestModel(
            inputs: [.init(name: "c", type: TestModel.bool, shape: [1]), .init(name: "x", shape: [2])],
            outputs: [.init(name: "y", shape: [2])])
        model.node("Abs", ["x"], ["outer"])
        var (yes, no) = (TestModel(outputs: [.init(name: "sum")]), TestModel(outputs: [.init(name: "opposite")]))
        yes.node("Add", ["x", "outer"], ["sum"])
        no.node("Neg", ["x"], ["opposite"])
        model.node(
            "If", ["c"], ["y"], name: "if", [.graph("then_branch", yes.graph), .graph("else_branch", no.graph)])
        return model
    }

    @Test("If executes one of its graphs, which see the values outside")
    func branches() throws {
        let run = GraphRun(try Graph(onnx: choice.bytes, file: "m.onnx"), profile: .fused1)
        let x = Tensor(shape: [2], floats: [1, -2])
        #expect(try run.run(["c": Tensor(shape: [1], bools: [true]), "x": x])[0].floats == [2, 0])
        #expect(try run.run(["c": Tensor(shape: [1], bools: [false]), "x": x])[0].floats == [-1, 2])
        #expect(run.graph.operators.map(\.type) == ["Abs", "Add", "Neg", "If"])
    }

    @Test("A condition that is constant leaves one graph, in line")
    func decided() throws {
        var model = choice
        model.graph.input.removeFirst()
        model.constant("c", Tensor(shape: [1], bools: [false]))
        #expect(try Graph(onnx: model.bytes, file: "m.onnx").operators.map(\.type) == ["Abs", "Neg"])
    }

    @Test("What is constant is computed while reading, and names that only rename vanish")
    func folding() throws {
        var model = TestModel(inputs: [.init(name: "x", shape: [nil, 4])], outputs: [.init(name: "y")])
        model.constant("a", Tensor(shape: [2], int64: [2, 2]))
        model.constant("b", Tensor(shape: [2], int64: [0, 0]))
        model.node("Add", ["a", "b"], ["s"])
        model.node("Identity", ["x"], ["z"])
        model.node("Reshape", ["z", "s"], ["y"], name: "r")
        let graph = try Graph(onnx: model.bytes, file: "m.onnx")
        #expect(graph.operators.map(\.name) == ["r"] && graph.operators.map(\.inputs) == [[.input(0), .constant]])
        let run = GraphRun(graph, profile: .fused1)
        #expect(try run.run(["x": Tensor(shape: [1, 4], floats: [1, 2, 3, 4])])[0].shape == [2, 2])
        #expect(throws: ModelFileMistake.self) {
            try run.run(["x": Tensor(shape: [2, 4], floats: Array(repeating: 0, count: 8))])
        }
    }

    @Test("Numbers that follow shapes follow them from run to run")
    func dynamicShapes() throws {
        var model = TestModel(inputs: [.init(name: "x", shape: [nil, nil])], outputs: [.init(name: "y")])
        model.constant("minus", Tensor(shape: [1], int64: [-1]))
        model.constant("zero", Tensor(shape: [], int64: [0]))
        model.constant("axis", Tensor(shape: [1], int64: [0]))
        model.node("Shape", ["x"], ["s"])
        model.node("Gather", ["s", "zero"], ["n"])
        model.node("Unsqueeze", ["n", "axis"], ["n1"])
        model.node("Concat", ["minus", "n1"], ["t"], [.int("axis", 0)])
        model.node("Reshape", ["x", "t"], ["y"])
        let run = GraphRun(try Graph(onnx: model.bytes, file: "m.onnx"), profile: .fused1)
        for (rows, columns) in [(2, 3), (4, 5), (4, 5), (1, 7), (2, 3)] {
            let x = Tensor(shape: [rows, columns], floats: (0..<rows * columns).map(Float.init))
            #expect(try run.run(["x": x]) == [x.reshaped([columns, rows])])
        }
    }

    @Test("Rules that changed with the version of the operator set are those of the file's version")
    func versions() throws {
        let x = Tensor(shape: [1, 2, 2], floats: [0, 1, 2, 3])
        func model(_ opset: Int64, _ type: String, _ attributes: [Onnx_AttributeProto] = []) -> TestModel {
            var model = TestModel(opset: opset, inputs: [.init(name: "x")], outputs: [.init(name: "y")])
            model.node(type, ["x"], ["y"], attributes)
            return model
        }
        #expect(try outputs(model(11, "Squeeze", [.ints("axes", [0])]), ["x": x])[0].shape == [2, 2])
        #expect(throws: ModelFileMistake.self) { try outputs(model(13, "Squeeze", [.ints("axes", [0])]), ["x": x]) }
        // Softmax takes all dimensions from the axis on as one before version 13.
        let (old, new) = (
            try outputs(model(11, "Softmax"), ["x": x])[0], try outputs(model(13, "Softmax"), ["x": x])[0]
        )
        #expect(abs((old.floats ?? []).reduce(0, +) - 1) < 1e-6)
        #expect(abs((new.floats ?? []).reduce(0, +) - 2) < 1e-6)
        #expect(try outputs(model(6, "Clip", [.float("max", 1)]), ["x": x])[0].floats == [0, 1, 1, 1])
    }

    @Test("A product has the bits of the profile's dot products")
    func profiles() throws {
        var numbers = SeededNumbers(state: 7)
        let (a, w) = (numbers.floats(3 * 70), numbers.floats(70 * 5))
        var model = TestModel(inputs: [.init(name: "x", shape: [3, 70])], outputs: [.init(name: "y")])
        model.constant("w", Tensor(shape: [70, 5], floats: w))
        model.node("MatMul", ["x", "w"], ["y"])
        for profile in [
            NumericProfile.scalar, .wide8, .fused16, .fused1, .blocked64, .bfloat16Activations, .float16Activations,
        ] {
            let y = try outputs(model, ["x": Tensor(shape: [3, 70], floats: a)], profile: profile)[0]
            let expected = (0..<15).map { place in
                let column = (0..<70).map { w[$0 * 5 + place % 5] }
                let row = Array(a[place / 5 * 70..<(place / 5 + 1) * 70])
                return profile.activations.rounded(profile.referenceDot(row.span, column.span))
            }
            #expect(y.floats == expected, "\(profile.name)")
        }
    }

    @Test("Weights in another form are rounded per output channel, whichever way they stand")
    func weightForms() throws {
        var numbers = SeededNumbers(state: 9)
        let w = numbers.floats(40 * 3)
        let x = Tensor(shape: [1, 40], floats: numbers.floats(40))
        var plain = TestModel(inputs: [.init(name: "x")], outputs: [.init(name: "y")])
        var turned = plain
        plain.constant("w", Tensor(shape: [3, 40], floats: w))
        plain.node("Gemm", ["x", "w"], ["y"], [.int("transB", 1)])
        turned.constant("w", Tensor(shape: [40, 3], floats: (0..<120).map { w[$0 % 3 * 40 + $0 / 3] }))
        turned.node("MatMul", ["x", "w"], ["y"])
        for form in WeightForm.allCases {
            let formed = form.applied(to: w, inputs: 40)
            let numbers = x.floats ?? []
            let expected = (0..<3).map { output in
                let row = Array(formed[output * 40..<(output + 1) * 40])
                return NumericProfile.fused1.dot(row.span, numbers.span)
            }
            for model in [plain, turned] {
                let graph = try Graph(onnx: model.bytes, file: "m.onnx", weights: form)
                #expect(try GraphRun(graph, profile: .fused1).run(["x": x])[0].floats == expected, "\(form.name)")
            }
        }
    }

    @Test("A referee who is shown the inputs of any operator computes what the observer saw")
    func referee() throws {
        let graph = try Graph(onnx: choice.bytes, file: "m.onnx")
        let run = GraphRun(graph, profile: .float16Activations)
        let inputs = [Tensor(shape: [1], bools: [true]), Tensor(shape: [2], floats: [0.1, -0.7])]
        var seen: [Int: [Tensor]] = [:]
        run.observer = { seen[$0] = $1 }
        _ = try run.run(["c": inputs[0], "x": inputs[1]])
        #expect(seen.keys.sorted() == [0, 1, 3])
        for (number, outputs) in seen.sorted(by: { $0.key < $1.key }) {
            let shown = graph.operators[number].inputs.compactMap { source -> Tensor? in
                switch source {
                case .input(let number): inputs[number]
                case .output(let of, let number): seen[of]?[number]
                case .constant, .absent: nil
                }
            }
            #expect(try run.recompute(operator: number, from: shown) == outputs)
        }
        #expect(throws: ModelFileMistake.self) { try run.recompute(operator: 0, from: []) }
    }
}
