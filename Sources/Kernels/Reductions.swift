// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

extension NumericProfile {
    /// The variant of the C loop for the processor at hand, chosen at first use.
    private static let fastest = trilemma_dot_for_this_machine()

    /// The sum of a[i] x b[i], in the order that the profile says.
    ///
    /// Running sum number i mod lanes starts at +0 and takes its products in ascending order of i; then the running sums
    /// are combined. The same bits as `referenceDot`, on any machine.
    /// - Precondition: both have the same count.
    /// - Complexity: O(count).
    public func dot(_ a: Span<Float>, _ b: Span<Float>) -> Float {
        require(a.count == b.count, "dot product: expected as many factors on both sides, found \(a.count), \(b.count)")
        return a.withUnsafeBufferPointer { left in
            b.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                return Self.fastest(
                    left, right, a.count, Int32(lanes.rawValue), combination == .tree, multiplyAdd == .fused)
            }
        }
    }

    /// What `dot` is held against: the same order, written out in Swift.
    public func referenceDot(_ a: Span<Float>, _ b: Span<Float>) -> Float {
        require(a.count == b.count, "dot product: expected as many factors on both sides, found \(a.count), \(b.count)")
        var sums = [Float](repeating: 0, count: lanes.rawValue)
        for index in a.indices {
            let lane = index % sums.count
            sums[lane] =
                multiplyAdd == .fused
                ? sums[lane].addingProduct(a[index], b[index])
                : sums[lane] + a[index] * b[index]
        }
        return combined(&sums)
    }

    /// The sum of all terms, in the order of `dot`; nothing is multiplied.
    /// - Complexity: O(count).
    public func sum(_ terms: Span<Float>) -> Float {
        var sums = [Float](repeating: 0, count: lanes.rawValue)
        for index in terms.indices { sums[index % sums.count] += terms[index] }
        return combined(&sums)
    }

    private func combined(_ sums: inout [Float]) -> Float {
        guard combination == .tree else { return sums[1...].reduce(sums[0], +) }
        var half = sums.count / 2
        while half > 0 {
            for lane in 0..<half { sums[lane] += sums[lane + half] }
            half /= 2
        }
        return sums[0]
    }
}
