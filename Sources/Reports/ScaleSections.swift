// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// U(k), S(k) and VIPN(k) of every layout at every level, then S at the target with its parts.
    var scales: [Document.Block] {
        var blocks: [Document.Block] = [
            .paragraph("U(k), the share of k-fold demand that gets a timely, verified, right answer:"),
            .table(overLevels { Cells.shareWithInterval(Measure.utility.estimate($0, at: $1)) }),
            .paragraph("VIPN(k), right answers per second:"),
            .table(overLevels { Cells.amountWithInterval(Measure.verifiedInferences.estimate($0, at: $1)) }),
        ]
        blocks += [.paragraph("S(k) = Y(k) / Y(1):"), .table(scalabilityOverLevels)]
        if panel.scales.count > 1, panel.scales.contains(1) {
            blocks += [.paragraph("At the target, S = S_A × S_V beside Y(1), and at L0:"), .table(scalability)]
        }
        return blocks + [.paragraph(capacities)]
    }

    /// A number of every layout, scale and level.
    private func overLevels(_ number: (Sample, Level) -> String) -> Table {
        byLevel { layout, scale, level in
            analysis.sample(Panel.Cell(layout, scale: scale)).map { number($0, level) } ?? "-"
        }
    }

    private var scalabilityOverLevels: Table {
        byLevel { layout, scale, level in
            Cells.amountWithInterval(analysis.scalability(layout, scale: scale, at: level).whole, Cells.share)
        }
    }

    private func byLevel(_ cell: (String, Int, Level) -> String) -> Table {
        var table = Table(
            [.words("layout"), .number("k")] + Level.allCases.map { .number($0.code) })
        for layout in panel.layouts {
            for scale in panel.scales {
                table.add(
                    [label(layout), "\(scale)"]
                        + Level.allCases.map {
                            canReach(layout, $0) ? cell(layout, scale, $0) : Cells.notReachable
                        })
            }
        }
        return table
    }

    private var scalability: Table {
        var table = Table([
            .words("layout"), .number("k"), .words("level"), .number("S"), .number("S_A"),
            .number("S_V"), .number("Y(1)"), .words(""),
        ])
        for layout in panel.layouts {
            for scale in panel.scales where scale != 1 {
                for level in [target, .unassured].unique where canReach(layout, level) {
                    let s = analysis.scalability(layout, scale: scale, at: level)
                    let one = analysis.estimate(.utility, Panel.Cell(layout, scale: 1), at: level)
                    table.add([
                        label(layout), "\(scale)", level.code, Cells.amountWithInterval(s.whole, Cells.share),
                        Cells.amountWithInterval(s.ofAccessibility, Cells.share),
                        Cells.amountWithInterval(s.ofVerifiability, Cells.share), Cells.shareWithInterval(one),
                        s.isFlagged ? "Y(1) below 0.5" : "",
                    ])
                }
            }
        }
        return table
    }

    /// The verified capacity of every layout, in one sentence.
    private var capacities: String {
        let parts = panel.layouts.map { layout -> String in
            guard canReach(layout, target) else { return "\(label(layout)) \(Cells.notReachable)" }
            guard let point = analysis.capacity(layout) else { return "\(label(layout)) none" }
            let cell = Panel.Cell(layout, scale: point.scale)
            let rate = analysis.estimate(.verifiedInferences, cell, at: target)
            return "\(label(layout)) \(Cells.amountWithInterval(rate))/s at k = \(point.scale)"
        }
        return "Verified capacity, the largest VIPN at \(target.code) among these k with U at or above "
            + "\(Cells.share(study.floor)): " + parts.joined(separator: "; ") + "."
    }

    /// VIPN in all its forms, at every level a layout can reach.
    var rates: [Document.Block] {
        var table = Table(
            [.words("layout"), .words("level")] + Measure.rates.dropFirst().map { .number($0.heading) })
        for layout in panel.layouts {
            guard let sample = analysis.sample(cell(layout)) else { continue }
            for level in Level.allCases {
                let numbers = Measure.rates.dropFirst().map { measure in
                    canReach(layout, level) ? Cells.amountWithInterval(measure.estimate(sample, at: level)) : "-"
                }
                let note = canReach(layout, level) ? level.code : "\(level.code) \(Cells.notReachable)"
                table.add([label(layout), note] + numbers)
            }
        }
        return [.table(table)]
    }
}

extension [Level] {
    /// Each level once.
    var unique: [Level] { enumerated().filter { !self[..<$0.offset].contains($0.element) }.map(\.element) }
}
