// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension NumericProfile {
    /// One dense layer: output[o] = dot(weights[o], input) + bias[o], the bias added last with a rounding of its own.
    ///
    /// Rounded to the profile's activation type. Every row of a batch is computed as if it were alone; the size of a batch
    /// matters only through the bucket, and only to profiles that say so.
    /// - Parameters:
    ///   - weights: [outputs][inputs], row by row.
    ///   - bias: [outputs].
    ///   - input: [inputs].
    ///   - bucket: the class of batch sizes it runs in.
    /// - Returns: [outputs].
    /// - Precondition: the counts fit together.
    /// - Complexity: O(outputs x inputs).
    public func dense(
        weights: Span<Float>, bias: Span<Float>, input: Span<Float>, bucket: BatchBucket = .one
    ) -> [Float] {
        require(
            weights.count == bias.count * input.count,
            "dense layer: expected \(bias.count) x \(input.count) weights, found \(weights.count)")
        return bias.indices.map { output in
            let row = weights.extracting(output * input.count..<(output + 1) * input.count)
            let output = dot(row, input, bucket: bucket) + bias[output]
            return activations == .float32 ? output : activations.rounded(output)
        }
    }

    /// Scores that sum to about 1: e^(x - m) / s, where m is the largest input and s the sum of the powers in the order of
    /// `sum`. Computed in float32, the scores rounded to the profile's activation type.
    /// - Precondition: at least one input; all finite.
    /// - Complexity: O(count).
    public func softmax(_ inputs: [Float]) -> [Float] {
        guard let largest = inputs.max() else { bug("softmax: expected at least one input, found none") }
        let powers = inputs.map { Elementary.exp($0 - largest) }
        let total = sum(powers.span)
        return powers.map { activations == .float32 ? $0 / total : activations.rounded($0 / total) }
    }
}

/// Functions of single numbers, the same in all profiles.
public enum Elementary {
    /// The input, or 0 where it is negative.
    @inlinable public static func rectified(_ x: Float) -> Float { x > 0 ? x : 0 }

    /// e to the power `x`, with the same bits on every machine: error below 0.51 units in the last place.
    ///
    /// The portable double-precision function, whose error is below 2^-52 of the result, rounded once more to Float.
    /// - Complexity: constant.
    @inlinable public static func exp(_ x: Float) -> Float { Float(PortableMath.exp(Double(x))) }
}
