// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

extension NumericProfile {
    /// C[rows][columns] = A[rows][inner] x weights, in the order of this profile and rounded to its activations.
    ///
    /// The bits are those of `matrixProduct` with the float32 weights that the matrix stands for. Allocates nothing.
    /// - Parameters:
    ///   - input: A, row by row, `inner` numbers apart.
    ///   - rows: rows of A and C; only `bucket` says what batch this counts as.
    ///   - output: C, row by row, `outputStride` numbers apart (`weights.columns` unless told); written only.
    ///   - scratch: `weights.scratchCount` numbers at a multiple of 64 bytes, whose contents are lost.
    ///   - bucket: the class of batch sizes it runs in.
    /// - Precondition: the memory holds what is said, and nothing overlaps.
    /// - Complexity: O(rows x inner x columns).
    public func matrixProduct(
        _ input: UnsafePointer<Float>, rows: Int, weights: QuantizedMatrix, into output: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, bucket: BatchBucket = .one, outputStride: Int? = nil
    ) {
        let stride = outputStride ?? weights.columns
        require(
            rows >= 0 && stride >= weights.columns,
            "matrix product: expected rows from 0 and a stride from \(weights.columns), found \(rows), \(stride)")
        switch weights.storage {
        case .packed(let matrix):
            matrixProduct(
                input, rows: rows, weights: matrix, into: output, bucket: bucket, outputStride: stride)
        case .blocks(let start, let form):
            var product = trilemma_product(
                a: input, a_stride: weights.inner, panels: scratch, panel_stride: 0, bias: nil, row_bias: nil,
                c: output,
                c_stride: stride, rows: rows, inner: weights.inner, columns: weights.columns)
            trilemma_multiply_quantized(Machine.variant, order(in: bucket), &product, form, start)
            guard activations != .float32 else { return }
            for row in 0..<rows { activations.round(output + row * stride, count: weights.columns) }
        }
    }
}
