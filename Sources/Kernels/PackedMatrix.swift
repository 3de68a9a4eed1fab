// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// Weights B[inner][columns] in float32, laid out once for many products C = A x B.
///
/// Columns stand in panels of 16 that follow each other, each as [inner][16], so that a product reads the memory from end
/// to end. It takes 4 x inner x columns bytes, the columns rounded up to a whole panel.
public final class PackedMatrix: @unchecked Sendable {
    // Unchecked: the memory is written in `init` and never again.

    /// The length of the reduction: rows of B.
    public let inner: Int
    /// Outputs per row of A.
    public let columns: Int
    private let panels: UnsafeMutablePointer<Float>

    /// Packs B[inner][columns], row by row.
    /// - Precondition: the count fits, both sizes are at least 0 and there is the memory; check sizes that come from files
    ///   before.
    /// - Complexity: O(inner x columns).
    public convenience init(rowMajor weights: UnsafeBufferPointer<Float>, inner: Int, columns: Int) {
        self.init(count: weights.count, inner: inner, columns: columns)
        pack(weights, isTransposed: false)
    }

    /// Packs B from its transpose [columns][inner], row by row: the usual form of a layer's weights, [outputs][inputs].
    /// - Precondition: as for row-major weights.
    /// - Complexity: O(inner x columns).
    public convenience init(transposed weights: UnsafeBufferPointer<Float>, columns: Int, inner: Int) {
        self.init(count: weights.count, inner: inner, columns: columns)
        pack(weights, isTransposed: true)
    }

    /// Packs B[inner][columns], row by row.
    public convenience init(rowMajor weights: Span<Float>, inner: Int, columns: Int) {
        self.init(count: weights.count, inner: inner, columns: columns)
        weights.withUnsafeBufferPointer { pack($0, isTransposed: false) }
    }

    /// Packs B from its transpose [columns][inner], row by row.
    public convenience init(transposed weights: Span<Float>, columns: Int, inner: Int) {
        self.init(count: weights.count, inner: inner, columns: columns)
        weights.withUnsafeBufferPointer { pack($0, isTransposed: true) }
    }

    private init(count found: Int, inner: Int, columns: Int) {
        require(inner >= 0 && columns >= 0, "packed matrix: expected sizes from 0, found \(inner) x \(columns)")
        let (count, overflows) = inner.multipliedReportingOverflow(by: columns)
        require(
            !overflows && found == count, "packed matrix: expected \(inner) x \(columns) weights, found \(found)")
        guard let panels = trilemma_new_panels(inner, columns) else {
            bug("packed matrix: expected memory for \(inner) x \(columns) weights, found too little")
        }
        self.panels = panels
        self.inner = inner
        self.columns = columns
    }

    private func pack(_ weights: UnsafeBufferPointer<Float>, isTransposed: Bool) {
        if let start = weights.baseAddress { trilemma_pack(start, inner, columns, isTransposed, panels) }
    }

    deinit { trilemma_free_panels(panels) }

    /// Copies one column of B, `inner` numbers.
    func copy(column: Int, into numbers: UnsafeMutablePointer<Float>) {
        let first = panels + Panels.start(of: column, inner: inner)
        for k in 0..<inner { numbers[k] = first[k * Panels.width] }
    }

    /// C[rows][columns] = A[rows][inner] x B + bias, in the default order: one fused sum per output from +0, k ascending,
    /// the bias last with a rounding of its own. That is the profile `fused-1`.
    ///
    /// A row's bits do not depend on the number of rows; any NaN becomes the one with the bits 0x7FC00000. Allocates
    /// nothing.
    /// - Parameters:
    ///   - input: A, row by row, `inputStride` numbers apart (`inner` unless told).
    ///   - rows: rows of A and C.
    ///   - output: C, row by row, `outputStride` numbers apart (`columns` unless told); written only.
    ///   - bias: [columns], or nil.
    /// - Precondition: the memory holds what is said, and C overlaps nothing else.
    /// - Complexity: O(rows x inner x columns).
    public func multiply(
        _ input: UnsafePointer<Float>, rows: Int, into output: UnsafeMutablePointer<Float>,
        bias: UnsafePointer<Float>? = nil, inputStride: Int? = nil, outputStride: Int? = nil
    ) {
        multiply(
            input, rows: rows, into: output, bias: bias, inputStride: inputStride, outputStride: outputStride,
            order: trilemma_order(
                block: 0, lanes: 1, in_tree: false, is_fused: true, accumulator: TRILEMMA_FLOAT32))
    }

    func multiply(
        _ input: UnsafePointer<Float>, rows: Int, into output: UnsafeMutablePointer<Float>,
        bias: UnsafePointer<Float>?, inputStride: Int?, outputStride: Int?, order: trilemma_order
    ) {
        let (inputStride, outputStride) = (inputStride ?? inner, outputStride ?? columns)
        require(
            rows >= 0 && inputStride >= inner && outputStride >= columns,
            "matrix product: expected rows from 0 and strides from \(inner) and \(columns), "
                + "found \(rows), \(inputStride), \(outputStride)")
        var product = trilemma_product(
            a: input, a_stride: inputStride, panels: panels, panel_stride: Panels.width * inner, bias: bias,
            row_bias: nil,
            c: output, c_stride: outputStride, rows: rows, inner: inner, columns: columns)
        trilemma_multiply(Machine.variant, order, &product)
    }
}
