// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// In what form a node holds the weights it runs.
///
/// Every form but `published` saves memory and time and changes answers a little; a node that was paid for the published
/// weights and uses another form cheats. Only the weights lose bits; the arithmetic stays that of the profile.
public enum WeightForm: Hashable, Sendable, CaseIterable {
    /// As the model file has them.
    case published
    /// Each weight rounded to bfloat16, ties to even.
    case bfloat16
    /// 8 bits, symmetric, one scale per output channel.
    case int8
    /// 4 bits, symmetric, one scale per output channel.
    case int4
    /// 8 bits, symmetric, one scale per block of 32 consecutive weights of an output channel.
    case int8Blocks
    /// 4 bits, symmetric, one scale per block of 32.
    case int4Blocks

    /// Consecutive weights that share a scale in the forms by block, as in GGUF's Q8_0 and Q4_0.
    public static let block = 32

    /// What a scenario and a table call it.
    public var name: String {
        switch self {
        case .published: "published"
        case .bfloat16: "bf16"
        case .int8: "int8"
        case .int4: "int4"
        case .int8Blocks: "int8-blocks"
        case .int4Blocks: "int4-blocks"
        }
    }

    /// Replaces weights by the numbers that this form keeps of them.
    ///
    /// Integers of b bits: with m the largest magnitude of the weights that share a scale and q = 2^(b - 1) - 1, the scale
    /// is m / q, and a weight w becomes scale x round(w / scale), halves to even; zeros stay (H. Wu et al., "Integer
    /// Quantization for Deep Learning Inference: Principles and Empirical Evaluation", arXiv:2004.09602, scale
    /// quantization).
    /// - Parameters:
    ///   - weights: [outputs][inputs], row by row, finite.
    ///   - inputs: the length of a row; the last block of a row may be shorter.
    /// - Precondition: `weights` is a whole number of rows.
    /// - Complexity: O(count).
    public func apply(to weights: UnsafeMutableBufferPointer<Float>, inputs: Int) {
        require(
            inputs > 0 && weights.count.isMultiple(of: inputs),
            "weight form: expected rows of \(inputs) weights, found \(weights.count) weights")
        guard let start = weights.baseAddress else { return }
        switch self {
        case .published: return
        case .bfloat16: NumberType.bfloat16.round(start, count: weights.count)
        case .int8: round(weights, inputs: inputs, sharing: inputs, largestInteger: 127)
        case .int4: round(weights, inputs: inputs, sharing: inputs, largestInteger: 7)
        case .int8Blocks: round(weights, inputs: inputs, sharing: Self.block, largestInteger: 127)
        case .int4Blocks: round(weights, inputs: inputs, sharing: Self.block, largestInteger: 7)
        }
    }

    /// The weights in this form, see `apply`.
    public func applied(to weights: [Float], inputs: Int) -> [Float] {
        var result = weights
        result.withUnsafeMutableBufferPointer { apply(to: $0, inputs: inputs) }
        return result
    }

    private func round(
        _ weights: UnsafeMutableBufferPointer<Float>, inputs: Int, sharing length: Int, largestInteger: Float
    ) {
        for row in stride(from: 0, to: weights.count, by: inputs) {
            for start in stride(from: row, to: row + inputs, by: length) {
                let sharing = start..<min(start + length, row + inputs)
                var largest: Float = 0
                for index in sharing { largest = max(largest, weights[index].magnitude) }
                let scale = largest / largestInteger
                guard scale > 0 else { continue }
                for index in sharing { weights[index] = (weights[index] / scale).rounded(.toNearestOrEven) * scale }
            }
        }
    }
}
