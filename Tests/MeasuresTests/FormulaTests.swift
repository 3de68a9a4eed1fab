// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import TestTools
import Testing

@testable import Measures

struct FormulaTests {
    /// 100 offered, 90 answered, 80 timely; 60 of them signed in time, 54 of these right; 70 right at L0.
    private var counts: Counts {
        var counts = Counts()
        counts.cohort.offered = 100
        counts.cohort.answered = 90
        counts.cohort.refused[.queueFull] = 6
        counts.cohort.timedOut[.late] = 3
        counts.cohort.lost = 1
        counts.wholeRun = counts.cohort
        counts.timely = 80
        counts.verified[.unassured] = 80
        counts.right[.unassured] = 70
        counts.verified[.channel] = 60
        counts.right[.channel] = 54
        counts.verified[.signed] = 60
        counts.right[.signed] = 54
        counts.rightTokens[.signed] = 1080
        counts.windowSeconds = 20
        counts.paidSeconds[.serving] = 80
        counts.paidSeconds[.checking] = 20
        counts.gpuPaidSeconds = 40
        counts.spending[.nodes] = 1.5
        counts.spending[.gas] = 0.3
        counts.joules = 7.2e6
        return counts
    }

    @Test("The funnel of a hand-computed example")
    func funnel() {
        #expect(counts.conservationMistake == nil)
        #expect(counts.accessibility == 0.8)
        #expect(counts.coverage(at: .signed) == 0.75)
        #expect(counts.truth(at: .signed) == 0.9)
        #expect(counts.verifiability(at: .signed) == 0.675)
        #expect(counts.yield(at: .signed) == 0.54)
        #expect(counts.yield(at: .unassured) == 0.7)
        #expect(counts.yield(at: .checked) == 0)
        #expect(counts.truth(at: .checked).isNaN)
        #expect(Counts().accessibility.isNaN)
    }

    @Test("Verified inferences per network, in all its forms, of a hand-computed example")
    func verifiedInference() {
        #expect(counts.offeredPerSecond == 5)
        #expect(counts.rightPerSecond(at: .signed) == 2.7)
        #expect(counts.rightPerSecondAndNode(at: .signed) == 0.54)
        #expect(counts.rightPerGPUHour(at: .signed).isClose(to: 4860))
        #expect(counts.rightPerUSD(at: .signed).isClose(to: 30))
        #expect(counts.rightPerKilowattHour(at: .signed) == 27)
        #expect(counts.rightTokensPerSecond(at: .signed) == 54)
        #expect(counts.paidNodes == 5)
        #expect(counts.paidGPUs == 2)
        #expect(counts.hourlyCost.isClose(to: 324))
        #expect(counts.meanPower == 360_000)
    }

    @Test("What checks let pass and whom they accuse, of a hand-computed example")
    func conduct() {
        var counts = Counts()
        counts.delivered = 1000
        counts.deliveredUnfaithful = 100
        counts.deliveredRightUnfaithful = 40
        counts.deliveredWrong = 69
        counts.acceptedUnfaithful = 25
        counts.acceptedWrong = 23
        counts.honestJudged = 300
        counts.honestJudgedBad = 3
        counts.dishonestJudged = 50
        counts.dishonestJudgedBad = 45
        counts.honestOperatorsSlashed = 2
        counts.honestOperatorYears = 0.5
        #expect(counts.undetectedUnfaithful == 0.25)
        #expect(counts.undetectedWrong.isClose(to: 1.0 / 3))
        #expect(counts.rightThoughUnfaithful == 0.4)
        #expect(counts.wrongThoughFaithful == 0.01)
        #expect(counts.falseAccusation == 0.01)
        #expect(counts.caught == 0.9)
        #expect(counts.honestSlashedPerOperatorYear == 4)
    }

    @Test("Time to level and exposure of a hand-computed example")
    func delays() {
        var counts = Counts()
        counts.cohort.answered = 4
        for seconds in [0.0, 0.5, 2, 50] { counts.reach(.checked, after: seconds) }
        counts.exposureSeconds = 52.5
        counts.wrongExposed = 1
        #expect(counts.share(at: .checked, and: Age.all[0]) == 0.25)
        #expect(counts.share(at: .checked, and: Age.all[5]) == 0.5)
        #expect(counts.share(at: .checked, and: Age.all[9]) == 1)
        #expect(counts.share(at: .unassured, and: Age.all[0]) == 1)
        #expect(counts.share(at: .signed, and: Age.all[9]) == 0)
        #expect(counts.meanExposure == 13.125)
        #expect(counts.wrongExposedPerThousand == 250)
    }

