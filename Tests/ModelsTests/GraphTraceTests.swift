// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs
import Kernels
import Models
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

    @Test("a trace gives the outputs of a run and commits to each operator")
    func commitments() throws {
        let run = try GraphRun(honest, profile: .fused1).run(inputs)
        let traced = try trace(honest)
        #expect(traced.outputs == run)
        #expect(traced.commitment.root == (try trace(honest)).commitment.root)
        #expect(traced.commitment.root != (try trace(cheat)).commitment.root)
    }
}
