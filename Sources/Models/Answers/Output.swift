// SPDX-License-Identifier: GPL-3.0-or-later

/// What one inference gave out.
public enum Output: Hashable, Sendable {
    /// The first output of a graph, taken as scores of classes; the label is the class with the highest one.
    case scores([Float])
    /// The tokens of a language model, with the logits they were chosen by.
    case text(TokenOutput)

    /// How like two outputs for one input are.
    ///
    /// Scores: the distance is the largest difference of two scores of one class; infinite when a difference is no
    /// number, or when they have not as many classes. Tokens: see `TokenOutput.distance`.
    /// - Complexity: O(classes), or O(positions × logits).
    public func likeness(to other: Output) -> Likeness {
        switch (self, other) {
        case (.scores(let a), .scores(let b)) where a.count == b.count:
            var largest: Float = 0
            // What is not a number is infinitely far from everything but itself.
            for (x, y) in zip(a, b) where x.bitPattern != y.bitPattern {
                largest = (x - y).isNaN ? .infinity : max(largest, (x - y).magnitude)
            }
            let sameLabel = Self.label(of: a) == Self.label(of: b)
            return Likeness(
                distance: largest, isExact: zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern },
                sameLabel: sameLabel, mayAgree: sameLabel)
        case (.text(let a), .text(let b)):
            return Likeness(
                distance: a.distance(to: b), isExact: a.hasSameBits(as: b), sameLabel: a.tokens == b.tokens,
                mayAgree: true)
        default: return .different
        }
    }

    /// The class with the highest score, the first of them when several have it.
    static func label(of scores: [Float]) -> Int {
        scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
    }
}

/// How like two outputs are.
public struct Likeness: BitwiseCopyable, Sendable, Equatable {
    /// Of the scores or logits; infinite where nothing can be compared.
    public let distance: Float
    /// Every bit is the same.
    public let isExact: Bool
    /// The same class, or the same tokens.
    public let sameLabel: Bool
    /// Whether a small distance is enough to agree: scores need the same class too. Tokens need not be the same: honest
    /// machines part ways where two tokens are nearly as likely, and the distance knows how nearly.
    let mayAgree: Bool

    static let different = Likeness(distance: .infinity, isExact: false, sameLabel: false, mayAgree: false)

    /// Whether the two count as the same answer.
    public func isWithin(_ tolerance: Float) -> Bool { isExact || mayAgree && distance <= tolerance }
}
