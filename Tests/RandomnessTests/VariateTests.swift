// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL
import Quantities
import Randomness
import Testing

/// The variates that all others are made of.
struct VariateTests {
    private static func stream(_ ordinal: UInt64 = 0) -> Stream {
        StreamKey(seed: 3, replication: 0, purpose: .rehearsal, subject: Subject("variates")).stream(ordinal)
    }

    @Test("uniforms stay inside the open interval at both ends")
    func uniformEnds() {
        // With s0 = 0 the output is s3 turned left by 23 places.
        var lowest = Stream(state: (0, 1, 0, 0))
        var highest = Stream(state: (0, 0, 0, .max))
        #expect(lowest.uniform() == 0x1p-53)
        #expect(highest.uniform() == 1 - 0x1p-53)
        lowest = Stream(state: (0, 1, 0, 0))
        highest = Stream(state: (0, 0, 0, .max))
        #expect((36.7...36.8).contains(lowest.exponential()))
        #expect(highest.exponential() == 0x1p-53)
    }

    @Test(
        "an index is equally likely at every place, also for counts that do not divide the words",
        arguments: [3, 7, 100])
    func indices(count: Int) {
        var stream = Self.stream()
        var counts = [Int](repeating: 0, count: count)
        for _ in 0..<70_000 { counts[stream.index(below: count)] += 1 }
        #expect(chiSquareP(counts) { _ in 1 / Double(count) } > 1e-6)
    }

    @Test("an index below a count near the whole range rejects the words that would bias it")
    func largeIndices() {
        // Three quarters of the range: a quarter of the words would fall twice on a third of the indices.
        let count = 3 << 61
        var stream = Self.stream()
        var thirds = [0, 0, 0]
        for _ in 0..<30_000 { thirds[stream.index(below: count) / (1 << 61)] += 1 }
        #expect(chiSquareP(thirds) { _ in 1.0 / 3 } > 1e-6)
    }

    @Test("a coin never falls at probability 0, always at 1, and as often as it should between")
    func coins() {
        var stream = Self.stream()
        #expect((0..<1_000).allSatisfy { _ in !stream.bernoulli(0) })
        #expect((0..<1_000).allSatisfy { _ in stream.bernoulli(1) })
        let heads = (0..<100_000).count { _ in stream.bernoulli(0.1) }
        #expect((9_500...10_500).contains(heads))
    }

    @Test("the normal quantile has fifteen right digits in the middle and in both tails", arguments: quantiles)
    func quantile(p: Double, expected: Double) {
        #expect((NormalDistribution.quantile(p) - expected).magnitude <= 1e-15 * expected.magnitude)
    }

    @Test("the normal probability inverts the quantile")
    func probability() {
        for z in [-30, -8, -3.1, -1, -0.01, 0, 0.2, 2, 5] {
            let p = NormalDistribution.probability(below: z)
            #expect((p - gsl_cdf_ugaussian_P(z)).magnitude <= 1e-12 * p)
        }
    }

    static let quantiles: [(Double, Double)] = [
        (0x1p-1, 0), (0x1.3333333333333p-4, -0x1.7085226d3e524p0),
        (0x1.d99999999999ap-1, 0x1.7085226d3e525p0), (0x1.999999999999ap-6, -0x1.f5c0331eeff85p0),
        (0x1.f333333333333p-1, 0x1.f5c0331eeff83p0), (0x1.0624dd2f1a9fcp-10, -0x1.8b8cbb7204471p1),
        (0x1.ff7ced916872bp-1, 0x1.8b8cbb720447p1), (0x1.b7cdfd9d7bdbbp-34, -0x1.97203597a2155p2),
        (0x1.79ca10c924223p-67, -0x1.2865170b43a4cp3), (0x1.bff2ee48e053p-333, -0x1.546010d755221p4),
        (0x1.56e1fc2f8f359p-997, -0x1.286074064c26ep5), (0x1.3333333333333p-2, -0x1.0c7e39582c5fbp-1),
        (0x1.3333333333333p-1, 0x1.036d6c4a04b59p-2), (0x1p-53, -0x1.06b48528cea52p3),
        (0x1.32ca57a786c22p-4, -0x1.70b374817af52p0), (0x1.d9a6b50b0f27cp-1, 0x1.70b374817af53p0),
        (0x1.e8a37a45fc321p-37, -0x1.aa1b1c13ee527p2),
    ]
}

/// The probability of a chi-square statistic at least this large.
func chiSquareP(_ counts: [Int], _ probability: (Int) -> Double) -> Double {
    let total = Double(counts.reduce(0, +))
    let statistic = counts.indices.reduce(0.0) { sum, index in
        let expected = total * probability(index)
        return sum + (Double(counts[index]) - expected) * (Double(counts[index]) - expected) / expected
    }
    return gsl_cdf_chisq_Q(statistic, Double(counts.count - 1))
}
