// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@testable import Measures

/// Whether the intervals and verdicts err as often as they say, over many independent experiments with fixed seeds.
struct CoverageTests {
    @Test("The interval of U under a two-point threat covers the truth in 93 to 97 of 100 experiments")
    func stratifiedUtility() throws {
        var generator = Seeded(state: 11)
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
        var generator = Seeded(state: 12)
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

    /// About normal: the sum of twelve uniforms, less six.
    private func normal(_ generator: inout Seeded) -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
}
