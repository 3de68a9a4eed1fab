// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// Weights B[inner][columns] that stay in a short form in memory and become float32 on their way into a product.
///
/// A product has the bits it would have with the float32 weights that the form stands for, in every profile. With few rows
/// it reads less memory than a `PackedMatrix`; with many it expands 32 columns at a time and costs a little more.
public final class QuantizedMatrix: @unchecked Sendable {
    // Unchecked: the memory is written in `init` and never again.

    /// What stands in memory for a weight.
    public enum Form: Hashable, Sendable, CaseIterable {
        /// The weight: a `PackedMatrix`.
        case float32
        /// Its binary16 bits.
        case float16
        /// The upper half of its binary32 bits.
        case bfloat16
        /// A signed byte q, and for each 32 weights of a column a scale d: d x q, rounded once.
        case int8
        /// A number q of 0...15, and for each 32 weights of a column a scale d and a minimum m: d x q + m, rounded once.
        case int4
    }

    /// Weights of a column that share a scale.
    public static let block = Int(TRILEMMA_BLOCK)
    /// Columns whose blocks stand together.
    private static let panel = Int(TRILEMMA_CODE_PANEL)

    /// The length of the reduction: rows of B.
    public let inner: Int
    /// Outputs per row of A.
    public let columns: Int
    public let form: Form
    /// Bytes of weights, as a product with one row reads them.
    public let bytes: Int
    let storage: Storage

    enum Storage {
        case packed(PackedMatrix)
        case blocks(UnsafeMutableRawPointer, trilemma_form)
    }

    /// Weights in float32 from their transpose [columns][inner], row by row.
    /// - Precondition: the count fits, and there is the memory.
    /// - Complexity: O(inner x columns).
    public init(transposed weights: Span<Float>, columns: Int, inner: Int) {
        storage = .packed(PackedMatrix(transposed: weights, columns: columns, inner: inner))
        form = .float32
        self.inner = inner
        self.columns = columns
        bytes = 4 * inner * Panels.padded(columns)
    }

    /// Weights in a short form, block by block.
    /// - Parameters:
    ///   - form: any but float32.
    ///   - fill: told a column, the number of a block in it and room for its codes, writes one code per weight of the block
    ///     (bits, or the byte in the lower half) and returns scale and minimum, of which forms without them take no notice.
    /// - Precondition: sizes from 0, and there is the memory.
    /// - Complexity: O(inner x columns).
    public init(
        form: Form, columns: Int, inner: Int,
        fill: (_ column: Int, _ block: Int, _ codes: UnsafeMutablePointer<UInt16>) -> (scale: Float, minimum: Float)
    ) {
        guard let loops = form.loops else { bug("quantised matrix: expected a short form, found float32") }
        require(inner >= 0 && columns >= 0, "quantised matrix: expected sizes from 0, found \(inner) x \(columns)")
        let size = trilemma_block_bytes(loops)
        let blocks = (inner + Self.block - 1) / Self.block
        bytes = blocks * ((columns + Self.panel - 1) / Self.panel) * size
        // A row of a panel of float32 is 64 bytes, of which every block is a whole number.
        guard let memory = trilemma_new_panels(bytes / (4 * Panels.width), Panels.width) else {
            bug("quantised matrix: expected memory for \(inner) x \(columns) weights, found too little")
        }
        let start = UnsafeMutableRawPointer(memory)
        start.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        storage = .blocks(start, loops)
        self.form = form
        self.inner = inner
        self.columns = columns
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: Self.block) { codes in
            guard let room = codes.baseAddress else { return }
            for column in 0..<columns {
                for block in 0..<blocks {
                    let (scale, minimum) = fill(column, block, room)
                    trilemma_set_codes(
                        loops, start + (column / Self.panel * blocks + block) * size, column % Self.panel, room,
                        min(Self.block, inner - block * Self.block), scale, minimum)
                }
            }
        }
    }

    deinit {
        if case .blocks(let start, _) = storage { trilemma_free_panels(start.assumingMemoryBound(to: Float.self)) }
    }

    /// Numbers of working memory that a product needs.
    public var scratchCount: Int { form == .float32 ? 0 : trilemma_quantized_scratch(inner) }

    /// One column of weights in float32: a row of the transpose.
    /// - Precondition: room for `inner` numbers; a column that there is.
    /// - Complexity: O(inner).
    public func expand(column: Int, into numbers: UnsafeMutablePointer<Float>) {
        require((0..<columns).contains(column), "quantised matrix: expected a column below \(columns), found \(column)")
        switch storage {
        case .packed(let matrix): matrix.copy(column: column, into: numbers)
        case .blocks(let start, let loops):
            let blocks = (inner + Self.block - 1) / Self.block
            let panel = start + column / Self.panel * blocks * trilemma_block_bytes(loops)
            trilemma_expand_column(loops, panel, column % Self.panel, inner, numbers)
        }
    }
}

extension QuantizedMatrix.Form {
    /// The name of the form in the C loops.
    var loops: trilemma_form? {
        switch self {
        case .float32: nil
        case .float16: TRILEMMA_CODES_FLOAT16
        case .bfloat16: TRILEMMA_CODES_BFLOAT16
        case .int8: TRILEMMA_CODES_INT8
        case .int4: TRILEMMA_CODES_INT4
        }
    }
}
