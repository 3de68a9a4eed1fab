// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// What was paid for, how equal it is, and at which price ratio an order per dollar flips.
    var resources: [Document.Block] {
        var blocks: [Document.Block] = [.table(spending), .table(machines)]
        if study.equalisation != .nothing {
            blocks.append(
                .paragraph(
                    "Layouts were given equal \(study.equalisation.rawValue), that of \(study.reference); what came of it:"
                ))
            blocks.append(.table(balance))
        }
        if !priceRatios.rows.isEmpty {
            blocks.append(
                .paragraph(
                    "Right answers per dollar at \(target.code), the first over the second, and where the verdict on them "
                        + "flips if the first's prices, against the second's, become ρ times what they are: better while ρ "
                        + "is below the one bound, worse above the other, not to be told between; the order of the "
                        + "estimates changes at the ratio itself. The bounds are the ends of its interval, corrected over "
                        + "all pairs (Bonferroni); both layouts stay as they were run."))
            blocks.append(.table(priceRatios))
        }
        return blocks
    }

    private var spending: Table {
        table([.number("USD/h")] + CostKind.allCases.map { .number("\($0.name) USD/h") }) { layout in
            [Cells.amountWithInterval(analysis.estimate(Measure.resources[0], cell(layout), at: target))]
                + CostKind.allCases.map { kind in
                    amount(layout) { ratio($0.spending[kind], $0.windowSeconds / 3600) }
                }
        }
    }

    private var machines: Table {
        table(
            NodeRole.allCases.map { .number("\($0.name) nodes") } + [
                .number("GPUs"), .number("busy GPUs"), .number("MB/s"), .number("W"),
            ]
        ) { layout in
            let nodes = NodeRole.allCases.map { role in
                amount(layout) { ratio($0.paidSeconds[role], $0.windowSeconds) }
            }
            let others = [
                amount(layout) { $0.paidGPUs }, amount(layout) { ratio($0.gpuBusySeconds, $0.windowSeconds) },
                amount(layout) { ratio($0.bytes / 1e6, $0.windowSeconds) }, amount(layout) { $0.meanPower },
            ]
            return nodes + others
        }
    }

    /// A number of a layout at the headline's scale, with its interval.
    private func amount(_ layout: String, _ number: (Counts) -> Double) -> String {
        analysis.sample(cell(layout)).map { Cells.amountWithInterval(Interval(amount: $0.jackknife(number))) } ?? "-"
    }

    private var balance: Table {
        let unit = [.nothing: "USD/h", .cost: "USD/h", .gpus: "GPUs", .power: "W"][study.equalisation] ?? ""
        return table([.number("realised \(unit)"), .number("residual")]) { layout in
            let balance = analysis.balance(layout, scale: scale)
            return [Cells.amountWithInterval(balance.realised), Cells.change(balance.residual)]
        }
    }

    private var priceRatios: Table {
        var table = Table([
            .words("first"), .words("second"), .number("price ratio"), .words("today"), .number("better below ρ"),
            .number("worse above ρ"),
        ])
        for pair in analysis.priceRatios(scale: scale) {
            let isKnown = pair.ratio.isKnown
            table.add([
                label(pair.first), label(pair.second), Cells.amount(pair.ratio.estimate), pair.today,
                pair.betterBelow.map { Cells.amount($0) } ?? (isKnown ? "never" : "-"),
                pair.worseAbove.map { Cells.amount($0) } ?? "-",
            ])
        }
        return table
    }

    /// The states of every layout and scale, of the cohort and the whole run, plain sums that add up as printed; then
    /// the reasons.
    var conservation: [Document.Block] {
        var table = Table([.words("layout"), .number("k"), .words("requests")] + Self.stateColumns)
        for layout in panel.layouts {
            for scale in panel.scales {
                let counts = analysis.plainSum(Panel.Cell(layout, scale: scale))
                for (which, states) in [("cohort", counts.cohort), ("whole run", counts.wholeRun)] {
                    table.add([label(layout), "\(scale)", which] + Self.stateCells(states))
                }
            }
        }
        return [
            .table(table), .paragraph("Of the cohort, by reason and by cause, at scale \(scale):"), .table(reasons),
        ]
    }

    static let stateColumns: [Table.Column] = [
        .number("offered"), .number("= answered"), .number("+ refused"), .number("+ timed out"), .number("+ lost"),
        .number("+ in flight"),
    ]

    static func stateCells(_ states: StateCounts) -> [String] {
        [
            states.offered, states.answered, states.refused.sum, states.timedOut.sum, states.lost, states.inFlight,
        ].map(Cells.count)
    }

    /// Why requests of the cohort were refused or timed out.
    private var reasons: Table {
        func words(_ name: String) -> String { name.replacing("_", with: " ") }
        return table(
            RefusalReason.allCases.map { .number(words($0.name)) } + TimeoutCause.allCases.map { .number($0.name) }
        ) { layout in
            let states = analysis.plainSum(cell(layout)).cohort
            return RefusalReason.allCases.map { Cells.count(states.refused[$0]) }
                + TimeoutCause.allCases.map { Cells.count(states.timedOut[$0]) }
        }
    }
}
