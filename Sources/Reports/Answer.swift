// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities
import Statistics

/// The answer of a study in one or two sentences of plain words.
struct Answer {
    let report: StudyReport

    private var target: Level { report.target }

    var text: String {
        let ranked = ranked
        guard let best = ranked.first else {
            if report.panel.layouts.contains(where: { report.canReach($0, target) }) {
                return "Nothing was offered in the window, so nothing can be said of any layout."
            }
            return "No layout of this study can reach \(target.code) (\(target.name)), the level it asks for."
        }
        let standing = Standing(
            of: best.layout, among: ranked.dropFirst().map(\.layout),
            by: report.analysis.verdicts(scale: report.scale))
        return [lead(best, standing), comparison(standing)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The layouts that can reach the target, the largest U first, in the order of the record where equal.
    private var ranked: [(layout: String, utility: Interval)] {
        let able = report.panel.layouts.filter { report.canReach($0, target) }
        let utilities = able.map { report.analysis.estimate(.utility, report.cell($0), at: target) }
        return able.indices.filter { !utilities[$0].estimate.isNaN }
            .sorted { (-utilities[$0].estimate, $0) < (-utilities[$1].estimate, $1) }
            .map { (able[$0], utilities[$0]) }
    }

    private func lead(_ best: (layout: String, utility: Interval), _ standing: Standing) -> String {
        let name = report.label(best.layout)
        let claim =
            if report.panel.layouts.count == 1 {
                "\(name) gives"
            } else if !standing.untold.isEmpty {
                "\(name) comes first, but not for sure: it gives"
            } else if !standing.equal.isEmpty {
                "\(name) comes first: it gives"
            } else {
                "\(name) delivers the most verified inference: it gives"
            }
        let interval =
            best.utility.isKnown
            ? " (95 % interval \(percent(best.utility.low)) to \(percent(best.utility.high)))" : ""
        return "\(claim) a timely, right answer at \(target.code) (\(target.name)) to "
            + "\(percent(best.utility.estimate)) % of requests\(interval)"
            + (report.panel.scales == [1] ? "." : " at scale \(report.scale).")
    }

    /// What the verdicts and the levels say of the others.
    private func comparison(_ standing: Standing) -> String {
        var clauses: [String] = []
        if !standing.beaten.isEmpty { clauses.append("is better than \(list(standing.beaten))") }
        if !standing.barely.isEmpty {
            clauses.append("is better than \(list(standing.barely)), though perhaps by less than matters")
        }
        if !standing.equal.isEmpty { clauses.append("is equivalent to \(list(standing.equal))") }
        if !standing.untold.isEmpty {
            let evidence = report.panel.replications.count == 1 ? "one replication" : "these replications"
            clauses.append("cannot be told from \(list(standing.untold)) by \(evidence)")
        }
        let unable = report.panel.layouts.filter { !report.canReach($0, target) }
        let ending = unable.isEmpty ? "" : "\(list(unable)) cannot reach \(target.code)"
        if clauses.isEmpty { return ending.isEmpty ? "" : ending + "." }
        return "It \(clauses.joined(separator: ", "))\(ending.isEmpty ? "" : "; " + ending)."
    }

    private func percent(_ share: Double) -> String { Digits.fixed(100 * share, places: 1) }

    private func list(_ names: [String]) -> String {
        let labels = names.map(report.label)
        return labels.count < 2
            ? labels.joined() : labels.dropLast().joined(separator: ", ") + " and " + (labels.last ?? "")
    }
}

/// How the others stand to the layout with the largest U.
private struct Standing {
    private(set) var beaten: [String] = []
    /// Beaten, but perhaps by less than the indifference.
    private(set) var barely: [String] = []
    private(set) var equal: [String] = []
    private(set) var untold: [String] = []

    init(of best: String, among others: [String], by verdicts: [PairVerdict]) {
        for other in others {
            for pair in verdicts where Set([pair.first, pair.second]) == [best, other] {
                switch pair.verdict {
                case .better, .worse:
                    if pair.importance == .matters { beaten.append(other) } else { barely.append(other) }
                case .equivalent: equal.append(other)
                case .cannotTell: untold.append(other)
                }
            }
        }
    }
}
