// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL
import Randomness
import Testing

/// Draws of whole numbers, and the library's distributions on our streams.
struct DiscreteTests {
    private static func stream(_ ordinal: UInt64 = 0) -> Stream {
        StreamKey(seed: 9, replication: 0, purpose: .rehearsal, subject: Subject("discrete")).stream(ordinal)
    }

    @Test("Zipf ranks come as often as their weights say", arguments: [0, 0.7, 1, 1.4])
    func zipf(exponent: Double) {
        let law = RankLaw.zipf(count: 50, exponent: exponent)
        var stream = Self.stream()
        var counts = [Int](repeating: 0, count: 50)
        for _ in 0..<100_000 { counts[law.draw(&stream)] += 1 }
        let sum = (1...50).reduce(0.0) { $0 + gsl_sf_exp(-exponent * gsl_sf_log(Double($1))) }
        #expect(chiSquareP(counts) { gsl_sf_exp(-exponent * gsl_sf_log(Double($0 + 1))) / sum } > 1e-6)
        #expect(chiSquareP(counts) { law.probability(49 - $0) } < 1e-6 || exponent == 0)
    }

    @Test("a rank without weight never comes, at either end or between")
    func emptyRanks() {
        let law = RankLaw(weights: [0, 0, 3, 0, 1, 0])
        var stream = Self.stream()
        let drawn = (0..<10_000).map { _ in law.draw(&stream) }
        #expect(drawn.allSatisfy { $0 == 2 || $0 == 4 })
        #expect((7_300...7_700).contains(drawn.count { $0 == 2 }))
    }

    @Test("ranks are drawn by inversion: a larger uniform never gives a smaller rank")
    func inversion() {
        let law = RankLaw.zipf(count: 1_000, exponent: 0.9)
        var stream = Self.stream()
        let pairs = (0..<1_000).map { _ in
            var twin = stream
            return (twin.uniform(), law.draw(&stream))
        }
        let ranks = pairs.sorted { $0.0 < $1.0 }.map(\.1)
        #expect(zip(ranks, ranks.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("the library's distributions run on our streams and leave them where they stopped")
    func library() {
        let generator = GSLGenerator()
        var stream = Self.stream()
        var poisson = [Int](repeating: 0, count: 20)
        var binomial = [Int](repeating: 0, count: 11)
        for _ in 0..<50_000 {
            poisson[min(generator.poisson(mean: 4, &stream), 19)] += 1
            binomial[generator.binomial(trials: 10, probability: 0.4, &stream)] += 1
        }
        #expect(
            chiSquareP(poisson) { $0 < 19 ? gsl_ran_poisson_pdf(UInt32($0), 4) : gsl_cdf_poisson_Q(18, 4) } > 1e-6)
        #expect(chiSquareP(binomial) { gsl_ran_binomial_pdf(UInt32($0), 0.4, 10) } > 1e-6)
        #expect(stream.state != Self.stream().state)
    }

    @Test("a draw depends on the stream alone, not on what the generator did before")
    func statelessness() {
        let fresh = GSLGenerator(), used = GSLGenerator()
        var other = Self.stream(1)
        for _ in 0..<10 { _ = used.binomial(trials: 1_000, probability: 0.3, &other) }
        var first = Self.stream(), second = Self.stream()
        for _ in 0..<100 {
            #expect(fresh.poisson(mean: 100, &first) == used.poisson(mean: 100, &second))
            #expect(
                fresh.hypergeometric(marked: 30, unmarked: 70, draws: 20, &first)
                    == used.hypergeometric(marked: 30, unmarked: 70, draws: 20, &second))
        }
        #expect(first.state == second.state)
    }

    @Test("the first Poisson draws have the frozen values on any machine")
    func frozen() {
        let generator = GSLGenerator()
        var stream = Self.stream()
        let drawn = (0..<8).map { _ in generator.poisson(mean: 50, &stream) }
        #expect(drawn == [46, 45, 55, 58, 52, 45, 54, 58])
    }

    @Test("an alias table draws outcomes as often as their weights say")
    func aliases() throws {
        let table = try AliasTable(weights: [1, 0, 5, 2, 2])
        let generator = GSLGenerator()
        var stream = Self.stream()
        var counts = [Int](repeating: 0, count: 5)
        for _ in 0..<50_000 { counts[table.draw(&stream, generator)] += 1 }
        #expect(counts[1] == 0)
        #expect((table.probability(2) - 0.5).magnitude < 1e-12)
        #expect(chiSquareP([counts[0], counts[2], counts[3], counts[4]]) { [0.1, 0.5, 0.2, 0.2][$0] } > 1e-6)
    }

    @Test("quasi-random sequences begin with the published points, and refuse too many dimensions")
    func quasiRandom() throws {
        let halton = try QuasiRandom(.halton, dimensions: 2)
        #expect(try halton.next() == [1.0 / 2, 1.0 / 3])
        #expect(try halton.next() == [1.0 / 4, 2.0 / 3])
        let sobol = try QuasiRandom(.sobol, dimensions: 2)
        #expect(try sobol.next() == [0.5, 0.5])
        #expect(try sobol.next() == [0.75, 0.25])
        #expect(throws: GSLFailure.self) { try QuasiRandom(.sobol, dimensions: 41) }
    }
}
