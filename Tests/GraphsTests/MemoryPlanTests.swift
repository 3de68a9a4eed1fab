// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Kernels
import OnnxFormat
import Testing

@Suite("Values that live at the same time lie apart")
struct MemoryPlanTests {
    /// A graph of operators that overwrite, share and read at random, some inside the branches of a choice.
    private func model(_ numbers: inout TestNumbers) -> TestModel {
        var model = TestModel(
            inputs: [.init(name: "c", type: TestModel.bool, shape: [1]), .init(name: "v0", shape: [2, nil])])
        var names = ["v0"]
        func grow(_ model: inout TestModel, _ names: inout [String], steps: Int, prefix: String, nests: Bool) {
            for step in 0..<steps {
                let (one, other) = (
                    names.randomElement(using: &numbers) ?? "v0", names.randomElement(using: &numbers) ?? "v0"
                )
                let name = "\(prefix)\(step)"
                switch Int.random(in: 0..<(nests ? 7 : 6), using: &numbers) {
                case 0: model.node("Neg", [one], [name])
                case 1: model.node("Abs", [one], [name])
                case 2: model.node("Flatten", [one], [name], [.int("axis", 1)])
                case 3: model.node("Add", [one, other], [name])
                case 4: model.node("Sub", [one, other], [name])
                case 5: model.node("Max", [one, other, one], [name])
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

    @Test("Random graphs give the same with shared memory as with memory for every value")
    func randomGraphs() throws {
        for seed in 1...300 {
            var numbers = TestNumbers(state: UInt64(seed))
            let bytes = model(&numbers).bytes
            let shared = GraphRun(try Graph(onnx: bytes, file: "shared"), profile: .fused1)
            let apart = GraphRun(try Graph(onnx: bytes, file: "apart", reusesMemory: false), profile: .fused1)
            for columns in [1, 3, 2] {
                let inputs = [
                    "c": Tensor(shape: [1], bools: [columns == 3]),
                    "v0": Tensor(shape: [2, columns], floats: numbers.floats(2 * columns)),
                ]
                #expect(try shared.run(inputs) == apart.run(inputs), "seed \(seed)")
            }
        }
    }
}
