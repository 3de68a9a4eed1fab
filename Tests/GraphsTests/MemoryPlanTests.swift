// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Kernels
import OnnxFormat
import TestTools
import Testing

@Suite("Values that live at the same time lie apart")
struct MemoryPlanTests {
    /// A graph of operators that overwrite, share, repeat and read at random, some inside the branches of a choice.
    private func model(_ numbers: inout SeededNumbers) -> TestModel {
        var model = TestModel(
            inputs: [.init(name: "c", type: TestModel.bool, shape: [1]), .init(name: "v0", shape: [2, nil])])
        model.constant("half", Tensor(shape: [], floats: [0.5]))
        model.constant("column", Tensor(shape: [2, 1], floats: [-1, 0.25]))
        var names = ["v0"]
        func grow(_ model: inout TestModel, _ names: inout [String], steps: Int, prefix: String, nests: Bool) {
            for step in 0..<steps {
                let (one, other) = (
                    names.randomElement(using: &numbers) ?? "v0", names.randomElement(using: &numbers) ?? "v0"
                )
                let name = "\(prefix)\(step)"
                switch Int.random(in: 0..<(nests ? 10 : 9), using: &numbers) {
                case 0: model.node("Neg", [one], [name])
                case 1: model.node("Abs", [one], [name])
                case 2: model.node("Flatten", [one], [name], [.int("axis", 1)])
                case 3: model.node("Add", [one, other], [name])
                case 4: model.node("Sub", [one, other], [name])
                case 5: model.node("Max", [one, other, one], [name])
                case 6: model.node("Mul", Bool.random(using: &numbers) ? [one, "half"] : ["half", one], [name])
                case 7: model.node("Erf", [one], [name])
                case 8: model.node("Add", ["column", one], [name])
                default:
                    var branches: [Onnx_AttributeProto] = []
                    for branch in ["then_branch", "else_branch"] {
                        var (inner, seen) = (TestModel(), names)
                        grow(
                            &inner, &seen, steps: Int.random(in: 1...4, using: &numbers), prefix: name + branch,
                            nests: false)
                        inner.graph.output = [
                            TestModel.message(.init(name: seen.randomElement(using: &numbers) ?? "v0"))
                        ]
                        branches.append(.graph(branch, inner.graph))
                    }
                    model.node("If", ["c"], [name], branches)
                }
                names.append(name)
            }
        }
        grow(&model, &names, steps: Int.random(in: 2...24, using: &numbers), prefix: "n", nests: true)
        names.shuffle(using: &numbers)
        model.graph.output = names.prefix(3).map { TestModel.message(.init(name: $0)) }
        return model
    }

    /// 5,000 columns are more than a strip, which steps wait for each other to compute together, see `RunState.letWait`; an
    /// observer has every step computed alone.
    @Test("Random graphs give the same with shared memory as with memory for every value, in strips as step by step")
    func randomGraphs() throws {
        for seed in 1...300 {
            var numbers = SeededNumbers(state: UInt64(seed))
            let bytes = model(&numbers).bytes
            let profile = seed.isMultiple(of: 3) ? NumericProfile.bfloat16Activations : .fused1
            let shared = GraphRun(try Graph(onnx: bytes, file: "shared"), profile: profile)
            let apart = GraphRun(try Graph(onnx: bytes, file: "apart", reusesMemory: false), profile: profile)
            let alone = GraphRun(apart.graph, profile: profile)
            alone.observer = { _, _ in }
            for columns in [1, 5_000, 3, 2] {
                let inputs = [
                    "c": Tensor(shape: [1], bools: [columns == 3]),
                    "v0": Tensor(shape: [2, columns], floats: numbers.floats(2 * columns)),
                ]
                let expected = try alone.run(inputs)
                let (isSame, isSameApart) = (try shared.run(inputs) == expected, try apart.run(inputs) == expected)
                #expect(isSame && isSameApart, "seed \(seed), \(columns) columns")
            }
        }
    }
}
