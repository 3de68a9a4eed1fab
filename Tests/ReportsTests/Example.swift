// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Reports

/// A small study with numbers that a person can follow: a cloud with receipts, a pool with re-execution.
enum Example {
    static var study: Study {
        var study = Study()
        study.title = "A cloud and a pool"
        study.target = .checked
        study.scales = [1, 2]
        study.totalObjective = 2
        study.clientDeadline = 10
        study.verificationDeadline = 5
        study.revocationWindow = 60
        study.windowEnd = 100
        study.floor = 0.5
        study.equalisation = .cost
        study.reference = "cloud"
        study.notes = ["Digits stand for prompts of a language model."]
        var cloud = StudyLayout("cloud")
        cloud.highest = .signed
        cloud.mainOperator = "the cloud"
        var pool = StudyLayout("pool")
        pool.highest = .checked
        var hybrid = StudyLayout("hybrid")
        hybrid.highest = .checked
        hybrid.assumedHonest = "the cloud"
        hybrid.auditProbability = 0.05
        hybrid.stakeUSD = 1000
        study.layouts = [cloud, pool, hybrid]
        var pair = ProfilePair(model: "chat", first: "scalar", second: "wide-8")
        (pair.inputs, pair.otherAnswers, pair.withinTolerance) = (360, 0.025, 0.975)
        (pair.medianDistance, pair.largestDistance) = (0.00012, nil)
        study.profilePairs = [pair]
        return study
    }

    /// Four replications, two scales; the cloud with two strata, the pool with a twin.
    static var rows: [Row] {
        var rows: [Row] = []
        for replication in 0..<4 {
            for scale in [1, 2] {
                let change = Double(replication % 2) * 4 + Double(scale)
                rows += layout("cloud", scale, replication, ("honest", 0.9), right: 90 - change, level: .signed)
                rows += layout("cloud", scale, replication, ("dishonest", 0.1), right: 20 - change, level: .signed)
                rows += layout("pool", scale, replication, ("all", 1), right: 80 - change, level: .checked)
                rows += layout(
                    "pool", scale, replication, ("all", 1), right: 82 - change, level: .unassured, variant: .twin)
                rows += layout(
                    "hybrid", scale, replication, ("all", 1), right: 60 - 2 * change, level: .checked)
            }
        }
        return rows
    }

    private static func layout(
        _ name: String, _ scale: Int, _ replication: Int, _ stratum: (String, Double), right: Double, level: Level,
        variant: Variant = .scheme
    ) -> [Row] {
        var key = RowKey(
            layout: name, variant: variant, scale: scale, stratum: stratum.0, stratumWeight: stratum.1,
            replication: replication)
        var whole = Counts()
        whole.windowSeconds = 100
        whole.spending[.nodes] = 2
        whole.spending[.gas] = level == .checked ? 0.25 : 0
        whole.paidSeconds[.serving] = 400
        whole.busySeconds[.serving] = level == .checked ? 300 : 100
        whole.gpuPaidSeconds = 400
        whole.joules = 36_000
        var rows = [Row(key, whole)]
        for (region, share) in [("eu", 0.5), ("us", 0.5)] {
            key.region = region
            key.model = "digits"
            rows.append(Row(key, counts(right: (right * share).rounded(.down), scale: Double(scale), level)))
        }
        return rows
    }

    /// Fifty requests in one region, `right` of them right.
    private static func counts(right: Double, scale: Double, _ level: Level) -> Counts {
        var counts = Counts()
        counts.cohort.offered = 50 * scale
        counts.cohort.answered = 49 * scale
        counts.cohort.refused[.queueFull] = scale
        counts.wholeRun = counts.cohort
        counts.timely = 48 * scale
        for held in Level.allCases where held <= level {
            counts.verified[held] = 47 * scale
            counts.right[held] = right * scale
            counts.rightTokens[held] = right * scale * 10
        }
        counts.verified[.unassured] = 48 * scale
        for held in Level.allCases.dropFirst() where held <= level {
            for _ in 0..<Int(49 * scale) { counts.reach(held, after: held == .checked ? 0.8 : 0) }
        }
        counts.exposureSeconds = level == .checked ? 0.8 * 49 * scale : 5 * 49 * scale
        counts.wrongExposed = 4
        counts.delivered = 49 * scale
        counts.deliveredWrong = 4
        counts.acceptedWrong = 1
        for _ in 0..<Int(49 * scale) { counts.answer(firstToken: 0.1, total: 0.5) }
        return counts
    }

    static func report() throws -> StudyReport {
        try StudyReport(study, rows, files: [StudyReport.File("runs.csv", "the record")])
    }
}
