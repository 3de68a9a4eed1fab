// SPDX-License-Identifier: GPL-3.0-or-later

/// One dispute while it goes on.
struct Game<Claimant: Disputant, Challenger: Disputant> {
    /// Who was found right, and why.
    typealias Verdict = (winner: Settlement.Side?, ground: Settlement.Ground)
    /// What each of the two says.
    typealias Pair<Word> = (claimant: Word, challenger: Word)

    private let graph: [[OperandSource]]
    private let claimant: Claimant
    private let challenger: Challenger
    /// What the claimant has given out.
    private let answer: ContentDigest?
    /// The steps in dispute.
    private var range: Range<Int>
    private var rounds = 0
    private var bytes = 0

    init(
        _ graph: [[OperandSource]], _ claimant: Claimant, _ challenger: Challenger, _ answer: ContentDigest?
    ) {
        self.graph = graph
        self.answer = answer
        self.claimant = claimant
        self.challenger = challenger
        range = 0..<graph.count
    }

    /// Plays to the end.
    mutating func settle(_ recompute: (OperatorStep) -> Dispute.Recomputation) -> Settlement {
        let verdict = play(recompute)
        let isFound = range.count == 1 && ![.noDifference, .falseHalves, .falseAnswer].contains(verdict.ground)
        return Settlement(
            winner: verdict.winner, ground: verdict.ground, operatorNumber: isFound ? range.lowerBound : nil,
            rounds: rounds, bytes: bytes)
    }

    private mutating func play(_ recompute: (OperatorStep) -> Dispute.Recomputation) -> Verdict {
        if let answer, open(graph.count - 1) != answer { return (.challenger, .falseAnswer) }
        var committed: Pair<ContentDigest> = (claimant.root, challenger.root)
        if committed.claimant == committed.challenger { return (.claimant, .noDifference) }
        while range.count > 1 {
            if let verdict = halve(&committed) { return verdict }
        }
        // Asked for once: whoever would say something else the second time is held to the first.
        let steps = (claimant.step(range.lowerBound), challenger.step(range.lowerBound))
        return check(steps, committed) ?? compareOperands(steps) ?? compareOutputs(steps, recompute)
    }

    /// One round; a verdict when somebody reveals what it has not committed to.
    private mutating func halve(_ committed: inout Pair<ContentDigest>) -> Verdict? {
        let (one, other) = (claimant.halves(of: range), challenger.halves(of: range))
        rounds += 1
        bytes += 4 * ContentDigest.length
        let areTrue = (
            MerkleTree.node(one.left, one.right) == committed.claimant,
            MerkleTree.node(other.left, other.right) == committed.challenger
        )
        guard areTrue == (true, true) else { return (winner(areTrue), .falseHalves) }
        let (left, right) = MerkleTree.halves(of: range)
        let isEarlier = one.left != other.left
        range = isEarlier ? left : right
        committed = isEarlier ? (one.left, other.left) : (one.right, other.right)
        return nil
    }

    /// Whether the steps revealed are those committed to, with as many operands as the graph says.
    private mutating func check(_ steps: Pair<OperatorStep>, _ committed: Pair<ContentDigest>) -> Verdict? {
        let number = range.lowerBound
        bytes += steps.claimant.bytes.count + steps.challenger.bytes.count
        func isTrue(_ step: OperatorStep, _ leaf: ContentDigest) -> Bool {
            step.leaf == leaf && step.number == number && step.operands.count == graph[number].count
        }
        let areTrue = (isTrue(steps.claimant, committed.claimant), isTrue(steps.challenger, committed.challenger))
        return areTrue == (true, true) ? nil : (winner(areTrue), .falseStep)
    }

    /// The first operand that is not what the graph says, if there is one.
    private mutating func compareOperands(_ steps: Pair<OperatorStep>) -> Verdict? {
        for (position, source) in graph[range.lowerBound].enumerated() {
            let (one, other) = (steps.claimant.operands[position], steps.challenger.operands[position])
            let expected: ContentDigest
            switch source {
            case .given(let digest): expected = digest
            case .output(let earlier):
                if one == other { continue }
                // A claimant that cannot open what it has committed to loses, whatever the operands are.
                guard let output = open(earlier) else { return (.challenger, .falseOperand(position)) }
                expected = output
            }
            let areTrue = (one == expected, other == expected)
            if areTrue != (true, true) { return (winner(areTrue), .falseOperand(position)) }
        }
        return nil
    }

    /// The output of an operator, from the claimant; nil when it is not the one committed to.
    private mutating func open(_ number: Int) -> ContentDigest? {
        let (step, proof) = (claimant.step(number), claimant.proof(ofStep: number))
        bytes += step.bytes.count + proof.size
        let isInPlace = step.number == number && proof.index == number && proof.count == graph.count
        return isInPlace && proof.shows(step.leaf, under: claimant.root) ? step.output : nil
    }

    private mutating func compareOutputs(
        _ steps: Pair<OperatorStep>, _ recompute: (OperatorStep) -> Dispute.Recomputation
    ) -> Verdict {
        let found = recompute(steps.claimant)
        bytes += found.bytes
        let areTrue = (steps.claimant.output == found.output, steps.challenger.output == found.output)
        return (winner(areTrue), .recomputation)
    }

    /// The side of which something is true; nil when it is of neither.
    private func winner(_ areTrue: Pair<Bool>) -> Settlement.Side? {
        if areTrue.claimant { return .claimant }
        return areTrue.challenger ? .challenger : nil
    }
}
