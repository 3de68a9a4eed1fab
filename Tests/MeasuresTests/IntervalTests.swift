// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import TestTools
import Testing

@testable import Measures

struct IntervalTests {
    @Test("The jackknife of a mean is its textbook standard error, that of two means their covariance")
    func means() {
        let x = [1.0, 4, 2, 8, 5], y = [2.0, 3, 3, 9, 4]
        func mean(_ values: [Double]) -> Replicated {
            Replicated(replications: values.count) { deleted in
                let kept = values.indices.filter { $0 != deleted }
                return kept.reduce(0) { $0 + values[$1] } / Double(kept.count)
            }
        }
        // Sample variances 7.5 and 7.7, covariance 7, each divided by 5.
        #expect(mean(x).estimate.standardError.isClose(to: 1.5.squareRoot()))
        #expect(mean(x).covariance(with: mean(y)).isClose(to: 1.4))
        #expect(mean(x).correlation(with: mean(y)).isClose(to: 7 / (7.5 * 7.7).squareRoot()))
        // Student's t with 4 degrees of freedom: 2.776445105.
        let interval = Interval(amount: mean(x))
        #expect(interval.estimate == 4)
        #expect((interval.high - 4).isClose(to: 2.776445105 * 1.5.squareRoot(), within: 1e-9))
        #expect((4 - interval.low).isClose(to: 2.776445105 * 1.5.squareRoot(), within: 1e-9))
    }

