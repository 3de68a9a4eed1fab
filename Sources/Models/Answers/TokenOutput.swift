// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What a language model wrote, and the highest logits at each position: enough to compare, little enough to keep.
public struct TokenOutput: Hashable, Sendable {
    /// Logits kept per position.
    public static let kept = 128

    /// In order; the end token included where the model ended by itself.
    public let tokens: [Int32]
    /// [position][kept]: the tokens with the highest logits, by ascending number.
    let candidates: [Int32]
    /// [position][kept]: their logits.
    let logits: [Float]
    /// Commitments to the activations it was computed with, in bytes; empty for none.
    public let commitments: [UInt8]

    /// - Parameters:
    ///   - candidates: [position][kept], by ascending number.
    ///   - logits: of the candidates.
    /// - Precondition: as many logits as candidates, the same number at each position, at least one.
    public init(tokens: [Int32], candidates: [Int32], logits: [Float], commitments: [UInt8] = []) {
        require(
            candidates.count == logits.count && (tokens.isEmpty || candidates.count.isMultiple(of: tokens.count)),
            "token output: expected as many logits as candidates at \(tokens.count) positions, found "
                + "\(logits.count) and \(candidates.count)")
        self.tokens = tokens
        self.candidates = candidates
        self.logits = logits
        self.commitments = commitments
    }

    /// Candidates per position.
    var width: Int { tokens.isEmpty ? 0 : candidates.count / tokens.count }

    /// Whether tokens and logits have the same bits.
    func hasSameBits(as other: TokenOutput) -> Bool {
        tokens == other.tokens && candidates == other.candidates
            && zip(logits, other.logits).allSatisfy { $0.bitPattern == $1.bitPattern }
    }

    /// How far apart two continuations of one prompt are, in logits.
    ///
    /// Both saw the same text up to the first token in which they differ, so both sets of logits up to there are
    /// predictions of the same thing: this is a teacher-forced comparison that needs no further execution. The distance is
    /// the larger of
    ///
    /// 1. the mean over those positions of the root mean square difference of the logits of the candidates that both kept,
    /// 2. where they part, how much less likely than its own choice each finds the token of the other, in logits: near
    ///    zero for honest machines that part at a tie.
    ///
    /// What follows the parting is not compared: the contexts differ. Infinite when one is cut off where the other goes on,
    /// or when no candidate is common.
    ///
    /// The margin of a token is what Token-DiFR scores (arXiv:2511.20621); the mean difference of logits is the distance of
    /// random audits by logits (arXiv:2602.22700). Their combination over the shared context is ours.
    /// - Complexity: O(positions × kept).
    public func distance(to other: TokenOutput) -> Float {
        let common = zip(tokens, other.tokens).prefix { $0 == $1 }.count
        let areEqual = common == tokens.count && common == other.tokens.count
        if areEqual && common == 0 { return 0 }
        guard areEqual || (common < tokens.count && common < other.tokens.count) else { return .infinity }
        let positions = areEqual ? common : common + 1
        var total: Float = 0
        for position in 0..<positions { total += difference(from: other, at: position) }
        let mean = total / Float(positions)
        // What is not a number is infinitely far from everything; the same bits are told apart by `hasSameBits`.
        guard !mean.isNaN else { return .infinity }
        if areEqual { return mean }
        return max(
            mean, max(margin(of: other.tokens[common], at: common), other.margin(of: tokens[common], at: common)))
    }

    /// The root mean square difference of the logits that both kept at a position.
    private func difference(from other: TokenOutput, at position: Int) -> Float {
        var (a, b) = (position * width, position * other.width)
        let (endOfA, endOfB) = (a + width, b + other.width)
        var squares: Float = 0
        var count = 0
        while a < endOfA && b < endOfB {
            if candidates[a] == other.candidates[b] {
                let difference = logits[a] - other.logits[b]
                squares += difference * difference
                count += 1
                a += 1
                b += 1
            } else if candidates[a] < other.candidates[b] {
                a += 1
            } else {
                b += 1
            }
        }
        return count == 0 ? .infinity : (squares / Float(count)).squareRoot()
    }

    /// How far the logit of a token lies below the highest one; one that was not kept lies at least below the lowest kept.
    private func margin(of token: Int32, at position: Int) -> Float {
        let places = position * width..<(position + 1) * width
        let highest = places.reduce(-Float.infinity) { max($0, logits[$1]) }
        let lowest = places.reduce(Float.infinity) { min($0, logits[$1]) }
        guard let place = places.first(where: { candidates[$0] == token }) else { return highest - lowest }
        return highest - logits[place]
    }
}
