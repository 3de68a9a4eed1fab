// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Kernels
import Testing

@Suite("Numeric profiles") struct ProfileTests {
    @Test("named profiles differ from each other in their bits") func namedProfilesDiffer() {
        let product = RandomProduct(rows: 4, inner: 600, columns: 33)
        #expect(Set(NumericProfile.all.map { product.found($0) }).count == NumericProfile.all.count)
    }

    @Test("only the batch-dependent profile has other bits in other buckets", arguments: NumericProfile.all)
    func buckets(profile: NumericProfile) {
        let product = RandomProduct(rows: 2, inner: 600, columns: 40)
        let distinct = Set(BatchBucket.allCases.map { product.found(profile, bucket: $0) }).count
        #expect(distinct == (profile == .batchDependent ? 5 : 1))
        #expect(profile.isBatchInvariant == (profile != .batchDependent))
        for bucket in BatchBucket.allCases {
            #expect(product.found(profile, bucket: bucket) == product.expected(profile, bucket: bucket))
        }
    }

    @Test("a batch's bucket is the smallest that holds it") func batches() {
        let found = [1, 2, 3, 4, 5, 8, 9, 16, 17, 1000].map { BatchBucket(batch: $0).rawValue }
        #expect(found == [1, 2, 4, 4, 8, 8, 16, 16, 16, 16])
    }

    @Test("blocks and accumulators by hand") func accumulators() {
        func sum(_ terms: [Float], block: Int, _ type: NumberType) -> Float {
            let profile = NumericProfile(
                name: "", lanes: .one, combination: .sequential, multiplyAdd: .fused, blocks: .every(block),
                accumulator: type)
            let ones = [Float](repeating: 1, count: terms.count)
            #expect(profile.dot(terms.span, ones.span) == profile.sum(terms.span))
            return profile.sum(terms.span)
        }
        // bfloat16 counts in ones up to 256, float16 up to 2048: a single 1 more is lost, two at once are not.
        #expect(sum([256, 1, 1, 1], block: 1, .bfloat16) == 256)
        #expect(sum([256, 0, 1, 1], block: 2, .bfloat16) == 258)
        #expect(sum([256, 1, 1, 1], block: 4, .float32) == 259)
        #expect(sum([2048, 1, 1, 1], block: 1, .float16) == 2048)
        #expect(sum([2048, 1, 1, 0], block: 3, .float16) == 2050)
        #expect(sum([65_504, 65_504], block: 1, .float16) == .infinity)
        // A block's own sum is of float32: 2^24 + 1 is lost in one block, 1 + 1 in the next is not.
        #expect(sum([16_777_216, 1, 1, 1], block: 2, .float32) == 16_777_218)
    }

    @Test("outputs of a layer are rounded to the profile's type") func activations() {
        let (weights, bias): ([Float], [Float]) = ([1, 0x1p-12], [0])
        let input: [Float] = [1, 1]
        func output(_ profile: NumericProfile) -> Float {
            var output: Float = 0
            let matrix = PackedMatrix(transposed: weights.span, columns: 1, inner: 2)
            profile.matrixProduct(input, rows: 1, weights: matrix, into: &output, bias: bias)
            return output
        }
        #expect(output(.fused1) == 1 + 0x1p-12)
        #expect(output(.float16Activations) == 1)
        #expect(output(.bfloat16Activations) == 1)
        var numbers: [Float] = [1 + 0x1p-9, 1 + 0x1p-11 + 0x1p-20, 3]
        NumericProfile.float16Activations.roundActivations(&numbers, count: 3)
        #expect(numbers == [1 + 0x1p-9, 1 + 0x1p-10, 3])
        NumericProfile.fused1.roundActivations(&numbers, count: 3)
        NumericProfile.bfloat16Activations.roundActivations(&numbers, count: 3)
        #expect(numbers == [1, 1, 3])
    }
}

@Suite("Number types") struct NumberTypeTests {
    /// Bits spread over all floats, with every exponent and both neighbours of every tie.
    static let inputs: [Float] = {
        let spread = stride(from: 0, to: UInt64(UInt32.max), by: 99_991).map { Float(bitPattern: UInt32($0)) }
        let edges = (0..<256 as Range<UInt32>).flatMap { exponent in
            [
                0, 0x1000, 0x3000, 0x7FFF, 0x8000, 0x8001, 0x18000, 0x17FFF, 0x0FFF, 0x1001, 0x7F_EFFF, 0x7F_F000,
                0x7F_FFFF,
            ]
            .flatMap { [Float(bitPattern: exponent << 23 | $0), -Float(bitPattern: exponent << 23 | $0)] }
        }
        return spread + edges
    }()

    @Test("float16 is what the standard library's type rounds to, in every variant") func float16() {
        let expected = Self.inputs.map { x in x.isNaN ? 0x7FC0_0000 : Float(Float16(x)).bitPattern }
        for variant in runnableVariants {
            var found = Self.inputs
            trilemma_round(variant, TRILEMMA_FLOAT16, &found, found.count)
            #expect(found.map(\.bitPattern) == expected, "\(variant)")
        }
    }

    @Test("bfloat16 is the nearer neighbour, ties to even, in every variant") func bfloat16() {
        let expected = Self.inputs.map { x -> UInt32 in
            if x.isNaN { return 0x7FC0_0000 }
            if x.isInfinite { return x.bitPattern }
            // In double precision the neighbours and their distances are exact.
            let low = x.bitPattern & 0xFFFF_0000
            let value = Double(x.magnitude)
            let below = Double(Float(bitPattern: low).magnitude)
            let above = below + Double(Float(bitPattern: max(low & 0x7F80_0000, 0x0080_0000)).ulp) * 65_536
            let up = above - value < value - below || (above - value == value - below && low & 0x1_0000 != 0)
            return up ? low + 0x1_0000 : low
        }
        for variant in runnableVariants {
            var found = Self.inputs
            trilemma_round(variant, TRILEMMA_BFLOAT16, &found, found.count)
            #expect(found.map(\.bitPattern) == expected, "\(variant)")
        }
    }
}
