// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

extension NumericProfile {
    /// Numbers of scratch memory that a product with a right-hand side of this size needs.
    public static func productScratchCount(inner: Int, columns: Int) -> Int {
        Panels.padded(columns) * inner + 16
    }

    /// C[rows][columns] = A[rows][inner] x B, both sides being activations, in the order of this profile.
    ///
    /// The bits are those of `matrixProduct` with B packed beforehand; B is packed into the scratch memory. Rounded to
    /// the profile's activations; any NaN becomes the one with the bits 0x7FC00000. Allocates nothing.
    /// - Parameters:
    ///   - input: A, row by row, `inputStride` numbers apart (`inner` unless told).
    ///   - right: B[inner][columns] row by row, or its transpose [columns][inner] if `isTransposed`.
    ///   - output: C, row by row, `outputStride` numbers apart (`columns` unless told); written only.
    ///   - scratch: `productScratchCount` numbers, contents of no meaning.
    /// - Precondition: the memory holds what is said, and output and scratch overlap nothing else.
    /// - Complexity: O(rows x inner x columns).
    public func product(
        _ input: UnsafePointer<Float>, rows: Int, inner: Int, by right: UnsafePointer<Float>, columns: Int,
        isTransposed: Bool = false, into output: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, bucket: BatchBucket = .one, inputStride: Int? = nil,
        outputStride: Int? = nil
    ) {
        let (inputStride, outputStride) = (inputStride ?? inner, outputStride ?? columns)
        require(
            rows >= 0 && inner >= 0 && columns >= 0 && inputStride >= inner && outputStride >= columns,
            "matrix product: expected sizes from 0 and strides from \(inner) and \(columns), "
                + "found \(rows) x \(inner) x \(columns), \(inputStride), \(outputStride)")
        let panels = scratch.alignedToLines
        trilemma_pack(right, inner, columns, isTransposed, panels)
        var product = trilemma_product(
            a: input, a_stride: inputStride, panels: panels, panel_stride: Panels.width * inner, bias: nil,
            row_bias: nil,
            c: output, c_stride: outputStride, rows: rows, inner: inner, columns: columns)
        trilemma_multiply(Machine.variant, order(in: bucket), &product)
        guard activations != .float32 else { return }
        for row in 0..<rows { activations.round(output + row * outputStride, count: columns) }
    }
}
