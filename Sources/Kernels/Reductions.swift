// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

extension NumericProfile {
    /// The variant of the C loop for the processor at hand, chosen at first use.
    private static let fastest = trilemma_dot_for_this_machine()

    /// The sum of a[i] x b[i], in the order that the profile says; see `NumericProfile`, without bias.
    ///
    /// The same bits as `referenceDot`, on any machine.
    /// - Precondition: both have the same count.
    /// - Complexity: O(count).
    public func dot(_ a: Span<Float>, _ b: Span<Float>, bucket: BatchBucket = .one) -> Float {
        require(a.count == b.count, "dot product: expected as many factors on both sides, found \(a.count), \(b.count)")
        return a.withUnsafeBufferPointer { left in
            b.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                return total(a.count, bucket) { start, length in
                    Self.fastest(
                        left + start, right + start, length, Int32(lanes.rawValue), combination == .tree,
                        multiplyAdd == .fused)
                }
            }
        }
    }

    /// The sums of the blocks, added in ascending order and rounded to the accumulator's type each time.
    private func total(_ count: Int, _ bucket: BatchBucket, _ block: (_ start: Int, _ length: Int) -> Float) -> Float {
        let length = max(1, min(count, blockLength(in: bucket) ?? count))
        var total = block(0, min(length, count))
        if accumulator != .float32 { total = accumulator.rounded(total) }
        var start = length
        while start < count {
            total += block(start, min(length, count - start))
            if accumulator != .float32 { total = accumulator.rounded(total) }
            start += length
        }
        return total
    }

    /// What `dot` is held against: the same order, written out in Swift.
    public func referenceDot(_ a: Span<Float>, _ b: Span<Float>, bucket: BatchBucket = .one) -> Float {
        require(a.count == b.count, "dot product: expected as many factors on both sides, found \(a.count), \(b.count)")
        return total(a.count, bucket) { start, length in
            var sums = SIMD16<Float>()
            for place in 0..<length {
                let (lane, index) = (place % lanes.rawValue, start + place)
                sums[lane] =
                    multiplyAdd == .fused
                    ? sums[lane].addingProduct(a[index], b[index])
                    : sums[lane] + a[index] * b[index]
            }
            return combined(&sums)
        }
    }

    /// The sum of all terms, in the order of `dot`; nothing is multiplied. Allocates nothing.
    /// - Complexity: O(count).
    public func sum(_ terms: Span<Float>, bucket: BatchBucket = .one) -> Float {
        total(terms.count, bucket) { start, length in
            var sums = SIMD16<Float>()
            for place in 0..<length { sums[place & (lanes.rawValue - 1)] += terms[start + place] }
            return combined(&sums)
        }
    }

    /// The first `lanes` of the sums, added up; the number of lanes is a power of two.
    private func combined(_ sums: inout SIMD16<Float>) -> Float {
        if combination == .tree {
            var half = lanes.rawValue / 2
            while half > 0 {
                for lane in 0..<half { sums[lane] += sums[lane + half] }
                half /= 2
            }
        } else {
            for lane in 1..<lanes.rawValue { sums[0] += sums[lane] }
        }
        return sums[0]
    }
}
