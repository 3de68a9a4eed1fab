// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities

/// The answer of a study in one or two sentences of plain words.
struct Answer {
    let analysis: Analysis
    let scale: Int

    private var target: Level { analysis.study.target }

    var text: String {
        let ranked = ranked
        guard let best = ranked.first else {
            return "No layout of this study can reach \(target.code) (\(target.name)), the level it asks for."
        }
        return [lead(best), comparison(of: best.layout, with: ranked.dropFirst().map(\.layout))]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The layouts that can reach the target, the largest U first, in the order of the record where equal.
    private var ranked: [(layout: String, utility: Estimate)] {
        let all = analysis.panel.layouts.enumerated().compactMap { index, layout in
            analysis.study.layout(layout)?.canReach(target) ?? false
                ? (
                    index, layout, analysis.estimate(.utility, Panel.Cell(layout, scale: scale), at: target)
                ) : nil
        }
        return all.filter { !$0.2.value.isNaN }
            .sorted { ($1.2.value, $0.0) < ($0.2.value, $1.0) }
            .map { ($0.1, $0.2) }
    }

    private func lead(_ best: (layout: String, utility: Estimate)) -> String {
        let interval =
            best.utility.hasInterval
            ? " (95 % interval \(percent(best.utility.low)) to \(percent(best.utility.high)))" : ""
        let verb =
            analysis.panel.layouts.count > 1
            ? "\(best.layout) delivers the most verified inference: it gives" : "\(best.layout) gives"
        return "\(verb) a timely, right answer at \(target.code) (\(target.name)) to "
            + "\(percent(best.utility.value)) % of requests\(interval)\(scale == 1 ? "" : " at scale \(scale)")."
    }

    /// What the verdicts and the levels say of the others.
    private func comparison(of best: String, with others: [String]) -> String {
        let verdicts = analysis.verdicts(scale: scale)
        func those(where matches: (Verdict) -> Bool) -> [String] {
            others.filter { other in
                verdicts.contains { pair in
                    Set([pair.first, pair.second]) == [best, other]
                        && matches(pair.first == best ? pair.verdict : pair.verdict.reversed)
                }
            }
        }
        var clauses: [String] = []
        let beaten = those { $0 == .better }
        let equal = those { $0 == .equivalent }
        let open = those {
            if case .cannotTell = $0 { true } else { false }
        }
        if !beaten.isEmpty { clauses.append("better than \(list(beaten))") }
        if !equal.isEmpty { clauses.append("equivalent to \(list(equal))") }
        if !open.isEmpty { clauses.append("not told apart from \(list(open)) by the replications run") }
        let unable = analysis.panel.layouts.filter { !(analysis.study.layout($0)?.canReach(target) ?? false) }
        if clauses.isEmpty {
            return unable.isEmpty ? "" : "\(list(unable)) cannot reach \(target.code)."
        }
        let ending = unable.isEmpty ? "" : "; \(list(unable)) cannot reach \(target.code)"
        return "It is " + clauses.joined(separator: ", ") + ending + "."
    }

    private func percent(_ share: Double) -> String { Digits.fixed(100 * share, places: 1) }

    private func list(_ names: [String]) -> String {
        names.count < 2
            ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }
}

extension Verdict {
    /// The same verdict on the second layout of the pair.
    var reversed: Verdict {
        switch self {
        case .better: .worse
        case .worse: .better
        default: self
        }
    }
}
