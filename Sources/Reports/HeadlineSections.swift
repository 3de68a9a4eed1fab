// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// One row per layout: U at the target with its interval, L0 beside it unless it is the target, and the funnel behind
    /// it.
    var headline: Table {
        let besideTarget: [Level] = target == .unassured ? [] : [.unassured]
        var headings = ["U at \(target.code)", "95 %"] + besideTarget.map { "U at \($0.code)" }
        headings += ["A", "C", "T", heading(.verifiability, target)]
        headings += besideTarget.map { heading(.verifiability, $0) } + ["VIPN 1/s", "USD/h"]
        return table(headings.map { .number($0) }) { layout in
            func share(_ measure: Measure, _ level: Level) -> String {
                canReach(layout, level)
                    ? Cells.share(analysis.estimate(measure, cell(layout), at: level).estimate) : "-"
            }
            let utility = analysis.estimate(.utility, cell(layout), at: target)
            let counts = analysis.sample(cell(layout))?.all ?? Counts()
            let reachable = canReach(layout, target)
            var cells = [
                reachable ? Cells.share(utility.estimate) : Cells.notReachable,
                reachable ? Cells.interval(utility) : "-",
            ]
            cells += besideTarget.map { share(.utility, $0) } + [share(.accessibility, .unassured)]
            cells += [Measure.coverage, .truth, .verifiability].map { share($0, target) }
            cells += besideTarget.map { share(.verifiability, $0) }
            cells += [reachable ? Cells.amount(counts.rightPerSecond(at: target)) : "-"]
            return cells + [Cells.amount(counts.hourlyCost)]
        }
    }

    /// The heading of a measure at a level: V at L0, where nothing is verified, is called correct.
    func heading(_ measure: Measure, _ level: Level) -> String {
        measure.key == Measure.verifiability.key && level == .unassured ? "correct" : measure.heading
    }

    /// Under which rules the numbers hold, in a few sentences.
    var conditions: String {
        let objectives = [
            study.firstTokenObjective.map { "first token within \(Cells.seconds($0)) s" },
            study.totalObjective.map { "whole answer within \(Cells.seconds($0)) s" },
        ].compactMap { $0 }
        let timely = objectives.isEmpty ? "the objective of its workload" : objectives.joined(separator: ", ")
        let window = "[\(Cells.seconds(study.windowStart)) s, \(Cells.seconds(study.windowEnd)) s)"
        return "Target \(target.code) (\(target.name)): \(target.meaning). Timely: \(timely); clients give up after "
            + "\(Cells.seconds(study.clientDeadline)) s. Verified within "
            + "\(Cells.seconds(study.verificationDeadline)) s of delivery, revocable for "
            + "\(Cells.seconds(study.revocationWindow)) s. Requests offered in \(window), scale \(scale), "
            + "\(study.kind.rawValue) study, \(panel.replications.count) replication\(panel.replications.count == 1 ? "" : "s")."
    }

    /// What each layout is, and how far it can reach.
    var layouts: [String] {
        panel.layouts.map { name in
            let layout = study.layout(name)
            let highest = layout?.highest ?? .unassured
            let summary = (layout?.summary ?? "").isEmpty ? "" : " \(layout?.summary ?? "")"
            return "\(label(name)):\(summary) It reaches \(highest.code) (\(highest.name))."
        }
    }

    /// Every pair of layouts that can reach the target; at the headline's scale, then at the others.
    var verdicts: [Document.Block] {
        var blocks: [Document.Block] = []
        for scale in [scale] + panel.scales.filter({ $0 != scale }) {
            let pairs = analysis.verdicts(scale: scale)
            guard !pairs.isEmpty else { continue }
            var table = Table([
                .words("layout"), .words("is"), .words("than / to / from"), .number("U difference"),
                .number("Holm interval"), .words("size"), .number("p (Holm)"), .number("correlation"),
            ])
            for pair in pairs {
                table.add([
                    label(pair.first), pair.verdict.text, label(pair.second), Cells.share(pair.difference.estimate),
                    Cells.interval(pair.difference), pair.importance.rawValue, Cells.probability(pair.adjustedP),
                    Cells.share(pair.correlation),
                ])
            }
            if panel.scales.count > 1 { blocks.append(.paragraph("Scale \(scale):")) }
            blocks.append(.table(table))
        }
        guard !blocks.isEmpty else { return [] }
        return blocks + [
            .paragraph(
                "On U at \(target.code), from paired jackknife differences, corrected over all pairs of a scale. "
                    + "Equivalent: the interval lies within ± \(Cells.amount(study.indifference)), the indifference. "
                    + "Better or worse: it does not, and it leaves out 0; by more than matters where all of it lies "
                    + "beyond the indifference, perhaps by less where a part does not.")
        ]
    }

    /// One row per layout and level; at L0, V is what the headline calls correct.
    var levels: [Document.Block] {
        var table = Table(
            [.words("layout"), .words("level")] + Measure.funnel.map { .number($0.heading) } + [
                .number("false assurance")
            ])
        for layout in panel.layouts {
            for level in Level.allCases {
                let start = [label(layout), "\(level.code) \(level.name)"]
                guard canReach(layout, level), let sample = analysis.sample(cell(layout)) else {
                    table.add(start + [Cells.notReachable] + Array(repeating: "-", count: Measure.funnel.count))
                    continue
                }
                table.add(
                    start + Measure.funnel.map { Cells.shareWithInterval($0.estimate(sample, at: level)) } + [
                        Cells.shareWithInterval(Measure.truth.estimate(sample, at: level).complement)
                    ])
            }
        }
        return [.table(table)]
    }
}
