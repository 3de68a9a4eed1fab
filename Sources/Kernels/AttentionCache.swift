// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// Keys and values of one layer and one sequence, laid out as the right-hand sides of the two products of attention.
///
/// Attention of a query head over n positions (A. Vaswani et al., arXiv:1706.03762), with grouped heads (J. Ainslie et al.,
/// arXiv:2305.13245), in this order:
///
/// 1. score[i] = query . key[i], in the order of a product of the profile, then multiplied by 1 / sqrt(width) and rounded.
/// 2. The scores become shares by `NumericProfile.softmax`, rounded to the profile's activations.
/// 3. output[j] = sum of share[i] x value[i][j] over i, in the order of a product, rounded to the activations.
///
/// One thread at a time may use it.
public final class AttentionCache {
    /// Heads of keys and values.
    public let heads: Int
    /// Numbers of a head.
    public let width: Int
    /// Positions there is room for.
    public let capacity: Int
    private let memory: AlignedNumbers
    /// Keys are panels over positions, values panels over the numbers of a head.
    private let keyCount: Int
    private let valueCount: Int

    /// - Precondition: sizes from 1, and there is the memory for heads x capacity x width keys and as many values, sizes
    ///   rounded up to whole panels.
    public init(heads: Int, width: Int, capacity: Int) {
        require(
            heads > 0 && width > 0 && capacity > 0,
            "attention cache: expected sizes from 1, found \(heads), \(width), \(capacity)")
        self.heads = heads
        self.width = width
        self.capacity = capacity
        keyCount = Panels.padded(capacity) * width
        valueCount = Panels.padded(width) * capacity
        memory = AlignedNumbers(count: heads * (keyCount + valueCount))
    }

    private func keys(_ head: Int) -> UnsafeMutablePointer<Float> { memory.start + head * (keyCount + valueCount) }
    private func values(_ head: Int) -> UnsafeMutablePointer<Float> { keys(head) + keyCount }

    /// Keeps the key and the value of a position.
    /// - Parameters:
    ///   - key, value: [heads][width].
    /// - Complexity: O(heads x width).
    public func store(key: UnsafePointer<Float>, value: UnsafePointer<Float>, at position: Int) {
        require(
            (0..<capacity).contains(position),
            "attention cache: expected a position below \(capacity), found \(position)")
        for head in 0..<heads {
            let key = key + head * width
            let value = value + head * width
            let keys = keys(head) + Panels.start(of: position, inner: width)
            let values = values(head) + position * Panels.width
            for index in 0..<width {
                keys[index * Panels.width] = key[index]
                values[Panels.start(of: index, inner: capacity)] = value[index]
            }
        }
    }

    /// Takes over the keys and values of the first positions of another cache of the same sizes.
    /// - Complexity: O(heads x width x count).
    public func copy(positions count: Int, of other: AttentionCache) {
        require(
            (heads, width, capacity) == (other.heads, other.width, other.capacity) && (0...capacity).contains(count),
            "attention cache: expected a cache of the same sizes and at most \(capacity) positions, found \(count)")
        for head in 0..<heads {
            // The last panel of keys as a whole: what it holds of later positions is written before it is read.
            keys(head).update(from: other.keys(head), count: Panels.padded(count) * width)
            for panel in stride(from: 0, to: valueCount, by: Panels.width * capacity) {
                (values(head) + panel).update(from: other.values(head) + panel, count: Panels.width * count)
            }
        }
    }

    /// Numbers of working memory that attention with that many query heads needs.
    public func scratchCount(queryHeads: Int) -> Int { queryHeads / heads * capacity }

    /// Attention of one position over the first `positions` ones.
    ///
    /// Query head h reads head h / (queryHeads / heads). Allocates nothing.
    /// - Parameters:
    ///   - queries: [queryHeads][width].
    ///   - output: [queryHeads][width].
    ///   - scratch: `scratchCount` numbers, whose contents are lost.
    /// - Precondition: a multiple of `heads` query heads; from 1 to `capacity` positions.
    /// - Complexity: O(queryHeads x width x positions).
    public func attend(
        _ queries: UnsafePointer<Float>, queryHeads: Int, positions: Int, into output: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, profile: NumericProfile, bucket: BatchBucket = .one
    ) {
        require(
            queryHeads.isMultiple(of: heads) && (1...capacity).contains(positions),
            "attention: expected a multiple of \(heads) heads and 1 to \(capacity) positions, "
                + "found \(queryHeads), \(positions)")
        let group = queryHeads / heads
        let scale = 1 / Float(width).squareRoot()
        let order = profile.order(in: bucket)
        for head in 0..<heads {
            let first = head * group * width
            multiply(
                queries + first, rows: group, by: keys(head), panelStride: Panels.width * width, inner: width,
                columns: positions, into: scratch, order)
            for index in 0..<group * positions { scratch[index] *= scale }
            profile.softmax(scratch, rows: group, length: positions, bucket: bucket)
            multiply(
                scratch, rows: group, by: values(head), panelStride: Panels.width * capacity, inner: positions,
                columns: width, into: output + first, order)
        }
        profile.roundActivations(output, count: queryHeads * width)
    }

    private func multiply(
        _ input: UnsafePointer<Float>, rows: Int, by panels: UnsafePointer<Float>, panelStride: Int, inner: Int,
        columns: Int, into output: UnsafeMutablePointer<Float>, _ order: trilemma_order
    ) {
        var product = trilemma_product(
            a: input, a_stride: inner, panels: panels, panel_stride: panelStride, bias: nil, row_bias: nil, c: output,
            c_stride: columns, rows: rows, inner: inner, columns: columns)
        trilemma_multiply(Machine.variant, order, &product)
    }
}
