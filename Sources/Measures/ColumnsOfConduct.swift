// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Column {
    /// Truth against checks.
    static var truth: [Column] {
        [
            .count("delivered_answers", "Answers that reached the client or its checker.", \.delivered),
            .count("delivered_unfaithful_answers", "Delivered, of dishonest conduct.", \.deliveredUnfaithful),
            .count("delivered_wrong_answers", "Delivered, outside the model's tolerance.", \.deliveredWrong),
            .count(
                "delivered_right_unfaithful_answers", "Delivered, of dishonest conduct, right all the same.",
                \.deliveredRightUnfaithful),
            .count(
                "accepted_unfaithful_answers", "Delivered unfaithful, not judged bad, rejected or revoked.",
                \.acceptedUnfaithful),
            .count("accepted_wrong_answers", "Delivered wrong, not judged bad, rejected or revoked.", \.acceptedWrong),
            .count("honest_judged_attempts", "Attempts of honest conduct that a check judged.", \.honestJudged),
            .count("honest_judged_bad_attempts", "Of these, judged bad.", \.honestJudgedBad),
            .count(
                "dishonest_judged_attempts", "Attempts of dishonest conduct that a check judged.", \.dishonestJudged),
            .count("dishonest_judged_bad_attempts", "Of these, judged bad.", \.dishonestJudgedBad),
            .count("honest_slashed_operators", "Convictions of honest operators.", \.honestOperatorsSlashed),
            .amount(
                "honest_operator_years", "Honest operators times the time they stood to be convicted.",
                \.honestOperatorYears),
        ]
    }

    /// Latency, time to level, exposure.
    static var time: [Column] {
        [
            .amount("first_token_s", "Time to first token, summed over answered requests.", \.firstTokenSeconds),
            .amount("total_s", "Time to the whole answer, summed over answered requests.", \.totalSeconds),
            .amount("exposure_s", "Time usable below the target level, summed over answered ones.", \.exposureSeconds),
            .count("wrong_exposed_answers", "Wrong answers usable below the target level.", \.wrongExposed),
        ] + levelsByAge + bins("first_token", "time to first token") { \.firstTokenTimes[$0] }
            + bins("total", "time to the whole answer") { \.totalTimes[$0] }
    }

    private static var levelsByAge: [Column] {
        Level.allCases.dropFirst().flatMap { level in
            Age.all.map { age in
                let seconds = Digits.write(age.seconds, significant: 6)
                return .count(
                    "\(level.code)_at_\(seconds)_s_answers",
                    "Answers at \(level.code) or higher \(seconds) s after delivery.",
                    \.reached[LevelAtAge(level, age)])
            }
        }
    }

    private static func bins(
        _ name: String, _ meaning: String, _ path: (LatencyBin) -> any WritableKeyPath<Counts, Double> & Sendable
    ) -> [Column] {
        LatencyBin.all.map { bin in
            let lower = Digits.write(bin.lower, significant: 3)
            return .count(
                "\(name)_from_\(lower)_s_answers",
                "Answers whose \(meaning) lies between \(lower) s and the next column's edge.",
                path(bin))
        }
    }

    /// What was used and paid for in the window, in the row of the layout as a whole.
    static var resources: [Column] {
        NodeRole.allCases.flatMap { role in
            [
                .amount(
                    "paid_\(role.name)_node_s", "Time \(role.name) nodes were paid for, idle included.",
                    \.paidSeconds[role]),
                .amount(
                    "busy_\(role.name)_node_s", "Time the devices of \(role.name) nodes computed.",
                    \.busySeconds[role]),
            ]
        } + [
            .amount("paid_gpu_s", "Paid node time that belongs to GPUs, times their number.", \.gpuPaidSeconds),
            .amount("busy_gpu_s", "Busy node time that belongs to GPUs, times their number.", \.gpuBusySeconds),
        ]
            + CostKind.allCases.map { kind in
                .amount("\(kind.name)_usd", "Money spent on \(kind.name).", \.spending[kind])
            } + [
                .amount("network_bytes", "Bytes put on the network.", \.bytes),
                .amount("energy_joules", "Energy used.", \.joules),
                .amount("window_s", "Length of the window the cohort was offered in.", \.windowSeconds),
            ]
    }
}
