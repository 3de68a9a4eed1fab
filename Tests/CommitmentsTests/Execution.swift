// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments

/// A chain of operators on bytes: each hashes a weight of its own and the output of an earlier one.
struct Execution {
    let graph: [[OperandSource]]
    private(set) var steps: [OperatorStep]

    /// - Parameters:
    ///   - corrupted: operators that give a wrong output; those after them go on from it, as a cheat's would.
    ///   - shift: what the outputs are wrong by.
    init(_ count: Int, seed: UInt64, corrupted: Set<Int> = [], shift: UInt8 = 1) {
        var random = Seeded(seed)
        var (graph, steps): ([[OperandSource]], [OperatorStep]) = ([], [])
        for number in 0..<count {
            var sources: [OperandSource] = [.given(ContentDigest(of: random.bytes(4)))]
            if number > 0 { sources.append(.output(of: number - 1 - random.below(min(3, number)))) }
            let operands = sources.map { source in
                switch source {
                case .given(let digest): digest
                case .output(let earlier): steps[earlier].output
                }
            }
            let step = OperatorStep(number: number, operands: operands, output: ContentDigest(of: []))
            let honest = Execution.output(of: step)
            let output = corrupted.contains(number) ? ContentDigest(of: honest.bytes + [shift]) : honest
            graph.append(sources)
            steps.append(OperatorStep(number: number, operands: operands, output: output))
        }
        (self.graph, self.steps) = (graph, steps)
    }

    var trace: CommittedTrace { CommittedTrace(steps) }

    var dispute: Dispute { Dispute(graph: graph) { .init(output: Execution.output(of: $0), bytes: 1_000) } }

    /// Puts another step in the place of one.
    func replacing(_ number: Int, _ change: (OperatorStep) -> OperatorStep) -> Execution {
        var changed = self
        changed.steps[number] = change(steps[number])
        return changed
    }

    static func output(of step: OperatorStep) -> ContentDigest { ContentDigest(of: step.operands.flatMap(\.bytes)) }
}

/// A party that commits to one trace and then says other things.
struct Liar: Disputant {
    let committed: CommittedTrace
    /// Where the halves and the steps come from.
    let told: CommittedTrace
    /// Where proofs come from.
    let proofs: CommittedTrace

    var root: ContentDigest { committed.root }
    func halves(of range: Range<Int>) -> (left: ContentDigest, right: ContentDigest) {
        range.count == 2 ? told.halves(of: range) : committed.halves(of: range)
    }
    func step(_ number: Int) -> OperatorStep { told.step(number) }
    func proof(ofStep number: Int) -> InclusionProof { proofs.proof(ofStep: number) }
}
