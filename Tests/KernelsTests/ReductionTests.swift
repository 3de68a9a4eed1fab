// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Kernels
import Quantities
import Testing

/// Every combination of lanes, order and multiply-add, not only the named ones.
let everyProfile: [NumericProfile] = {
    let lanes: [NumericProfile.Lanes] = [.one, .four, .eight, .sixteen]
    return lanes.flatMap { lanes in
        [NumericProfile.Combination.sequential, .tree].flatMap { combination in
            [NumericProfile.MultiplyAdd.separate, .fused].map { multiplyAdd in
                NumericProfile(
                    name: "\(lanes) \(combination) \(multiplyAdd)", lanes: lanes, combination: combination,
                    multiplyAdd: multiplyAdd)
            }
        }
    }
}()

/// Numbers of both signs over 12 powers of two, from a multiplicative generator.
func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var state = seed &* 2 &+ 1
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let power = Float(sign: .plus, exponent: Int(state >> 60) % 12 - 6, significand: 1)
        return (Float(state >> 40 & 0xFFFF) / 32_768 - 1) * power
    }
}

@Suite("Reductions") struct ReductionTests {
    @Test("the C loops have the bits of the Swift reference, for every profile and length", arguments: everyProfile)
    func variantsHaveTheSameBits(profile: NumericProfile) {
        for count in 0...70 {
            let (a, b) = (numbers(count, seed: UInt64(count)), numbers(count, seed: UInt64(1_000 + count)))
            let expected = profile.referenceDot(a.span, b.span).bitPattern
            #expect(profile.dot(a.span, b.span).bitPattern == expected)
            let portable = trilemma_dot_portable(
                a, b, count, Int32(profile.lanes.rawValue), profile.combination == .tree,
                profile.multiplyAdd == .fused)
            #expect(portable.bitPattern == expected)
        }
    }

    @Test("each part of a profile shows in the bits")
    func partsMatter() {
        func bits(_ profile: NumericProfile) -> [UInt32] {
            (0..<200).map { profile.dot(numbers(64, seed: $0).span, numbers(64, seed: 500 + $0).span).bitPattern }
        }
        // With one lane there is nothing to combine, so the two orders coincide there and nowhere else.
        let distinct = Set(everyProfile.map(bits))
        #expect(everyProfile.count == 16)
        #expect(distinct.count == 14)
    }

    @Test("the orders are those written down")
    func ordersByHand() {
        // 2^24 swallows a single 1 added to it, but not a 2.
        let large: Float = 16_777_216
        let ones = [Float](repeating: 1, count: 8)
        let terms: [Float] = [large, 1, 1, 1, 1, 1, 1, 1]
        #expect(NumericProfile.scalar.dot(terms.span, ones.span) == large)
        // (large + 1) + (1 + 1), then + ((1 + 1) + (1 + 1)): only the first addition loses.
        #expect(NumericProfile.wide8.dot(terms.span, ones.span) == large + 6)
        #expect(NumericProfile.wide8.sum(terms.span) == large + 6)
        let sequential = NumericProfile(name: "", lanes: .eight, combination: .sequential, multiplyAdd: .separate)
        #expect(sequential.dot(terms.span, ones.span) == large)
        // (1 + 2^-12)² - (1 + 2^-11) is 2^-24, which the rounded product has lost.
        let (a, b): ([Float], [Float]) = ([-1 - 0x1p-11, 1 + 0x1p-12], [1, 1 + 0x1p-12])
        let fused = NumericProfile(name: "", lanes: .one, combination: .sequential, multiplyAdd: .fused)
        #expect(NumericProfile.scalar.dot(a.span, b.span) == 0)
        #expect(fused.dot(a.span, b.span) == 0x1p-24)
    }

    @Test("a number of lanes that no profile has is refused") func unknownLanes() {
        #expect(trilemma_dot_portable([1], [1], 1, 3, false, false).isNaN)
    }

    @Test("profiles are found by their names") func names() {
        #expect(NumericProfile.names.prefix(4) == ["scalar", "wide-8", "fused-16", "fused-1"])
        #expect(Set(NumericProfile.names).count == 10 && NumericProfile.all.count == 10)
        for profile in NumericProfile.all { #expect(NumericProfile.named(profile.name) == profile) }
        #expect(NumericProfile.named("wide8") == nil)
    }
}
