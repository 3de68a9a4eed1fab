// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Kernels
import Testing

/// The variants of the C loops that the machine at hand can run.
let runnableVariants = [TRILEMMA_PORTABLE, TRILEMMA_AVX2, TRILEMMA_AVX512].filter(trilemma_can_run)

/// Orders with blocks, short accumulators and buckets, beside the 16 of `everyProfile`.
let blockedProfiles: [NumericProfile] = {
    let lanes: [NumericProfile.Lanes] = [.one, .four, .eight, .sixteen]
    let types: [NumberType] = [.float32, .bfloat16, .float16]
    return lanes.flatMap { lanes in
        types.flatMap { type in
            [1, 7, 16, 33].map { length in
                NumericProfile(
                    name: "\(lanes) \(length) \(type)", lanes: lanes, combination: length == 7 ? .tree : .sequential,
                    multiplyAdd: length == 33 ? .separate : .fused, blocks: .every(length), accumulator: type)
            }
        }
    }
}()

/// A product of random matrices, with what the loops need.
struct RandomProduct {
    let rows, inner, columns: Int
    let a, b, bias: [Float]

    init(rows: Int, inner: Int, columns: Int) {
        (self.rows, self.inner, self.columns) = (rows, inner, columns)
        let seed = UInt64(rows * 10_000 + inner * 100 + columns)
        a = numbers(rows * inner, seed: seed)
        b = numbers(inner * columns, seed: seed + 1)
        bias = numbers(columns, seed: seed + 2)
    }

    var packed: PackedMatrix { PackedMatrix(rowMajor: b.span, inner: inner, columns: columns) }

    /// [columns][inner].
    var transposed: [Float] { (0..<columns).flatMap { column in (0..<inner).map { b[$0 * columns + column] } } }

    /// Row by row and column by column with the reference in Swift.
    func expected(_ profile: NumericProfile, bucket: BatchBucket = .one) -> [UInt32] {
        let transposed = transposed
        return (0..<rows).flatMap { row in
            (0..<columns).map { column in
                let left = a[row * inner..<(row + 1) * inner]
                let right = transposed[column * inner..<(column + 1) * inner]
                let sum = profile.referenceDot(Array(left).span, Array(right).span, bucket: bucket)
                return profile.activations.rounded(sum + bias[column]).bitPattern
            }
        }
    }

    func found(_ profile: NumericProfile, bucket: BatchBucket = .one) -> [UInt32] {
        var c = [Float](repeating: .nan, count: rows * columns)
        profile.matrixProduct(a, rows: rows, weights: packed, into: &c, bias: bias, bucket: bucket)
        return c.map(\.bitPattern)
    }

    /// In the default order, by a variant that need not be the fastest.
    func found(_ variant: trilemma_variant, lanes: Int32 = 1, block: Int = 0) -> [UInt32] {
        guard let panels = trilemma_new_panels(inner, columns) else { return [] }
        defer { trilemma_free_panels(panels) }
        trilemma_pack(b, inner, columns, false, panels)
        var c = [Float](repeating: .nan, count: rows * columns)
        let order = trilemma_order(
            block: block, lanes: lanes, in_tree: true, is_fused: true, accumulator: TRILEMMA_FLOAT32)
        a.withUnsafeBufferPointer { a in
            bias.withUnsafeBufferPointer { bias in
                c.withUnsafeMutableBufferPointer { c in
                    guard let left = a.baseAddress, let target = c.baseAddress else { return }
                    var product = trilemma_product(
                        a: left, a_stride: inner, panels: panels, panel_stride: inner * Int(TRILEMMA_PANEL),
                        bias: bias.baseAddress, row_bias: nil, c: target, c_stride: columns, rows: rows, inner: inner,
                        columns: columns)
                    trilemma_multiply(variant, order, &product)
                }
            }
        }
        return c.map(\.bitPattern)
    }
}

