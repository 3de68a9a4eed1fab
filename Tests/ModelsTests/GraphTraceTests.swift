// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs
import Kernels
import Models
import TestTools
import Testing

@Suite("Disputes about graphs") struct GraphTraceTests {
    private let honest: Graph
    private let cheat: Graph
    private let inputs: [String: Tensor]

    init() throws {
        honest = try Columns.digits.graph()
        cheat = try Columns.digits.graph(.int8)
        guard case .tensors(let tensors) = Columns.asked[5] else { fatalError("digits are asked as tensors") }
        inputs = tensors
    }

    private func trace(_ graph: Graph, _ profile: NumericProfile = .fused1) throws -> GraphTrace {
        try GraphTrace(graph, profile: profile, inputs)
    }

    private func settle(_ claimant: GraphTrace, _ challenger: GraphTrace) -> Settlement {
        GraphTrace.settle(
            honest, profile: .fused1, inputs, claimant: claimant, challenger: challenger)
    }

    @Test("an honest claimant wins against whoever says otherwise, a cheat loses, at the operator where they part")
    func weights() throws {
        let defended = settle(try trace(honest), try trace(cheat))
        #expect(defended.winner == .claimant && defended.ground == .recomputation && defended.operatorNumber == 0)
        let caught = settle(try trace(cheat), try trace(honest))
        #expect(caught.winner == .challenger && caught.ground == .recomputation && caught.operatorNumber == 0)
        // Six operators: at most three rounds of 128 bytes, two steps, and one image of 64 numbers.
        #expect(caught.rounds <= 3 && caught.bytes < 1_200)
    }

    @Test("two honest executions under one profile have nothing to settle, under two profiles one of them loses")
    func profiles() throws {
        let same = settle(try trace(honest), try trace(honest))
        #expect(same.ground == .noDifference)
        let other = settle(try trace(honest, .wide8), try trace(honest))
        #expect(other.winner == .challenger, "the claimant did not compute under the profile it registered")
    }

    @Test("who gives out something else than an honest trace does loses, whatever the challenger says")
    func answers() throws {
        let own = try trace(honest)
        let liar = own.claiming([Tensor(shape: [1, 10], floats: Array(repeating: 0.1, count: 10))])
        for challenger in [own, try trace(cheat)] {
            let settlement = settle(liar, challenger)
            #expect(settlement.winner == .challenger && settlement.ground == .falseAnswer)
            #expect(settlement.operatorNumber == nil && settlement.rounds == 0 && settlement.bytes > 0)
        }
    }

    @Test("a graph without operators is disputed too") func noOperators() throws {
        var model = TestModel(
            inputs: [TestModel.Port(name: "x", shape: [2])],
            outputs: [TestModel.Port(name: "y", shape: [2]), TestModel.Port(name: "c", shape: [1])])
        model.node("Identity", ["x"], ["y"])
        model.constant("c", Tensor(shape: [1], floats: [7]))
        let graph = try Graph(onnx: model.bytes, file: "copy.onnx")
        #expect(graph.operators.isEmpty && graph.answer.inputs == [.input(0), .constant])
        let asked = ["x": Tensor(shape: [2], floats: [1, 2])], other = ["x": Tensor(shape: [2], floats: [1, 3])]
        let honest = try GraphTrace(graph, profile: .fused1, asked)
        let liar = try GraphTrace(graph, profile: .fused1, other)
        func settle(_ claimant: GraphTrace, _ challenger: GraphTrace) -> Settlement {
            GraphTrace.settle(graph, profile: .fused1, asked, claimant: claimant, challenger: challenger)
        }
        #expect(settle(honest, liar).winner == .claimant && settle(liar, honest).winner == .challenger)
    }

    @Test("a trace gives the outputs of a run and commits to each operator")
    func commitments() throws {
        let run = try GraphRun(honest, profile: .fused1).run(inputs)
        let traced = try trace(honest)
        #expect(traced.outputs == run)
        #expect(traced.commitment.root == (try trace(honest)).commitment.root)
        #expect(traced.commitment.root != (try trace(cheat)).commitment.root)
    }
}

/// y = condition ? |x| + x : -x, with |x| made outside of the branches and used after them too.
@Suite("Disputes about graphs with branches") struct BranchTraceTests {
    private let graph: Graph
    /// The same with another operator in each branch.
    private let other: Graph

    init() throws {
        graph = try Self.graph("Add", "Neg")
        other = try Self.graph("Sub", "Abs")
    }

    private static func graph(_ first: String, _ second: String) throws -> Graph {
        var model = TestModel(
            inputs: [TestModel.Port(name: "c", type: TestModel.bool), TestModel.Port(name: "x")],
            outputs: [TestModel.Port(name: "y")])
        var yes = TestModel(outputs: [TestModel.Port(name: "power")])
        var no = TestModel(outputs: [TestModel.Port(name: "opposite")])
        yes.node(first, ["size", "x"], ["sum"])
        yes.node("Exp", ["sum"], ["power"])
        no.node(second, ["x"], ["opposite"])
        model.node("Abs", ["x"], ["size"])
        model.node("If", ["c"], ["chosen"], [.graph("then_branch", yes.graph), .graph("else_branch", no.graph)])
        model.node("Add", ["chosen", "size"], ["y"])
        return try Graph(onnx: model.bytes, file: "branches.onnx")
    }

    private func inputs(_ condition: Bool, _ numbers: [Float]) -> [String: Tensor] {
        [
            "c": Tensor(shape: [1], bools: [condition]),
            "x": Tensor(shape: [numbers.count], floats: numbers),
        ]
    }

    @Test("an If stands behind its branches, whose operators wait for its condition") func listing() {
        #expect(graph.operators.map(\.type) == ["Abs", "Add", "Exp", "Neg", "If", "Add"])
        #expect(graph.operators.map { $0.conditions.map(\.value) } == [[], [true], [true], [false], [], []])
    }

    @Test("whoever took the other branch, other numbers or another operator loses", arguments: [true, false])
    func branches(condition: Bool) throws {
        let asked = inputs(condition, [-1, 2, 3])
        let honest = try GraphTrace(graph, profile: .fused1, asked)
        #expect(try honest.outputs == GraphRun(graph, profile: .fused1).run(asked))
        let liars = [
            try GraphTrace(graph, profile: .fused1, inputs(!condition, [-1, 2, 3])),
            try GraphTrace(graph, profile: .fused1, inputs(condition, [-1, 2, 4])),
            try GraphTrace(other, profile: .fused1, asked),
        ]
        for liar in liars {
            func settle(_ claimant: GraphTrace, _ challenger: GraphTrace) -> Settlement {
                GraphTrace.settle(graph, profile: .fused1, asked, claimant: claimant, challenger: challenger)
            }
            #expect(settle(honest, liar).winner == .claimant)
            #expect(settle(liar, honest).winner == .challenger)
        }
        #expect(
            GraphTrace.settle(graph, profile: .fused1, asked, claimant: honest, challenger: honest).ground
                == .noDifference)
    }
}
