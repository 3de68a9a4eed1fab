// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Testing

@Suite("Disputes") struct DisputeTests {
    @Test("find the first wrong operator, whoever made it, within the logarithm of rounds", arguments: 1...40)
    func firstDifference(count: Int) {
        var random = Seeded(UInt64(count))
        let honest = Execution(count, seed: 1)
        for first in [0, count - 1, random.below(count)] {
            let later = (0..<3).map { _ in first + random.below(count - first) }
            let cheat = Execution(count, seed: 1, corrupted: Set([first] + later))
            let accused = honest.dispute.settle(claimant: cheat.trace, challenger: honest.trace)
            #expect(accused.winner == .challenger && accused.operatorNumber == first)
            #expect(accused.ground == .recomputation && accused.rounds <= ceilOfLog2(count))
            let defended = honest.dispute.settle(claimant: honest.trace, challenger: cheat.trace)
            #expect(defended.winner == .claimant && defended.operatorNumber == first)
            #expect(defended.rounds == accused.rounds && defended.bytes == accused.bytes)
        }
    }

    @Test("cost 128 bytes a round, the two steps, and what the referee reads")
    func bytes() {
        let honest = Execution(64, seed: 2)
        let cheat = Execution(64, seed: 2, corrupted: [37])
        let settlement = honest.dispute.settle(claimant: cheat.trace, challenger: honest.trace)
        #expect(settlement.rounds == 6)
        #expect(settlement.bytes == 6 * 128 + 2 * (16 + 3 * 32) + 1_000)
    }

    @Test("two cheats that differ both lose when the referee finds neither output")
    func bothWrong() {
        let honest = Execution(20, seed: 3)
        let (one, other) = (
            Execution(20, seed: 3, corrupted: [9]), Execution(20, seed: 3, corrupted: [9], shift: 2)
        )
        let settlement = honest.dispute.settle(claimant: one.trace, challenger: other.trace)
        #expect(settlement.winner == nil && settlement.ground == .recomputation && settlement.operatorNumber == 9)
    }

    @Test("an answer must be what the last step put out, before anything else is asked")
    func answers() {
        let honest = Execution(20, seed: 4), other = Execution(20, seed: 4, corrupted: [9])
        let last = honest.trace.step(19).output
        for challenger in [honest, other] {
            let lie = honest.dispute.settle(
                claimant: honest.trace, challenger: challenger.trace, answer: ContentDigest(of: [1]))
            #expect(lie.winner == .challenger && lie.ground == .falseAnswer && lie.operatorNumber == nil)
            let truth = honest.dispute.settle(claimant: honest.trace, challenger: challenger.trace, answer: last)
            #expect(truth.winner == .claimant && truth.ground != .falseAnswer && truth.bytes > 0)
        }
    }

    @Test("equal executions leave nothing to dispute")
    func noDifference() {
        let honest = Execution(20, seed: 4)
        let settlement = honest.dispute.settle(claimant: honest.trace, challenger: honest.trace)
        #expect(settlement.winner == .claimant && settlement.ground == .noDifference)
        #expect(settlement.rounds == 0 && settlement.bytes == 0 && settlement.operatorNumber == nil)
    }

    @Test("an operand from outside or from an earlier operator cannot be swapped", arguments: [0, 1])
    func falseOperands(position: Int) {
        let honest = Execution(33, seed: 5)
        let cheat = honest.replacing(17) { step in
            var operands = step.operands
            operands[position] = ContentDigest(of: [9])
            let swapped = OperatorStep(number: step.number, operands: operands, output: step.output)
            return OperatorStep(number: step.number, operands: operands, output: Execution.output(of: swapped))
        }
        let accused = honest.dispute.settle(claimant: cheat.trace, challenger: honest.trace)
        #expect(accused.winner == .challenger && accused.ground == .falseOperand(position))
        #expect(accused.operatorNumber == 17)
        let defended = honest.dispute.settle(claimant: honest.trace, challenger: cheat.trace)
        #expect(defended.winner == .claimant && defended.ground == .falseOperand(position))
        // Only an operand of an earlier operator needs that one to be opened.
        let opened = position == 1 ? 16 + 3 * 32 + 16 + 32 * 6 : 0
        #expect(defended.bytes == defended.rounds * 128 + 2 * (16 + 3 * 32) + opened)
    }

    @Test("a claimant that cannot open the operator agreed on loses")
    func unopened() {
        let honest = Execution(33, seed: 6)
        let cheat = honest.replacing(17) { step in
            OperatorStep(number: 17, operands: [step.operands[0], ContentDigest(of: [9])], output: step.output)
        }
        let liar = Liar(committed: cheat.trace, told: cheat.trace, proofs: Execution(33, seed: 7).trace)
        let settlement = honest.dispute.settle(claimant: liar, challenger: honest.trace)
        #expect(settlement.winner == .challenger && settlement.ground == .falseOperand(1))
    }

    @Test("whoever reveals halves or steps it has not committed to loses")
    func falseWords() {
        let (honest, other) = (Execution(32, seed: 8), Execution(32, seed: 9))
        let cheat = Execution(32, seed: 8, corrupted: [12])
        let liar = Liar(committed: cheat.trace, told: other.trace, proofs: cheat.trace)
        let halves = honest.dispute.settle(claimant: liar, challenger: honest.trace)
        #expect(halves.winner == .challenger && halves.ground == .falseHalves && halves.operatorNumber == nil)
        #expect(honest.dispute.settle(claimant: honest.trace, challenger: liar).winner == .claimant)
        #expect(honest.dispute.settle(claimant: liar, challenger: liar.otherwise).winner == nil)
        // 0..<33 ends in a single leaf, so the last round is not over two steps and only the step is a lie.
        let (long, wrong) = (Execution(33, seed: 8), Execution(33, seed: 8, corrupted: [32]))
        let late = Liar(committed: wrong.trace, told: long.trace, proofs: wrong.trace)
        let steps = long.dispute.settle(claimant: late, challenger: long.trace)
        #expect(steps.winner == .challenger && steps.ground == .falseStep && steps.operatorNumber == 32)
    }

    @Test("a step that is committed to but is not that operator of the graph loses")
    func foreignSteps() {
        let honest = Execution(9, seed: 10)
        let changes: [(OperatorStep) -> OperatorStep] = [
            { OperatorStep(number: 3, operands: $0.operands, output: $0.output) },
            { OperatorStep(number: $0.number, operands: [], output: $0.output) },
        ]
        for change in changes {
            let cheat = honest.replacing(5, change)
            let settlement = honest.dispute.settle(claimant: cheat.trace, challenger: honest.trace)
            #expect(settlement.winner == .challenger && settlement.ground == .falseStep)
        }
    }
}

extension Liar {
    /// Lies alike about another commitment.
    fileprivate var otherwise: Liar {
        Liar(committed: Execution(32, seed: 8, corrupted: [13]).trace, told: told, proofs: proofs)
    }
}