@Suite("Matrix products") struct ProductTests {
    /// Every size of a tile, and sizes on both sides of every edge.
    static let rows = Array(1...16) + [27, 29, 43, 70]
    static let columns = [1, 2, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 70]
    static let inner = [0, 1, 2, 3, 7, 16, 33, 70]

    @Test("every variant has the bits of the reference, in the default order, for many shapes")
    func shapes() {
        for rows in Self.rows {
            for columns in Self.columns {
                for inner in rows % 2 == 0 ? Self.inner : [5, 31, 64] {
                    let product = RandomProduct(rows: rows, inner: inner, columns: columns)
                    let expected = product.expected(.fused1)
                    #expect(product.found(.fused1) == expected, "\(rows) x \(inner) x \(columns)")
                    // Fused multiply-adds in software take their time.
                    for variant in runnableVariants where variant != TRILEMMA_PORTABLE || columns % 16 != 0 {
                        #expect(product.found(variant) == expected, "\(variant) \(rows) x \(inner) x \(columns)")
                    }
                }
            }
        }
    }

    @Test(
        "reductions and rows longer than a piece of the cache keep their order",
        arguments: [(1, 1000, 300), (30, 900, 40), (3, 385, 800), (100, 390, 40)])
    func large(rows: Int, inner: Int, columns: Int) {
        let product = RandomProduct(rows: rows, inner: inner, columns: columns)
        for profile in [NumericProfile.fused1, .fused16, .blocked64, .batchDependent, .float16Accumulate] {
            #expect(product.found(profile) == product.expected(profile), "\(profile.name)")
        }
        let long = NumericProfile(
            name: "long", lanes: .one, combination: .tree, multiplyAdd: .fused, blocks: .every(500),
            accumulator: .bfloat16)
        #expect(product.found(long) == product.expected(long))
    }

    @Test(
        "every order has the bits of the reference",
        arguments: everyProfile + blockedProfiles + NumericProfile.all)
    func orders(profile: NumericProfile) {
        for (rows, inner, columns) in [(1, 70, 70), (2, 33, 129), (3, 41, 33), (5, 64, 17), (17, 40, 10)] {
            let product = RandomProduct(rows: rows, inner: inner, columns: columns)
            #expect(product.found(profile) == product.expected(profile), "\(rows) x \(inner) x \(columns)")
        }
    }

    @Test("orders with lanes and blocks have the same bits in every variant", arguments: [1, 4, 8, 16] as [Int32])
    func variants(lanes: Int32) {
        for (rows, block) in [(1, 0), (1, 24), (2, 0), (3, 24), (7, 0), (15, 24)] {
            let product = RandomProduct(rows: rows, inner: 61, columns: 75)
            let all = Set(runnableVariants.map { product.found($0, lanes: lanes, block: block) })
            #expect(all.count == 1, "\(rows) rows, blocks of \(block)")
        }
    }

    @Test("a row has the same bits in every batch") func batchInvariance() {
        let product = RandomProduct(rows: 40, inner: 401, columns: 100)
        let whole = product.found(.fused1)
        let packed = product.packed
        for rows in [1, 2, 3, 5, 8, 13, 14, 39] {
            for first in [0, 40 - rows] {
                var c = [Float](repeating: .nan, count: rows * 100)
                product.a.withUnsafeBufferPointer { a in
                    guard let start = a.baseAddress else { return }
                    packed.multiply(start + first * 401, rows: rows, into: &c, bias: product.bias)
                }
                #expect(c.map(\.bitPattern) == Array(whole[first * 100..<(first + rows) * 100]))
            }
        }
    }

    @Test("weights packed from the transpose are the same") func transposed() {
        let product = RandomProduct(rows: 4, inner: 37, columns: 45)
        let packed = PackedMatrix(transposed: product.transposed.span, columns: 45, inner: 37)
        var c = [Float](repeating: .nan, count: 4 * 45)
        packed.multiply(product.a, rows: 4, into: &c, bias: product.bias)
        #expect(c.map(\.bitPattern) == product.found(.fused1))
    }

