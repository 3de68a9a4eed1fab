// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// What a reader must know to read the numbers right.
    var notes: [String] {
        study.notes + equality + panel.layouts.flatMap(notes(of:)) + panel.layouts.flatMap(flags(of:))
            + replicationNotes
    }

    /// How equal the layouts came out in what they were given equal.
    private var equality: [String] {
        guard study.equalisation != .nothing else { return [] }
        let parts = panel.layouts.filter { $0 != study.reference }.map { layout in
            "\(label(layout)) \(Cells.change(analysis.balance(layout, scale: scale).residual))"
        }
        return [
            "Given equal \(study.equalisation.rawValue), that of \(study.reference); residual: "
                + parts.joined(separator: ", ") + "."
        ]
    }

    /// Trust, audit and honesty of a layout.
    private func notes(of name: String) -> [String] {
        guard let layout = study.layout(name) else { return [] }
        var notes: [String] = []
        if !layout.trust.isEmpty { notes.append("\(label(name)): \(layout.trust)") }
        if layout.auditProbability != nil || layout.stakeUSD != nil {
            let probability = layout.auditProbability.map { Cells.amount($0) } ?? "-"
            let stake = layout.stakeUSD.map { Cells.amount($0) } ?? "-"
            notes.append("\(label(name)): audit probability p = \(probability), stake s = \(stake) USD.")
        }
        if !layout.assumedHonest.isEmpty {
            notes.append("\(label(name)): \(layout.assumedHonest) is exempted from the threat.")
        }
        if !layout.mainOperator.isEmpty { notes.append("\(label(name)): " + Self.strata(by: layout.mainOperator)) }
        return notes
    }

    /// Several main operators stand in the record with commas between them.
    private static func strata(by operators: String) -> String {
        let names = operators.split(separator: ", ")
        guard let last = names.last, names.count > 1 else {
            return "\(operators) has more than 20 % of the capacity; its honesty makes the strata."
        }
        let all = names.dropLast().joined(separator: ", ") + " and " + last
        return "\(all) have more than 20 % of the capacity each; their honesty makes the strata."
    }

    /// What makes a layout's numbers say less than they seem to.
    private func flags(of name: String) -> [String] {
        var flags: [String] = []
        let cohort = study.windowEnd - study.windowStart
        if let window = study.layout(name)?.challengeWindow, window > cohort {
            flags.append(
                "\(label(name)): the challenge window of \(Cells.seconds(window)) s is longer than the cohort of "
                    + "\(Cells.seconds(cohort)) s.")
        }
        let isFlagged = panel.scales.contains { scale in
            scale != 1 && canReach(name, target) && analysis.scalability(name, scale: scale, at: target).isFlagged
        }
        if isFlagged { flags.append("\(label(name)): Y(1) is below 0.5, so S says little.") }
        for scale in panel.scales where analysis.plainSum(Panel.Cell(name, scale: scale)).conservationMistake != nil {
            let mistake = analysis.plainSum(Panel.Cell(name, scale: scale)).conservationMistake?.description ?? ""
            flags.append("\(label(name)), k = \(scale): \(mistake).")
        }
        return flags
    }

    private var replicationNotes: [String] {
        var notes = panel.leftOut.map {
            "Replication \($0.replication) is left out everywhere: in \(label($0.layout)), \($0.reason)."
        }
        if panel.replications.count < 2 {
            notes.append("One replication gives no intervals and no verdicts; at least two are needed.")
        } else {
            notes.append(
                "\(panel.replications.count) replications may all have missed what happens in fewer than "
                    + "\(Cells.share(analysis.unseenShare)) of them; no interval but those of measures that were alike in "
                    + "all replications allows for it.")
        }
        if panel.scales == [1] { notes.append("Only scale 1 was run, so S is undefined.") }
        return notes
    }
}

/// One line per measure that a report prints.
enum Glossary {
    static func lines(_ analysis: Analysis) -> [String] {
        Measure.all.map { "\($0.heading): \($0.meaning)" } + [
            "Y: yield, right / offered = A × V; U at scale 1.",
            "S(k): scalability, Y(k) / Y(1) = S_A × S_V, with demand and every pool k-fold.",
            "Verified capacity: the largest VIPN among the scales run with U at or above the floor of "
                + "\(Cells.share(analysis.study.floor)).",
            "Worst region, unweighted mean: A over the regions of users. Users below 0.5: the share of those who asked of "
                + "whose requests less than half were timely.",
            "Overhead: resource per right answer with the scheme / without it, minus 1.",
            "95 % and [low, high]: Student interval of the jackknife over replications; for shares near 0 or 1 "
                + "Clopper–Pearson on the effective sample size, which the spread over replications decides.",
            "≤ and ≥: the outer end of such a two-sided 95 % interval, passed by the truth in at most 2.5 of 100 studies. "
                + "A share that was the same in all replications takes each replication as one trial, not each request; "
                + "replications without a request of the kind do not count. A rate without an event takes events as "
                + "independent of each other.",
            "A number without an interval: a quantile, for which the jackknife fails; an amount that was the same in every "
                + "replication, or anything from one replication, for which nothing is known; in the first table, the "
                + "time to level and the strata at L0, intervals are left to the other tables, `curves.csv` and the JSON.",
            "Latency quantiles come from a histogram with twelve bins a decade, linear within a bin.",
        ] + Level.allCases.map { "\($0.code) \($0.name): \($0.meaning)." }
    }
}
