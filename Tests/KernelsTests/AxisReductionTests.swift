// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Kernels
import Testing

@Suite("Reductions over an axis") struct AxisReductionTests {
    static let profiles = NumericProfile.all + everyProfile + Array(blockedProfiles.prefix(8))

    @Test("sums, means, extremes and places have the bits of a plain pass", arguments: profiles)
    func bits(profile: NumericProfile) {
        for (outer, length, inner) in [(1, 70, 1), (21, 33, 1), (3, 40, 19), (2, 7, 32), (1, 1, 3), (5, 0, 4)] {
            let input = numbers(outer * length * inner, seed: UInt64(length))
            let rows = (0..<outer * inner).map { place in
                (0..<length).map { input[place / inner * length * inner + place % inner + $0 * inner] }
            }
            for reduction in AxisReduction.allCases {
                let expected = rows.map { row -> Float in
                    let result: Float =
                        switch reduction {
                        case .sum: profile.sum(row.span)
                        case .mean: profile.sum(row.span) / Float(length)
                        case .maximum: row.max() ?? -.infinity
                        case .minimum: row.min() ?? .infinity
                        }
                    return profile.activations.rounded(result)
                }
                var output = [Float](repeating: 5, count: outer * inner)
                profile.reduce(reduction, input, outer: outer, length: length, inner: inner, into: &output)
                #expect(
                    output.map(\.bitPattern) == expected.map(\.bitPattern), "\(reduction) \(outer) \(length) \(inner)")
            }
        }
    }

    @Test("the place of the largest: first or last of equals, NaN before all numbers") func largest() {
        let input: [Float] = [1, 3, 3, 2, 1, .nan, 5, .nan]
        var places = [Int64](repeating: -1, count: 2)
        NumericProfile.placesOfLargest(input, outer: 2, length: 4, inner: 1, into: &places)
        #expect(places == [1, 1])
        NumericProfile.placesOfLargest(input, outer: 2, length: 4, inner: 1, into: &places, takesLast: true)
        #expect(places == [2, 3])
    }

    @Test("every variant has the same bits, side by side, in part and apart") func variants() {
        let places = numbers(4_000, seed: 9)
        let weights = numbers(50, seed: 10)
        let kinds = [TRILEMMA_PRODUCTS, TRILEMMA_SQUARES, TRILEMMA_SUM, TRILEMMA_MAXIMUM, TRILEMMA_MINIMUM]
        for (width, step) in [(37, 1), (16, 1), (5, 1), (21, 50)] {
            for lanes: Int32 in [1, 8] {
                for kind in kinds {
                    let order = trilemma_order(
                        block: lanes == 1 ? 0 : 19, lanes: lanes, in_tree: true, is_fused: true,
                        accumulator: TRILEMMA_BFLOAT16)
                    let all = runnableVariants.map { variant in
                        var output = [Float](repeating: 5, count: 6 * width)
                        places.withUnsafeBufferPointer { places in
                            guard let start = places.baseAddress else { return }
                            var windows = trilemma_windows(
                                places: start, taps: nil, tap_count: 50, tap_step: step == 1 ? 38 : 1, slices: 1,
                                slice_step: 0, rows: 6, row_step: 40, width: width, column_step: step,
                                can_read_past: false)
                            trilemma_reduce(variant, order, kind, &windows, weights, nil, &output)
                        }
                        return output.map(\.bitPattern)
                    }
                    #expect(Set(all).count == 1, "\(kind) \(width) \(step) \(lanes)")
                }
            }
        }
    }
}
