// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Testing

@Suite("Outputs of language models") struct TokenOutputTests {
    /// Three candidates at each position, numbered 0, 1 and 2; the token is the one with the highest logit.
    private func output(_ logits: [[Float]], tokens: [Int32]? = nil) -> TokenOutput {
        let chosen = logits.map { row in Int32(row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }) }
        return TokenOutput(
            tokens: tokens ?? chosen, candidates: logits.flatMap { _ in [0, 1, 2] as [Int32] },
            logits: logits.flatMap { $0 })
    }

    @Test("the same logits have distance 0, shifted ones the mean of the shifts") func distances() {
        let a = output([[3, 1, 0], [0, 2, 1]])
        #expect(a.distance(to: a) == 0)
        #expect(a.distance(to: output([[3.5, 1.5, 0.5], [1, 3, 2]])) == 0.75)
        // Root mean square over candidates: differences 0, 0 and 3 at the first position only.
        let b = output([[3, 1, -3], [0, 2, 1]])
        #expect((a.distance(to: b) - Float(3).squareRoot() / 2).magnitude < 1e-6)
        #expect(a.distance(to: b) == b.distance(to: a))
    }

    @Test("where two part at a tie they are near, where one was sure they are far") func partings() {
        let tie = output([[2, 1.75, 0], [5, 0, 0]]), other = output([[1.75, 2, 0], [0, 5, 0]])
        // The second position is not compared: the contexts differ. The margins are a quarter each.
        #expect(tie.distance(to: other) == 0.25)
        let sure = output([[8, 0, 0], [0, 0, 0]])
        #expect(sure.distance(to: other) == 8)
        #expect(other.distance(to: sure) == 8)
    }

    @Test("an answer that is cut off is infinitely far from the whole one; two empty ones are the same") func cutOff() {
        let whole = output([[3, 1, 0], [0, 2, 1]]), cut = output([[3, 1, 0]])
        #expect(whole.distance(to: cut) == .infinity && cut.distance(to: whole) == .infinity)
        let empty = TokenOutput(tokens: [], candidates: [], logits: [])
        #expect(empty.distance(to: empty) == 0 && empty.distance(to: whole) == .infinity)
    }

    @Test("agreement of texts needs no equal tokens, agreement of scores needs the same class") func agreement() {
        let tie = Output.text(output([[2, 1.75, 0]])), other = Output.text(output([[1.75, 2, 0]]))
        let likeness = tie.likeness(to: other)
        #expect(!likeness.sameLabel && !likeness.isExact && likeness.isWithin(0.25) && !likeness.isWithin(0.2))
        let scores = Output.scores([0.5, 0.4]).likeness(to: .scores([0.4, 0.5]))
        #expect(!scores.sameLabel && !scores.isWithin(1))
        #expect(tie.likeness(to: .scores([1])).distance == .infinity)
    }

    @Test("outputs survive being kept, and damage is noticed or harmless") func bytes() {
        let mixed = GraphOutput(parts: [
            .decisions([-1, .max], shape: [1, 2]), .scores([1, 2, 3, 4], shape: [2, 2]), .scores([0.5], shape: []),
            .decisions([], shape: [0, 7]),
        ])
        let outputs = [
            Output.scores([0.25, -1.5, .infinity]), .graph(mixed), .graph(GraphOutput(parts: [])),
            .text(output([[3, 2, 1], [1, 2, 3]])),
            .text(TokenOutput(tokens: [], candidates: [], logits: [], commitments: [1, 2, 3])), .scores([]),
        ]
        let bytes = Output.bytes(of: outputs)
        #expect(Output.list(from: bytes) == outputs)
        for length in 0..<bytes.count { #expect(Output.list(from: Array(bytes[..<length])) == nil) }
        #expect(Output.list(from: bytes + [0]) == nil)
        for place in 0..<bytes.count {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(bit)
                #expect(Output.list(from: damaged) != outputs)
            }
        }
    }
}
