// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities
import Statistics

extension StudyReport {
    /// Quantiles of both latencies, the share at each level by age, exposure below the target.
    var delays: [Document.Block] {
        let latency = table(
            Measure.delays.map { .number(Self.shortened($0.heading)) }
        ) { layout in
            Measure.delays.map {
                Cells.amountWithInterval(analysis.estimate($0, cell(layout), at: target), Cells.seconds)
            }
        }
        let exposure = table(Measure.exposure.map { .number($0.heading) }) { layout in
            guard canReach(layout, target) else { return [Cells.notReachable, "-"] }
            return Measure.exposure.map { Cells.amountWithInterval(analysis.estimate($0, cell(layout), at: target)) }
        }
        return [
            .paragraph("Of answered requests, in seconds; first token (first) and whole answer (total):"),
            .table(latency), .paragraph("Share of answers at a level by their age since delivery:"),
            .table(timeToLevel),
            .paragraph("Answers usable below \(target.code):"), .table(exposure),
        ]
    }

    private static func shortened(_ heading: String) -> String {
        heading.replacing("first token", with: "first").replacing(" s", with: "")
    }

    private var timeToLevel: Table {
        let ages = Age.all.filter { [0, 0.1, 1, 10, 100, 1000, 10000].contains($0.seconds) }
        var table = Table(
            [.words("layout"), .words("level")]
                + ages.map { .number("\(Digits.write($0.seconds, significant: 6)) s") })
        for layout in panel.layouts {
            guard let counts = analysis.sample(cell(layout))?.all else { continue }
            for level in Level.allCases {
                let reachable = canReach(layout, level)
                let note = reachable ? level.code : "\(level.code) \(Cells.notReachable)"
                table.add(
                    [label(layout), note]
                        + ages.map { reachable ? Cells.share(counts.share(at: level, and: $0)) : "-" })
            }
        }
        return table
    }

    /// Whether a measure without a level means anything for a layout: exposure is time below a target that it can reach,
    /// and only who has a stake behind its answers can be slashed.
    func hasMeaning(_ measure: Measure, of layout: String) -> Bool {
        if Measure.exposure.contains(where: { $0.key == measure.key }) { return canReach(layout, target) }
        guard measure.key == Measure.honestSlashed.key else { return true }
        return study.layout(layout)?.stakeUSD != nil
            || analysis.plainSum(cell(layout)).honestOperatorsSlashed > 0
    }

    /// Shares and rates of truth against checks, in tables narrow enough to read.
    var conduct: [Document.Block] {
        [Measure.conduct[..<3], Measure.conduct[3...]].map { measures in
            .table(
                table(measures.map { .number($0.heading) }) { layout in
                    measures.map { measure in
                        guard hasMeaning(measure, of: layout) else { return "-" }
                        let estimate = analysis.estimate(measure, cell(layout), at: target)
                        if case .share = measure.kind { return Cells.shareWithInterval(estimate) }
                        return Cells.amountWithInterval(estimate)
                    }
                })
        }
    }

    /// Against the twin; nothing without one.
    var overhead: [Document.Block] {
        let layouts = panel.layouts.filter { analysis.sample(Panel.Cell($0, .twin, scale: scale)) != nil }
        guard !layouts.isEmpty else { return [] }
        var table = Table([.words("layout"), .words("right at")] + Overhead.allCases.map { .number($0.rawValue) })
        for layout in layouts {
            let level = Swift.min(target, study.layout(layout)?.highest ?? target)
            table.add(
                [label(layout), level.code]
                    + Overhead.allCases.map { Cells.change(analysis.overhead(layout, $0, scale: scale)) })
        }
        return [
            .paragraph(
                "Per right answer with the scheme, against a right answer at L0 of the same layout and seeds without it:"
            ),
            .table(table),
        ]
    }
}
