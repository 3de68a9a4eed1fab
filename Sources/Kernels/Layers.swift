// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension NumericProfile {
    /// One dense layer: output[o] = dot(weights[o], input) + bias[o], the bias added last with a rounding of its own.
    ///
    /// Every row of a batch is computed as if it were alone, so the size of a batch changes no bit.
    /// - Parameters:
    ///   - weights: [outputs][inputs], row by row.
    ///   - bias: [outputs].
    ///   - input: [inputs].
    /// - Returns: [outputs].
    /// - Precondition: the counts fit together.
    /// - Complexity: O(outputs x inputs).
    public func dense(weights: Span<Float>, bias: Span<Float>, input: Span<Float>) -> [Float] {
        require(
            weights.count == bias.count * input.count,
            "dense layer: expected \(bias.count) x \(input.count) weights, found \(weights.count)")
        return bias.indices.map { output in
            let row = weights.extracting(output * input.count..<(output + 1) * input.count)
            return dot(row, input) + bias[output]
        }
    }

    /// Scores that sum to about 1: e^(x - m) / s, where m is the largest input and s the sum of the powers in the order of
    /// `sum`.
    /// - Precondition: at least one input; all finite.
    /// - Complexity: O(count).
    public func softmax(_ inputs: [Float]) -> [Float] {
        guard let largest = inputs.max() else { bug("softmax: expected at least one input, found none") }
        let powers = inputs.map { Elementary.exp($0 - largest) }
        let total = sum(powers.span)
        return powers.map { $0 / total }
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
