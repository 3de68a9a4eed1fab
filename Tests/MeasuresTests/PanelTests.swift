// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import TestTools
import Testing

@testable import Measures

struct PanelTests {
    /// Two layouts at two scales, one with two strata, over eight replications and two regions.
    static func rows(replications: Int = 8) -> [Row] {
        var generator = SeededNumbers(state: 5)
        var rows: [Row] = []
        for (layout, strata) in [("cloud", [("honest", 0.9), ("dishonest", 0.1)]), ("pool", [("all", 1.0)])] {
            for scale in [1, 2] {
                for replication in 0..<replications {
                    for (stratum, weight) in strata {
                        for region in ["eu", "us"] {
                            rows.append(
                                Row(
                                    RowKey(
                                        layout: layout, scale: scale, stratum: stratum, stratumWeight: weight,
                                        replication: replication, region: region, model: "digits"),
                                    .plausible(using: &generator)))
                        }
                    }
                }
            }
        }
        return rows
    }

    @Test("Totals are weighted over strata and deletions leave a replication out of every stratum")
    func totals() throws {
        let rows = Self.rows()
        let panel = try Panel(rows)
        let series = try #require(panel.series(Panel.Cell("cloud", scale: 2)))
        for deleted in [nil, 0, 7] {
            var offered = 0.0, right = 0.0
            for row in rows where row.key.layout == "cloud" && row.key.scale == 2 && row.key.replication != deleted {
                offered += row.key.stratumWeight * row.counts.cohort.offered
                right += row.key.stratumWeight * row.counts.right[.signed]
            }
            #expect(series.totals(without: deleted).cohort.offered.isClose(to: offered))
            #expect(series.totals(without: deleted).yield(at: .signed).isClose(to: right / offered))
        }
        #expect(panel.strata(of: "cloud").map(\.weight) == [0.9, 0.1])
        #expect(panel.regions == ["eu", "us"])
        #expect(panel.scales == [1, 2])
    }

    @Test("A total over one region, model or stratum holds its rows only, unweighted by the stratum")
    func parts() throws {
        let rows = Self.rows()
        let panel = try Panel(rows)
        let series = try #require(panel.series(Panel.Cell("cloud", stratum: "dishonest", region: "us")))
        let expected = rows.map { row -> Double in
            let key = row.key
            let belongs = key.layout == "cloud" && key.scale == 1 && key.stratum == "dishonest" && key.region == "us"
            return belongs ? row.counts.timely : 0
        }
        #expect(series.totals().timely == expected.reduce(0, +))
        #expect(panel.series(Panel.Cell("cloud", model: "none"))?.totals() == Counts())
        #expect(panel.series(Panel.Cell("cloud", .twin)) == nil)
    }

    @Test("A replication that failed anywhere counts nowhere")
    func failures() throws {
        var rows = Self.rows()
        rows[3].failure = "event limit reached"
        let panel = try Panel(rows)
        #expect(panel.replications == [1, 2, 3, 4, 5, 6, 7])
        #expect(panel.leftOut == [Panel.LeftOut(replication: 0, layout: "cloud", reason: "event limit reached")])
        let whole = try #require(panel.series(Panel.Cell("pool")))
        let expected = rows.filter { $0.key.layout == "pool" && $0.key.scale == 1 && $0.key.replication > 0 }
        #expect(whole.totals().timely == expected.reduce(0) { $0 + $1.counts.timely })
    }

    @Test("Rows that make no panel are refused with a reason")
    func mistakes() {
        let rows = Self.rows()
        expect([], .noRows)
        var other = rows
        other[0].key.stratumWeight = 0.8
        expect(other, .twoWeights(layout: "cloud", stratum: "honest", 0.8, 0.9))
        expect(
            rows.filter { $0.key.stratum != "dishonest" }, .weightsDoNotSumToOne(layout: "cloud", sum: 0.9))
        let twin = rows.filter { $0.key.stratum != "dishonest" }.map {
            var row = $0
            row.key.variant = .twin
            return row
        }
        expect(
            rows + twin,
            .missing(replication: 0, layout: "cloud", variant: .twin, scale: 1, stratum: "dishonest"))
        expect(
            rows.filter { $0.key.layout != "pool" || $0.key.scale != 2 || $0.key.replication != 4 },
            .missing(replication: 4, layout: "pool", variant: .scheme, scale: 2, stratum: "all"))
    }

    @Test("The probability of falling below a floor is that of the replications, each stratum with its weight")
    func floor() throws {
        var rows: [Row] = []
        for (stratum, weight, answers) in [("honest", 0.9, [9.0, 9, 9, 4]), ("dishonest", 0.1, [4, 4, 9, 4])] {
            for (replication, right) in answers.enumerated() {
                var counts = Counts()
                counts.cohort.offered = 10
                counts.right[.unassured] = right
                rows.append(
                    Row(
                        RowKey(
                            layout: "cloud", stratum: stratum, stratumWeight: weight, replication: replication),
                        counts))
            }
        }
        var study = Study()
        study.target = .unassured
        study.floor = 0.5
        study.layouts = [StudyLayout("cloud")]
        let analysis = Analysis(study, try Panel(rows))
        #expect(analysis.probabilityBelowFloor("cloud", scale: 1).estimate.isClose(to: 0.9 * 0.25 + 0.1 * 0.75))
        #expect(analysis.probabilityBelowFloor("cloud", scale: 1, stratum: "dishonest").estimate == 0.75)
        // 0.9 × 31 / 40 + 0.1 × 21 / 40.
        let utility = analysis.estimate(.utility, Panel.Cell("cloud"), at: .unassured).estimate
        #expect(utility.isClose(to: 0.75))
    }

    private func expect(_ rows: [Row], _ mistake: PanelMistake, _ place: SourceLocation = #_sourceLocation) {
        #expect(throws: mistake, sourceLocation: place) { try Panel(rows) }
    }
}
