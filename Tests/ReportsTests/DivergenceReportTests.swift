// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Reports
import Statistics
import Testing

@Suite("The report of a comparison of honest machines and cheats") struct DivergenceReportTests {
    private func pair(_ first: String, _ second: String, other: Int?, same: Int, within: Int) -> Divergence.Pair {
        Divergence.Pair(
            first: first, second: second, distances: [0, 0.5, 1, .infinity], otherAnswers: other, sameBits: same,
            withinTolerance: within)
    }

    private func check(_ name: String, rejected: Double) -> Divergence.Check {
        func share(_ events: Double) -> Interval { Proportion(events: events, trials: 4).clopperPearson() }
        return Divergence.Check(
            check: name, conduct: "int4-weights", area: share(2), foundAtOnePercent: share(1),
            foundAtOnePerMille: share(0), honestRejected: share(rejected), found: share(3))
    }

    private func text(
        tolerance: Double = 0.5, other: Int? = 1, rejected: Double = 0, dispute: Bool = false, same: Int = 0
    ) -> String {
        let checks = [check("within tolerance", rejected: rejected)] + (dispute ? [check("dispute", rejected: 0)] : [])
        let divergence = Divergence(
            model: "toy", inputs: 4, tolerance: tolerance, calibrationInputs: 2,
            profiles: [pair("a", "b", other: other, same: 1, within: 4)],
            conducts: [
                pair("a", "int4-weights", other: other, same: same, within: 4),
                pair("b", "int4-weights", other: other, same: same, within: 0),
                pair("a", "int8-weights", other: other, same: same, within: 3),
                pair("b", "int8-weights", other: other, same: same, within: 3),
                pair("a", "int8-cache", other: other, same: 4, within: 4),
            ],
            idle: [pair("a", "stale", other: other, same: 4, within: 4)], checks: checks,
            costs: [Divergence.Cost(check: "same answer, execution again", bytes: 0, time: 1)])
        return DivergenceReport(divergence).document.text(width: 10_000)
    }

    @Test("the headline takes a conduct over all profiles, and none that changes nothing or computes nothing")
    func headline() {
        let report = text()
        #expect(
            report.hasPrefix(
                "toy: honest machines of different kinds give another answer to 25.0 % and the same bits to 25.0 % of inputs; "
                    + "of the cheats that compute, int8-weights hides best: 75.0 % of its answers lie within the tolerance."
            ))
        #expect(report.contains("stale") && report.contains("at 0.1 %"))
        #expect(text(same: 4).contains("; no cheat that computes changes what it gives out."))
    }

    @Test("what names nothing has no other answers, and a note says so") func unlabelled() {
        let report = text(other: nil)
        #expect(report.hasPrefix("toy: honest machines of different kinds give the same bits to 25.0 % of inputs;"))
        #expect(report.contains("names no class and none decides anything") && !text().contains("names no class"))
    }

    @Test("a tolerance that holds nobody, disagreement among the honest and disputes are explained") func notes() {
        #expect(text(tolerance: .infinity).contains("no tolerance holds them"))
        #expect(text(rejected: 1).contains("no tolerance can mend that") && !text().contains("no tolerance can mend"))
        #expect(text(dispute: true).contains("Conducts that compute nothing are not played"))
    }
}
