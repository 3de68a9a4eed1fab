// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Rounds weights to few bits, as a node does that saves memory it was paid to have.
///
/// Symmetric, one scale per output channel: with m the largest magnitude in a row and q = 2^(bits - 1) - 1, the scale is
/// m / q, and a weight w becomes scale x round(w / scale), halves to even. Only the weights lose bits; the arithmetic
/// stays in float32. Source: H. Wu et al., "Integer Quantization for Deep Learning Inference: Principles and Empirical
/// Evaluation", arXiv:2004.09602, scale quantization per channel.
public enum WeightRounding {
    /// The weights after rounding, as the numbers that the rounded integers stand for.
    /// - Parameters:
    ///   - weights: [outputs][inputs], row by row, finite.
    ///   - inputs: the length of a row.
    ///   - bits: 2 to 16, the sign included; 8 keeps -127...127, 4 keeps -7...7.
    /// - Precondition: `weights` is a whole number of rows.
    /// - Complexity: O(count).
    public static func rounded(_ weights: [Float], inputs: Int, bits: Int) -> [Float] {
        require((2...16).contains(bits), "weight rounding: expected 2 to 16 bits, found \(bits)")
        require(
            inputs > 0 && weights.count.isMultiple(of: inputs),
            "weight rounding: expected rows of \(inputs) weights, found \(weights.count) weights")
        let largestInteger = Float((1 << (bits - 1)) - 1)
        var result = weights
        for start in stride(from: 0, to: weights.count, by: inputs) {
            let row = start..<start + inputs
            let scale = weights[row].reduce(0) { max($0, $1.magnitude) } / largestInteger
            // A row of zeros stays as it is.
            guard scale > 0 else { continue }
            for index in row { result[index] = (weights[index] / scale).rounded(.toNearestOrEven) * scale }
        }
        return result
    }
}
