// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Quantities

/// Runs a language model for up to 16 sequences side by side: the working memory of one thread.
///
/// Order of everything that is added up: products, the sums of squares of norms and attention go by the profile (see
/// `NumericProfile`, `AttentionCache`); norms, rotary angles and SwiGLU are written out in `Decoder.advance`. Outputs of
/// products, norms, attention, activation functions and residual sums are rounded to the profile's activations. The bits
/// of a sequence do not depend on what else is in a step, nor on how its prompt is cut; only on the bucket, where the
/// profile says so.
public final class Decoder {
    public let model: LanguageModel
    public let profile: NumericProfile
    /// Fixed at admission, kept for the whole generation.
    public let bucket: BatchBucket
    public let cache: CacheForm
    /// Sequences there is room for.
    public let sequences: Int
    /// Positions each of them may have.
    public let context: Int
    /// Positions each sequence has now.
    public private(set) var lengths: [Int]

    /// Called for a position that was computed: the hidden state after the last norm, [width], and the logits,
    /// [vocabulary], if they were wanted. Both are gone when it returns.
    public typealias Observer = (
        _ sequence: Int, _ position: Int, _ hidden: UnsafeBufferPointer<Float>, _ logits: UnsafeBufferPointer<Float>?
    ) -> Void

    /// For which positions of a prompt logits are computed.
    public enum LogitsWanted: Hashable, Sendable {
        case none
        /// Of the last position only: a third of the work of a position of a small model.
        case last
        /// Of every position, as teacher forcing wants.
        case all
    }

    let memory: DecoderMemory
    let rotary: RotaryTable

    /// - Parameters:
    ///   - sequences: 1 to 16.
    ///   - context: positions per sequence, from 1.
    /// - Precondition: there is the memory: per sequence and layer 8 x context x (width of all keys) bytes, sizes rounded up
    ///   to multiples of 32.
    public init(
        _ model: LanguageModel, profile: NumericProfile, bucket: BatchBucket = .one, cache: CacheForm = .float32,
        sequences: Int = 1, context: Int
    ) {
        require((1...16).contains(sequences), "decoder: expected 1 to 16 sequences, found \(sequences)")
        require(context > 0, "decoder: expected at least 1 position, found \(context)")
        self.model = model
        self.profile = profile
        self.bucket = bucket
        self.cache = cache
        self.sequences = sequences
        self.context = context
        lengths = Array(repeating: 0, count: sequences)
        memory = DecoderMemory(model, sequences: sequences, context: context)
        let sizes = model.configuration
        rotary = RotaryTable(width: sizes.headWidth, base: sizes.ropeBase, positions: context)
    }

    /// Forgets a sequence.
    public func reset(sequence: Int) { lengths[sequence] = 0 }

    /// Gives a sequence the first positions of another in place of its own: the bits that it would have computed itself.
    /// - Complexity: O(positions x width of all keys and values).
    func copy(positions count: Int, of source: Int, to target: Int) {
        for (from, to) in zip(memory.caches[source], memory.caches[target]) { to.copy(positions: count, of: from) }
        lengths[target] = count
    }

    /// Appends tokens to a sequence, many at a time.
    /// - Parameters:
    ///   - logits: for which positions `observe` gets logits.
    ///   - observe: called for every position in order.
    /// - Precondition: tokens of the vocabulary; room for them.
    /// - Complexity: O(tokens x (weights + context x width)).
    public func prefill(
        _ tokens: [Int32], sequence: Int = 0, logits: LogitsWanted = .last,
        observe: (_ position: Int, _ hidden: UnsafeBufferPointer<Float>, _ logits: UnsafeBufferPointer<Float>?) ->
            Void =
            { _, _, _ in }
    ) {
        let rows = tokens.enumerated().map { place, token in
            Row(
                sequence: sequence, position: lengths[sequence] + place, token: token,
                wantsLogits: logits == .all || logits == .last && place == tokens.count - 1)
        }
        run(rows) { _, position, hidden, logits in observe(position, hidden, logits) }
    }

    /// Appends one token to each of several sequences, all in one batch.
    /// - Parameters:
    ///   - logits: whether `observe` gets logits.
    ///   - observe: called for every sequence in the order given.
    /// - Precondition: tokens of the vocabulary; each sequence at most once; room for them.
    /// - Complexity: O(weights + sequences x context x width), and the products of so many rows.
    public func step(
        _ tokens: [(sequence: Int, token: Int32)], logits: Bool = true, observe: Observer = { _, _, _, _ in }
    ) {
        require(
            Set(tokens.map(\.sequence)).count == tokens.count, "decoder: expected each sequence once in a step")
        run(
            tokens.map {
                Row(
                    sequence: $0.sequence, position: lengths[$0.sequence], token: $0.token, wantsLogits: logits)
            }, observe: observe)
    }

    /// One position of one sequence to be computed.
    struct Row {
        let sequence: Int
        let position: Int
        let token: Int32
        let wantsLogits: Bool
    }

    /// Computes rows, as many at once as the working memory holds; positions of a sequence must ascend.
    func run(_ rows: [Row], observe: Observer) {
        for row in rows {
            require(
                (0..<Int32(model.configuration.vocabulary)).contains(row.token),
                "decoder: expected a token below \(model.configuration.vocabulary), found \(row.token)")
            require(
                row.position < context,
                "decoder: expected at most \(context) positions, found another in sequence \(row.sequence)")
        }
        for start in stride(from: 0, to: rows.count, by: DecoderMemory.rows) {
            let some = rows[start..<min(start + DecoderMemory.rows, rows.count)]
            advance(Array(some))
            for row in some { lengths[row.sequence] = row.position + 1 }
            report(Array(some), observe: observe)
        }
    }
}