    @Test("rows may stand apart, and nothing is written between them") func strides() {
        let product = RandomProduct(rows: 5, inner: 20, columns: 50)
        var apart = [Float](repeating: 9, count: 5 * 23)
        for row in 0..<5 { for k in 0..<20 { apart[row * 23 + k] = product.a[row * 20 + k] } }
        var c = [Float](repeating: 7, count: 5 * 53)
        product.packed.multiply(apart, rows: 5, into: &c, bias: product.bias, inputStride: 23, outputStride: 53)
        let whole = product.found(.fused1)
        for row in 0..<5 {
            #expect(c[row * 53..<row * 53 + 50].map(\.bitPattern) == Array(whole[row * 50..<(row + 1) * 50]))
            #expect(c[row * 53 + 50..<(row + 1) * 53].allSatisfy { $0 == 7 })
        }
    }

    @Test("by hand, with and without bias; every NaN is the same one") func byHand() {
        let packed = PackedMatrix(rowMajor: ([1, 2, 3, 4, 5, 6] as [Float]).span, inner: 2, columns: 3)
        var c = [Float](repeating: 0, count: 6)
        packed.multiply([1, 10, -1, 0.5], rows: 2, into: &c)
        #expect(c == [41, 52, 63, 1, 0.5, 0])
        packed.multiply([1, 10, -1, 0.5], rows: 2, into: &c, bias: [0.5, -1, 100])
        #expect(c == [41.5, 51, 163, 1.5, -0.5, 100])
        packed.multiply([.infinity, -.infinity, -.nan, 1], rows: 2, into: &c)
        #expect(c.map(\.bitPattern) == Array(repeating: 0x7FC0_0000, count: 6))
    }

    @Test("the fingerprint of a product of fixed inputs") func fingerprint() {
        // One value per profile, the same on every machine and in debug builds.
        let product = RandomProduct(rows: 6, inner: 300, columns: 75)
        let found = NumericProfile.all.map { profile in
            product.found(profile).reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
            }
        }
        let expected: [UInt64] = [
            0xE808_806B_D2EE_AB8E, 0x8929_4DE9_85C6_6BBD, 0x4FA7_374D_E507_CCC7, 0x6693_E29A_7452_E6C1,
            0x9495_540B_24FA_9CCB, 0xA67E_E667_790A_4C54, 0xDCB5_58E4_DA63_2AED, 0x9FEC_E71F_08E4_6AED,
            0x08A0_F06C_8AF6_2AED, 0x7B28_FA49_8993_6AED,
        ]
        #expect(found == expected)
    }

    @Test("a right-hand side of activations has the bits of packed weights, as it is and turned", arguments: 0..<20)
    func activations(seed: Int) {
        let (rows, inner, columns) = ([1, 3, 17][seed % 3], 1 + seed * 5, 1 + seed * 7 % 90)
        let profile = NumericProfile.all[seed % NumericProfile.all.count]
        let a = numbers(rows * inner, seed: 1), b = numbers(inner * columns, seed: 2)
        let turned = (0..<columns).flatMap { column in (0..<inner).map { b[$0 * columns + column] } }
        var expected = [Float](repeating: 9, count: rows * columns)
        let packed = PackedMatrix(rowMajor: b.span, inner: inner, columns: columns)
        profile.matrixProduct(a, rows: rows, weights: packed, into: &expected)
        for isTransposed in [false, true] {
            var found = [Float](repeating: 9, count: rows * columns)
            var scratch = [Float](
                repeating: .nan, count: NumericProfile.productScratchCount(inner: inner, columns: columns))
            profile.product(
                a, rows: rows, inner: inner, by: isTransposed ? turned : b, columns: columns,
                isTransposed: isTransposed, into: &found, scratch: &scratch)
            #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
        }
    }
}
