// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import TestTools
import Testing

@testable import Measures

/// Whether the intervals and verdicts err as often as they say, over many independent experiments with fixed seeds.
struct CoverageTests {
    @Test("The interval of U under a two-point threat covers the truth in 93 to 97 of 100 experiments")
    func stratifiedUtility() throws {
        var generator = SeededNumbers(state: 11)
        var covered = 0
        for _ in 0..<1000 {
            var rows: [Row] = []
            for replication in 0..<20 {
                // The world of a replication is common to its strata.
                let demand = 1000 + 100 * normal(&generator), world = normal(&generator)
                for (stratum, weight, share) in [("honest", 0.9, 0.8), ("dishonest", 0.1, 0.1)] {
                    var counts = Counts()
                    counts.cohort.offered = demand.rounded()
                    counts.right[.unassured] = demand * (share + 0.03 * world + 0.02 * normal(&generator))
                    rows.append(
                        Row(
                            RowKey(layout: "a", stratum: stratum, stratumWeight: weight, replication: replication),
                            counts))
                }
            }
            let sample = try #require(try Panel(rows).series(Panel.Cell("a"))).sample
            if Measure.utility.estimate(sample, at: .unassured).contains(0.9 * 0.8 + 0.1 * 0.1) { covered += 1 }
        }
        #expect((930...970).contains(covered), "\(covered)")
    }

    @Test("Among equal layouts at most 5 of 100 studies call any one better or worse")
    func familyOfVerdicts() {
        var generator = SeededNumbers(state: 12)
        var wrong = 0
        for _ in 0..<1000 {
            let worlds = (0..<15).map { _ in normal(&generator) }
            let layouts = (0..<4).map { index in
                let values = worlds.map { 0.8 + 0.05 * $0 + 0.05 * normal(&generator) }
                return (
                    name: "\(index)",
                    measure: Replicated(replications: values.count) { deleted in
                        let kept = values.indices.filter { $0 != deleted }
                        return kept.reduce(0) { $0 + values[$1] } / Double(kept.count)
                    }
                )
            }
            let verdicts = PairVerdict.all(of: layouts, indifference: 1e-6).map(\.verdict)
            if verdicts.contains(.better) || verdicts.contains(.worse) { wrong += 1 }
        }
        // 50 expected at most, with a standard deviation of 7.
        #expect(wrong > 10 && wrong < 71, "\(wrong)")
    }

    /// Whether each of so many operators of a replication is dishonest.
    private func dishonest(of operators: Int, _ probability: Double, _ generator: inout SeededNumbers) -> Double {
        (0..<operators).reduce(0.0) { sum, _ in
            sum + (Double.random(in: 0..<1, using: &generator) < probability ? 1 : 0)
        }
    }

    @Test("U = 0.99 driven by rare bad replications lies in at least 93 of 100 intervals, from 3 to 40 replications")
    func rareBadReplications() throws {
        for replications in [3, 5, 10, 20, 40] {
            var generator = SeededNumbers(state: 13)
            var covered = 0
            for _ in 0..<1000 {
                // Twelve operators with equal shares of 1,200 requests; a dishonest one answers all of its wrong.
                let rows = (0..<replications).map { replication in
                    var counts = Counts()
                    counts.cohort.offered = 1200
                    counts.right[.unassured] = 1200 - 100 * dishonest(of: 12, 0.01, &generator)
                    return Row(RowKey(layout: "a", replication: replication), counts)
                }
                let sample = try #require(try Panel(rows).series(Panel.Cell("a"))).sample
                if Measure.utility.estimate(sample, at: .unassured).contains(0.99) { covered += 1 }
            }
            #expect(covered >= 930, "\(replications) replications: \(covered)")
        }
    }

    @Test("Rare bad replications make at most 5 of 100 verdicts wrong, from 3 to 40 replications")
    func rareDifferences() {
        for replications in [3, 5, 10, 20, 40] {
            var generator = SeededNumbers(state: 14)
            var wrong = 0
            for _ in 0..<1000 {
                // One of twelve operators' requests are lost where the first layout meets a dishonest one: U differs by
                // -0.041 on average, with nothing at all in most replications.
                let losses = (0..<replications).map { _ in dishonest(of: 12, 0.041, &generator) / 12 }
                func layout(_ name: String, _ factor: Double) -> (name: String, measure: Replicated) {
                    (
                        name,
                        Replicated(replications: replications) { deleted in
                            let kept = losses.indices.filter { $0 != deleted }
                            return kept.reduce(0) { $0 + 1 - factor * losses[$1] } / Double(kept.count)
                        }
                    )
                }
                let pair = PairVerdict.all(of: [layout("a", 1), layout("b", 0)], indifference: 0.01)[0]
                if pair.verdict == .equivalent || pair.verdict == .better { wrong += 1 }
            }
            #expect(wrong <= 50, "\(replications) replications: \(wrong)")
        }
    }

    /// About normal: the sum of twelve uniforms, less six.
    private func normal(_ generator: inout SeededNumbers) -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
}
