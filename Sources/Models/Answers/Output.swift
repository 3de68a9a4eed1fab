// SPDX-License-Identifier: GPL-3.0-or-later

/// What one inference gave out.
public enum Output: Hashable, Sendable {
    /// All outputs of a graph.
    case graph(GraphOutput)
    /// The tokens of a language model, with the logits they were chosen by.
    case text(TokenOutput)

    /// One row of scores of classes, as a classifier gives out.
    package static func scores(_ scores: [Float]) -> Output {
        .graph(GraphOutput(parts: [.scores(scores, shape: [1, scores.count])]))
    }

    /// How like two outputs for one input are.
    ///
    /// Graphs: the distance is the largest difference of two scores in one place, over all outputs; infinite when a
    /// difference is no number, when decisions differ, or when the shapes do. Tokens: see `TokenOutput.distance`.
    /// - Complexity: O(numbers), or O(positions × logits).
    public func likeness(to other: Output) -> Likeness {
        switch (self, other) {
        case (.graph(let a), .graph(let b)): a.likeness(to: b)
        case (.text(let a), .text(let b)):
            Likeness(
                distance: a.distance(to: b), isExact: a.hasSameBits(as: b), sameLabel: a.tokens == b.tokens,
                mayAgree: true)
        default: .different
        }
    }

    /// Whether it names anything: a class, a decision, a text. What does not is the same answer only in all its bits.
    public var hasLabel: Bool {
        switch self {
        case .graph(let output): output.hasLabel
        case .text: true
        }
    }
}

/// How like two outputs are.
public struct Likeness: BitwiseCopyable, Sendable, Equatable {
    /// Of the scores or logits; infinite where nothing can be compared.
    public let distance: Float
    /// Every bit is the same.
    public let isExact: Bool
    /// The same classes and decisions, or the same tokens; of outputs that have no label, the same bits.
    public let sameLabel: Bool
    /// Whether a small distance is enough to agree: scores need the same label too. Tokens need not be the same: honest
    /// machines part ways where two tokens are nearly as likely, and the distance knows how nearly.
    let mayAgree: Bool

    static let different = Likeness(distance: .infinity, isExact: false, sameLabel: false, mayAgree: false)

    /// Whether the two count as the same answer.
    public func isWithin(_ tolerance: Float) -> Bool { isExact || mayAgree && distance <= tolerance }
}