    @Test("Deleting from the panel equals computing from the rows that are left")
    func direct() throws {
        let rows = PanelTests.rows()
        let panel = try Panel(rows)
        let analysis = Analysis(study(), panel)
        let estimate = analysis.scalability("cloud", scale: 2, at: .signed).whole
        let leftOut = try (0..<8).map { deleted -> Double in
            let rest = try Panel(rows.filter { $0.key.replication != deleted })
            return Analysis(study(), rest).scalability("cloud", scale: 2, at: .signed).whole.estimate
        }
        let mean = leftOut.reduce(0, +) / 8
        let error = (7.0 / 8 * leftOut.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
        // Student's t with 7 degrees of freedom: 2.364624252.
        #expect((estimate.high - estimate.estimate).isClose(to: 2.364624252 * error, within: 1e-8))
    }

    @Test("One replication gives a value and no interval")
    func single() throws {
        let analysis = Analysis(study(), try Panel(PanelTests.rows(replications: 1)))
        let rate = analysis.estimate(Measure.rates[1], Panel.Cell("pool"), at: .signed)
        #expect(!rate.estimate.isNaN)
        #expect(!rate.isKnown)
    }

    @Test("No share, rate or amount has an interval from one replication")
    func singleReplication() throws {
        let sample = try #require(try Panel(PanelTests.rows(replications: 1)).series(Panel.Cell("pool"))).sample
        for measure in Measure.all {
            for level in Level.allCases { #expect(!measure.estimate(sample, at: level).isKnown, "\(measure.key)") }
        }
        let one = Replicated(value: 0, deleted: [.nan])
        #expect(!Interval(share: one, trials: 1000).isKnown)
        #expect(!Interval(rate: one, exposure: 10).isKnown)
        let analysis = Analysis(study(), try Panel(PanelTests.rows(replications: 1)))
        #expect(!analysis.probabilityBelowFloor("pool", scale: 1).isKnown)
        #expect(!analysis.regions("pool", scale: 1).worst.isKnown)
    }

    @Test("Shares without an event have an upper bound, shares of all a lower one: of replications, not of requests")
    func zeroEvents() {
        // 1 − 0.025^(1/20) = 0.168433.
        let none = Interval(share: Replicated(value: 0, deleted: Array(repeating: 0, count: 20)), trials: 1000)
        #expect(none.low == 0)
        #expect(none.high.isClose(to: 0.168433, within: 1e-5))
        let all = Interval(share: Replicated(value: 1, deleted: Array(repeating: 1, count: 20)), trials: 1000)
        #expect(all.high == 1)
        #expect(all.low.isClose(to: 1 - 0.168433, within: 1e-5))
    }

    @Test("Replications without a trial say nothing about a share")
    func uninformedReplications() throws {
        var rows = PanelTests.rows().filter { $0.key.layout == "pool" && $0.key.scale == 1 }
        for index in rows.indices where rows[index].key.replication < 2 { rows[index].counts.deliveredWrong = 100 }
        let sample = try #require(try Panel(rows).series(Panel.Cell("pool"))).sample
        let undetected = try #require(Measure.conduct.first { $0.key == "undetected_wrong" })
        // 1 − 0.025^(1/2), not ^(1/8).
        #expect(undetected.estimate(sample, at: .signed).estimate == 0)
        #expect(undetected.estimate(sample, at: .signed).high.isClose(to: 0.841886, within: 1e-5))
    }

    @Test("An amount that was the same in every replication stands alone")
    func unvaried() {
        let cost = Interval(amount: Replicated(value: 24, deleted: Array(repeating: 24, count: 20)))
        #expect(cost.estimate == 24)
        #expect(!cost.isKnown)
    }

    @Test("Quantiles stand alone, means do not")
    func quantiles() throws {
        let sample = try #require(try Panel(PanelTests.rows()).series(Panel.Cell("pool"))).sample
        for measure in Measure.delays where measure.key.hasPrefix("total") {
            #expect(measure.estimate(sample, at: .signed).isKnown == (measure.key == "total_mean_s"))
        }
    }

    @Test("Bounds of rates and of shares without an event leave out as much: 2.5 of 100")
    func zeroRates() throws {
        let none = Replicated(value: 0, deleted: [0, 0, 0])
        // −ln 0.025 = 3.68888.
        #expect(Interval(rate: none, exposure: 10).high.isClose(to: 0.368888, within: 1e-5))
        #expect(!Interval(rate: none, exposure: 0).isKnown)
        let panel = try Panel(PanelTests.rows())
        let sample = try #require(panel.series(Panel.Cell("pool"))).sample
        let exposed = try #require(Measure.exposure.first { $0.key == "wrong_exposed_per_1000" })
        // 1 − 0.025^(1/8) = 0.369417.
        #expect(exposed.estimate(sample, at: .signed).high.isClose(to: 369.417, within: 1e-5))
    }

    @Test("A rare share stays within 0 and 1 where the Student interval would not")
    func rareShare() {
        var events = Array(repeating: 0.0, count: 20)
        events[4] = 1
        events[9] = 1
        let jackknife = Replicated(replications: 20) { deleted in
            let kept = events.indices.filter { $0 != deleted }
            return kept.reduce(0) { $0 + events[$1] } / (500 * Double(kept.count))
        }
        let share = Interval(share: jackknife, trials: 10000)
        #expect(Interval(amount: jackknife).low < 0)
        #expect(share.low > 0 && share.low < share.estimate)
        #expect(share.high > share.estimate && share.high < 0.001)
    }

    @Test("The effective sample size is that of the clusters: all-or-nothing replications count once each")
    func clusters() {
        // Three of 20 replications are all events: p = 0.15 with the jackknife's standard error of a mean of 20.
        let events = (0..<20).map { $0 < 3 ? 1.0 : 0 }
        let share = Replicated(replications: 20) { deleted in
            let kept = events.indices.filter { $0 != deleted }
            return kept.reduce(0) { $0 + events[$1] } / Double(kept.count)
        }
        let interval = Interval(share: share, trials: 20000)
        // Clopper and Pearson for 3 of 20: 0.0321 to 0.3789; a little wider for the unknown variance.
        #expect(interval.low > 0.02 && interval.low < 0.0321)
        #expect(interval.high > 0.3789 && interval.high < 0.42)
    }

    @Test("A share in the middle has the Student interval")
    func middleShare() {
        var generator = SeededNumbers(state: 2)
        let values = (0..<20).map { _ in Double.random(in: 0.49...0.51, using: &generator) }
        let jackknife = Replicated(replications: 20) { deleted in
            let kept = values.indices.filter { $0 != deleted }
            return kept.reduce(0) { $0 + values[$1] } / Double(kept.count)
        }
        #expect(Interval(share: jackknife, trials: 1e6) == Interval(amount: jackknife))
    }

    private func study() -> Study {
        var study = Study()
        study.layouts = ["cloud", "pool"].map {
            var layout = StudyLayout($0)
            layout.highest = .checked
            return layout
        }
        return study
    }
}
