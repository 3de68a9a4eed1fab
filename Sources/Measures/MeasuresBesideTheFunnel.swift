// SPDX-License-Identifier: GPL-3.0-or-later

extension Measure {
    /// What checks let pass and whom they accuse.
    public static let conduct = [
        share(
            "undetected_unfaithful", "undetected unfaithful", "Accepted unfaithful / delivered unfaithful.",
            of: { counts, _ in counts.deliveredUnfaithful }, { counts, _ in counts.undetectedUnfaithful }),
        share(
            "undetected_wrong", "undetected wrong", "Accepted wrong / delivered wrong.",
            of: { counts, _ in counts.deliveredWrong }, { counts, _ in counts.undetectedWrong }),
        share(
            "right_though_unfaithful", "right though unfaithful", "Right all the same / delivered unfaithful.",
            of: { counts, _ in counts.deliveredUnfaithful }, { counts, _ in counts.rightThoughUnfaithful }),
        share(
            "wrong_though_faithful", "wrong though faithful", "Outside the tolerance / delivered of honest conduct.",
            of: { counts, _ in counts.delivered - counts.deliveredUnfaithful },
            { counts, _ in counts.wrongThoughFaithful }),
        share(
            "caught", "caught", "Dishonest attempts judged bad / dishonest attempts judged.",
            of: { counts, _ in counts.dishonestJudged }, { counts, _ in counts.caught }),
        share(
            "false_accusation", "false accusation", "Honest attempts judged bad / honest attempts judged.",
            of: { counts, _ in counts.honestJudged }, { counts, _ in counts.falseAccusation }),
        honestSlashed,
    ]

    /// Says something only of layouts whose scheme can slash.
    public static let honestSlashed = Measure(
        key: "honest_slashed_per_operator_year", heading: "honest slashed 1/y",
        meaning: "Honest operators slashed per operator-year; only where a stake stands behind the answers.",
        kind: .rate { counts, _ in counts.honestOperatorYears },
        value: { counts, _ in counts.honestSlashedPerOperatorYear })

    /// Latency and exposure of the answered requests.
    public static let delays =
        [
            amount(
                "first_token_mean_s", "first token mean s", "Mean time to first token.",
                { counts, _ in counts.meanFirstToken }),
            quantile("first_token", "first token", 0.5) { $0.firstTokenQuantile($1) },
            quantile("first_token", "first token", 0.9) { $0.firstTokenQuantile($1) },
            quantile("first_token", "first token", 0.99) { $0.firstTokenQuantile($1) },
            amount("total_mean_s", "total mean s", "Mean time to the whole answer.", { counts, _ in counts.meanTotal }),
            quantile("total", "total", 0.5) { $0.totalQuantile($1) },
            quantile("total", "total", 0.9) { $0.totalQuantile($1) },
            quantile("total", "total", 0.99) { $0.totalQuantile($1) },
        ]

    /// How long answers are usable below the target level.
    public static let exposure = [
        amount(
            "exposure_mean_s", "exposure s", "Mean time an answer is usable below the target level.",
            { counts, _ in counts.meanExposure }),
        Measure(
            key: "wrong_exposed_per_1000", heading: "wrong exposed per 1,000",
            meaning: "Wrong answers usable below the target level, per 1,000 answers.",
            kind: .perThousand { counts, _ in counts.cohort.answered },
            value: { counts, _ in counts.wrongExposedPerThousand }),
    ]

    /// What the layout pays for.
    public static let resources = [
        amount(
            "hourly_cost_usd", "USD/h", "Money spent per hour, everything counted.", { counts, _ in counts.hourlyCost }),
        amount("paid_nodes", "nodes", "Nodes paid for at a time, of any role.", { counts, _ in counts.paidNodes }),
        amount("paid_gpus", "GPUs", "GPUs paid for at a time.", { counts, _ in counts.paidGPUs }),
        amount("mean_power_w", "W", "Mean power.", { counts, _ in counts.meanPower }),
    ]

    /// Every measure of one cell, in the order of the glossary.
    public static var all: [Measure] { funnel + rates + conduct + delays + exposure + resources }

    private static func quantile(
        _ key: String, _ heading: String, _ p: Double, _ value: @escaping @Sendable (Counts, Double) -> Double
    ) -> Measure {
        let percent = Int((p * 100).rounded())
        return Measure(
            key: "\(key)_p\(percent)_s", heading: "\(heading) p\(percent) s",
            meaning: "The \(heading) time that \(percent) % of the answers do not exceed.", kind: .quantile,
            value: { counts, _ in value(counts, p) })
    }
}