    @Test("A latency quantile lies in the bin of the true one")
    func quantiles() {
        var counts = Counts()
        var generator = SeededNumbers(state: 3)
        var totals: [Double] = []
        for _ in 0..<999 {
            let total = Double.random(in: 0.2...4, using: &generator)
            totals.append(total)
            counts.cohort.count(.answered)
            counts.answer(firstToken: total / 10, total: total)
        }
        totals.sort()
        for p in [0.5, 0.9, 0.99] {
            let truth = totals[Int(p * 999)]
            #expect(LatencyBin(seconds: counts.totalQuantile(p)).slot == LatencyBin(seconds: truth).slot)
            #expect(abs(counts.totalQuantile(p) / truth - 1) < 0.23)
            #expect(abs(counts.firstTokenQuantile(p) / truth * 10 - 1) < 0.23)
        }
        #expect(counts.meanTotal.isClose(to: totals.reduce(0, +) / 999))
        #expect(Counts().totalQuantile(0.5).isNaN)
    }

    @Test("Overhead is zero against itself and counts both waste and lost answers")
    func overhead() {
        var twin = counts
        twin.busySeconds[.serving] = 70
        var scheme = counts
        scheme.busySeconds[.serving] = 70
        scheme.busySeconds[.checking] = 70
        #expect(Overhead.compute.of(twin, over: twin, at: .unassured) == 0)
        // 140 s for 54 right answers against 70 s for 70 right answers.
        #expect(Overhead.compute.of(scheme, over: twin, at: .signed).isClose(to: 140.0 / 54 - 1))
        #expect(Overhead.energy.of(scheme, over: twin, at: .signed).isClose(to: 70.0 / 54 - 1))
        #expect(Overhead.bytes.of(scheme, over: twin, at: .signed).isNaN)
    }

    @Test("The worst region, the unweighted mean and the users below one half")
    func regions() {
        let totals = [(10.0, 4.0), (30, 27), (60, 60), (0, 0)].map { offered, timely in
            var counts = Counts()
            // One user in ten requests; those of the worst region fare ill, whatever their region's mean.
            counts.users = offered / 10
            counts.usersBelowHalf = offered == 10 ? 1 : 0
            counts.cohort.offered = offered
            counts.timely = timely
            return counts
        }
        let regions = Regions(totals)
        #expect(regions.worst == 0.4)
        #expect(regions.mean.isClose(to: (0.4 + 0.9 + 1) / 3))
        #expect(regions.usersBelowHalf == 0.1)
        #expect(Regions([Counts]()).worst.isNaN)
    }

    @Test("The verified capacity is the largest rate at or above the floor")
    func capacity() {
        let points = [(1, 0.95, 10.0), (2, 0.9, 19), (4, 0.6, 26)].map {
            ScalePoint(scale: $0.0, utility: $0.1, rightPerSecond: $0.2)
        }
        #expect(ScalePoint.capacity(of: points, floor: 0.9)?.scale == 2)
        #expect(ScalePoint.capacity(of: points, floor: 0.5)?.scale == 4)
        #expect(ScalePoint.capacity(of: points, floor: 0.96) == nil)
    }
}

extension Double {
    func isClose(to other: Double, within share: Double = 1e-12) -> Bool { abs(self - other) <= share * abs(other) }

    @Test("The verdict per dollar flips where the first's prices carry the interval of the ratio over 1")
    func priceRatios() throws {
        var rows: [Row] = []
        for replication in 0..<4 {
            for (layout, right) in [("a", [30.0, 34, 30, 34][replication]), ("b", 16), ("c", 0)] {
                var counts = Counts()
                counts.cohort.offered = 40
                counts.right[.unassured] = right
                counts.spending[.nodes] = 2
                rows.append(Row(RowKey(layout: layout, replication: replication), counts))
            }
        }
        var study = Study()
        study.target = .unassured
        study.layouts = ["a", "b", "c"].map(StudyLayout.init)
        let ratios = Analysis(study, try Panel(rows)).priceRatios(scale: 1)
        #expect(ratios.map { $0.first + $0.second } == ["ab"])
        let pair = try #require(ratios.first)
        #expect(pair.ratio.estimate == 2)
        #expect(pair.ratio.confidence.isClose(to: 1 - 0.05 / 3))
        // Standard error 2.3094 / 2 of 32 right answers; Student's t(3) at 1 − 0.05 / 6 is 4.8567.
        #expect(pair.worseAbove?.isClose(to: 2 + 4.8567 * 2.309401 / 2 / 16, within: 1e-4) == true)
        #expect(pair.betterBelow?.isClose(to: 2 - 4.8567 * 2.309401 / 2 / 16, within: 1e-4) == true)
        #expect(pair.today == "better")
    }
}
