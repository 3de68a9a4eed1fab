// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels

extension NumericProfile {
    /// C[rows][columns] = A[rows][inner] x weights + bias, in the order of this profile and rounded to its activations.
    ///
    /// Every profile goes through the same vectorised loops; those with one lane run at the speed of the default order.
    /// Output (r, c) has the bits of `dot` of A's row r and the weights' column c, plus the bias. Any NaN becomes the one
    /// with the bits 0x7FC00000. Allocates nothing.
    /// - Parameters:
    ///   - input: A, row by row, `inputStride` numbers apart (`weights.inner` unless told).
    ///   - rows: rows of A and C; only `bucket` says what batch this counts as.
    ///   - output: C, row by row, `outputStride` numbers apart (`weights.columns` unless told); written only.
    ///   - bias: [columns], or nil.
    ///   - bucket: the class of batch sizes it runs in.
    /// - Precondition: the memory holds what is said, and C overlaps nothing else.
    /// - Complexity: O(rows x inner x columns).
    public func matrixProduct(
        _ input: UnsafePointer<Float>, rows: Int, weights: PackedMatrix, into output: UnsafeMutablePointer<Float>,
        bias: UnsafePointer<Float>? = nil, bucket: BatchBucket = .one, inputStride: Int? = nil,
        outputStride: Int? = nil
    ) {
        weights.multiply(
            input, rows: rows, into: output, bias: bias, inputStride: inputStride, outputStride: outputStride,
            order: order(in: bucket))
        guard activations != .float32 else { return }
        for row in 0..<rows {
            activations.round(output + row * (outputStride ?? weights.columns), count: weights.columns)
        }
    }

    /// Rounds the outputs of a layer that is not a product (a norm, an activation function, a sum of branches) in place.
    /// - Complexity: O(count); nothing where activations are float32.
    public func roundActivations(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
        if activations != .float32 { activations.round(numbers, count: count) }
    }

    /// The order as the C loops want it.
    func order(in bucket: BatchBucket) -> trilemma_order {
        trilemma_order(
            block: blockLength(in: bucket) ?? 0, lanes: Int32(lanes.rawValue), in_tree: combination == .tree,
            is_fused: multiplyAdd == .fused, accumulator: accumulator.loops)
    }
}
