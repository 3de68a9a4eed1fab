// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// What becomes of the numbers along an axis.
public enum AxisReduction: Hashable, Sendable, CaseIterable {
    case sum
    /// The sum divided by the length.
    case mean
    /// The largest, -inf of none; NaN if one is NaN.
    case maximum
    /// The smallest, inf of none; NaN if one is NaN.
    case minimum

    /// The name of the reduction in the C loops; a mean is a sum first.
    var loops: trilemma_reduction {
        switch self {
        case .sum, .mean: TRILEMMA_SUM
        case .maximum: TRILEMMA_MAXIMUM
        case .minimum: TRILEMMA_MINIMUM
        }
    }
}

extension NumericProfile {
    /// Reduces the middle axis of [outer][length][inner]. Allocates nothing.
    ///
    /// Sums run along the axis in ascending order, in the order of `sum`. Global pooling is this with inner = 1 and the
    /// spatial places as length. Any NaN becomes the one with the bits 0x7FC00000.
    /// - Parameters:
    ///   - input: [outer][length][inner].
    ///   - output: [outer][inner]; written only; rounded to the profile's activations.
    /// - Precondition: the memory holds what is said; nothing overlaps.
    /// - Complexity: O(outer x length x inner).
    public func reduce(
        _ reduction: AxisReduction, _ input: UnsafePointer<Float>, outer: Int, length: Int, inner: Int,
        into output: UnsafeMutablePointer<Float>, bucket: BatchBucket = .one
    ) {
        // With nothing inside, vectors run over rows.
        let isInnermost = inner == 1
        var windows = trilemma_windows(
            places: input, taps: nil, tap_count: length, tap_step: inner, slices: 1, slice_step: 0,
            rows: isInnermost ? 1 : outer, row_step: isInnermost ? 0 : length * inner,
            width: isInnermost ? outer : inner, column_step: isInnermost ? length : 1, can_read_past: false)
        trilemma_reduce(Machine.variant, order(in: bucket), reduction.loops, &windows, nil, nil, output)
        if reduction == .mean {
            for place in 0..<outer * inner {
                let mean = output[place] / Float(length)
                output[place] = mean.isNaN ? Elementary.canonicalNaN : mean
            }
        }
        roundActivations(output, count: outer * inner)
    }

    /// The place of the largest number along the middle axis of [outer][length][inner]: the first one of equals, or the last.
    ///
    /// NaN counts as larger than any number.
    /// - Precondition: length is at least 1.
    /// - Complexity: O(outer x length x inner).
    public static func placesOfLargest(
        _ input: UnsafePointer<Float>, outer: Int, length: Int, inner: Int, into output: UnsafeMutablePointer<Int64>,
        takesLast: Bool = false
    ) {
        require(length > 0, "place of the largest: expected at least 1 number, found \(length)")
        for place in 0..<outer * inner {
            let start = input + place / inner * length * inner + place % inner
            var best = 0
            for index in 1..<max(1, length) {
                let (new, old) = (start[index * inner], start[best * inner])
                let isLarger = new.isNaN ? !old.isNaN : new > old
                let isEqual = new == old || new.isNaN && old.isNaN
                if isLarger || takesLast && isEqual { best = index }
            }
            output[place] = Int64(best)
        }
    }
}
