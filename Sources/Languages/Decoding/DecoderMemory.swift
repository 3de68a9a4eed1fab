// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Everything that a decoder writes to, allocated once.
final class DecoderMemory {
    /// Rows that go through the layers at once: enough that expanding weights is a small part of a product.
    static let rows = 64
    /// Rows whose logits are computed at once.
    static let logitRows = 16

    /// [rows][width]: the hidden states, which the layers add to.
    let hidden: AlignedNumbers
    /// [rows][width]: normed hidden states.
    let normed: AlignedNumbers
    let query: AlignedNumbers
    /// [rows][width of keys].
    let key: AlignedNumbers
    let value: AlignedNumbers
    /// [rows][width]: what attention gives, and what a part of a layer adds to the hidden states.
    let attended: AlignedNumbers
    let branch: AlignedNumbers
    /// [rows][feed-forward].
    let gate: AlignedNumbers
    let up: AlignedNumbers
    /// [logit rows][`logitStride`].
    let logits: AlignedNumbers
    /// From one row of logits to the next: not a power of two, so that the rows do not share the sets of the cache.
    let logitStride: Int
    /// For products.
    let scratch: AlignedNumbers
    /// For the scores of attention.
    let scores: AlignedNumbers
    /// By sequence, then layer.
    let caches: [[AttentionCache]]

    init(_ model: LanguageModel, sequences: Int, context: Int) {
        let sizes = model.configuration
        func rows(of width: Int) -> AlignedNumbers { AlignedNumbers(count: Self.rows * width) }
        hidden = rows(of: sizes.width)
        normed = rows(of: sizes.width)
        query = rows(of: sizes.width)
        key = rows(of: sizes.kvWidth)
        value = rows(of: sizes.kvWidth)
        attended = rows(of: sizes.width)
        branch = rows(of: sizes.width)
        gate = rows(of: sizes.feedForward)
        up = rows(of: sizes.feedForward)
        logitStride = sizes.vocabulary + 16
        logits = AlignedNumbers(count: Self.logitRows * logitStride)
        let matrices = model.layers.flatMap(\.matrices) + [model.logits]
        scratch = AlignedNumbers(count: matrices.map(\.scratchCount).max() ?? 0)
        scores = AlignedNumbers(count: sizes.heads / sizes.kvHeads * context)
        caches = (0..<sequences).map { _ in
            (0..<sizes.layers).map { _ in
                AttentionCache(heads: sizes.kvHeads, width: sizes.headWidth, capacity: context)
            }
        }
    }
}
