// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Statistics
import Testing

/// Intervals contain the truth as often as they say: over at least a thousand independent experiments each, whose truth
/// is known, with seeds fixed for good. Beside each stands a wrong interval that the same experiments expose.
struct CoverageTests {
    private static func key(_ experiment: Int, _ name: String) -> StreamKey {
        StreamKey(seed: 2_027, replication: experiment, purpose: .rehearsal, subject: Subject("coverage/" + name))
    }

    // MARK: - Waiting in M/M/1

    /// Waiting times by Lindley's recursion (D. V. Lindley, 1952), arrivals at rate 0.5 and service at rate 1, from the
    /// stationary law (zero with probability 1 - ρ, else exponential at rate 0.5) over a window of time: sum, count and
    /// sum of squares of the waits of those who arrive in it.
    private static func wait(_ stream: inout Stream) -> [Double] {
        var clock = 2 * stream.exponential()
        var wait = stream.bernoulli(0.5) ? 2 * stream.exponential() : 0
        var totals = [0.0, 0, 0]
        while clock < 2_000 {
            totals[0] += wait
            totals[1] += 1
            totals[2] += wait * wait
            let gap = 2 * stream.exponential()
            wait = max(0, wait + stream.exponential() - gap)
            clock += gap
        }
        return totals
    }

    @Test("the mean wait in M/M/1 lies in 93 to 97 of 100 intervals; as if customers were independent, in far fewer")
    func meanWait() {
        let truth = 1.0  // ρ / (μ - λ)
        var covered = 0, coveredNaively = 0
        for experiment in 0..<1_500 {
            let key = Self.key(experiment, "wait")
            let rows = (0..<20).map { replication in
                var stream = key.stream(UInt64(replication))
                return Self.wait(&stream)
            }
            let jackknife = Jackknife(rows: rows) { [$0[0] / $0[1], $0[2] / $0[1]] }
            covered += jackknife[0].interval().contains(truth) ? 1 : 0
            let customers = rows.reduce(0) { $0 + $1[1] }
            let mean = jackknife.estimates[0]
            let spread = ((jackknife.estimates[1] - mean * mean) / customers).squareRoot()
            let naive = Estimate(value: mean, standardError: spread, freedom: customers - 1)
            coveredNaively += naive.interval().contains(truth) ? 1 : 0
        }
        #expect((0.93...0.97).contains(Double(covered) / 1_500))
        #expect(Double(coveredNaively) / 1_500 < 0.7)
    }

    // MARK: - One operator, dishonest with probability 10 %

    /// One replication's right and offered answers in a world w, with the operator honest or not. Over w uniform and the
    /// noise, the means are 520/3 (honest) and 35 (dishonest) right of 200 offered.
    private static func answers(honest: Bool, world w: Double, _ stream: inout Stream) -> [Double] {
        let offered = 100 + 200 * w
        let right = offered * (honest ? 0.95 - 0.2 * w * w : 0.3 * w)
        return [right + 5 * stream.normal(), offered]
    }

    private static func strata(_ experiment: Int, _ linkage: Linkage, honest: Int, dishonest: Int) -> [Stratum] {
        let key = Self.key(experiment, "threat")
        return [(0.9, honest), (0.1, dishonest)].enumerated().map { index, part in
            let rows = (0..<part.1).map { replication in
                var world = key.stream(UInt64(replication), linkage == .linked ? 0 : UInt64(index))
                var noise = key.stream(UInt64(replication), 2 + UInt64(index))
                return answers(honest: index == 0, world: world.uniform(), &noise)
            }
            return Stratum(weight: part.0, rows: rows)
        }
    }

    @Test(
        "the share right under the two-point threat lies in 93 to 97 of 100 intervals; wrongly weighted, in hardly any",
        arguments: [(Linkage.linked, 12, 12), (.independent, 12, 12), (.independent, 20, 8)])
    func threat(linkage: Linkage, honest: Int, dishonest: Int) {
        let truth = (0.9 * 520 / 3 + 0.1 * 35) / 200
        var covered = 0, coveredWrongly = 0
        for experiment in 0..<3_000 {
            var strata = Self.strata(experiment, linkage, honest: honest, dishonest: dishonest)
            let ratio: ([Double]) -> [Double] = { [$0[0] / $0[1]] }
            covered += Jackknife(strata, linkage: linkage, statistic: ratio)[0].interval().contains(truth) ? 1 : 0
            strata[0].weight = 0.5
            strata[1].weight = 0.5
            let wrong = Jackknife(strata, linkage: linkage, statistic: ratio)[0].interval()
            coveredWrongly += wrong.contains(truth) ? 1 : 0
        }
        #expect((0.93...0.97).contains(Double(covered) / 3_000))
        #expect(Double(coveredWrongly) / 3_000 < 0.01)
    }

    // MARK: - Rare events

    @Test("a rate of 1e-3 lies in at least 94 of 100 exact intervals, and in fewer Student intervals")
    func rareEvents() {
        let generator = GSLGenerator()
        var covered = 0, coveredByStudent = 0
        for experiment in 0..<4_000 {
            var stream = Self.key(experiment, "rare").stream(0)
            let clusters = (0..<10).map { _ in
                Double(generator.binomial(trials: 200, probability: 1e-3, &stream))
            }
            let proportion = Proportion(events: clusters.reduce(0, +), trials: 2_000)
            covered += proportion.clopperPearson().contains(1e-3) ? 1 : 0
            coveredByStudent += Moments(clusters).estimate.interval().contains(0.2) ? 1 : 0
        }
        #expect(Double(covered) / 4_000 >= 0.94)
        #expect(Double(coveredByStudent) / 4_000 < 0.9)
    }

    @Test("when events come in clusters the design effect keeps the coverage, and without it it is lost")
    func clusteredRareEvents() {
        let generator = GSLGenerator()
        var covered = 0, coveredNaively = 0
        for experiment in 0..<4_000 {
            var stream = Self.key(experiment, "clusters").stream(0)
            let clusters = (0..<40).map { _ in
                // Rates differ between replications with variation 1.
                let rate = 1e-3 * stream.exponential()
                let events = generator.binomial(trials: 2_000, probability: rate, &stream)
                return Proportion.Cluster(events: Double(events), trials: 2_000)
            }
            covered += Proportion(clusters: clusters).clopperPearson().contains(1e-3) ? 1 : 0
            let naive = Proportion(events: clusters.reduce(0) { $0 + $1.events }, trials: 80_000)
            coveredNaively += naive.clopperPearson().contains(1e-3) ? 1 : 0
        }
        #expect(Double(covered) / 4_000 >= 0.94)
        #expect(Double(coveredNaively) / 4_000 < 0.85)
    }
}
