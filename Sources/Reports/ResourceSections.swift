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
                    "Right answers per dollar at \(target.code), the first over the second. Their order flips where the "
                        + "first's prices change by this factor against the second's."))
            blocks.append(.table(priceRatios))
        }
        return blocks
    }

    private var spending: Table {
        table([.number("USD/h")] + CostKind.allCases.map { .number("\($0.name) USD/h") }) { layout in
            let counts = analysis.sample(cell(layout))?.all ?? Counts()
            let hours = counts.windowSeconds / 3600
            return [Cells.amountWithInterval(analysis.estimate(Measure.resources[0], cell(layout), at: target))]
                + CostKind.allCases.map { Cells.amount(ratio(counts.spending[$0], hours)) }
        }
    }

    private var machines: Table {
        table(
            NodeRole.allCases.map { .number("\($0.name) nodes") } + [
                .number("GPUs"), .number("busy GPUs"), .number("MB/s"), .number("W"),
            ]
        ) { layout in
            let counts = analysis.sample(cell(layout))?.all ?? Counts()
            let window = counts.windowSeconds
            return NodeRole.allCases.map { Cells.amount(ratio(counts.paidSeconds[$0], window)) } + [
                Cells.amount(counts.paidGPUs), Cells.amount(ratio(counts.gpuBusySeconds, window)),
                Cells.amount(ratio(counts.bytes / 1e6, window)), Cells.amount(counts.meanPower),
            ]
        }
    }

    private var balance: Table {
        let unit = [.nothing: "USD/h", .cost: "USD/h", .gpus: "GPUs", .power: "W"][study.equalisation] ?? ""
        return table([.number("realised \(unit)"), .number("residual")]) { layout in
            let balance = analysis.balance(layout, scale: scale)
            return [Cells.amountWithInterval(balance.realised), Cells.change(balance.residual.estimate)]
        }
    }

    private var priceRatios: Table {
        var table = Table([.words("first"), .words("second"), .number("price ratio")])
        let able = panel.layouts.filter { canReach($0, target) }
        for (index, first) in able.enumerated() {
            for second in able[(index + 1)...] {
                let ratio = analysis.flippingPriceRatio(first, over: second, scale: scale)
                guard !ratio.estimate.isNaN else { continue }
                table.add([label(first), label(second), Cells.amountWithInterval(ratio)])
            }
        }
        return table
    }

    /// The states of every layout and scale, of the cohort and the whole run, plain sums that add up as printed; then
    /// the reasons.
    var conservation: [Document.Block] {
        var table = Table([
            .words("layout"), .number("k"), .words("requests"), .number("offered"), .number("= answered"),
            .number("+ refused"), .number("+ timed out"), .number("+ lost"), .number("+ in flight"),
        ])
        for layout in panel.layouts {
            for scale in panel.scales {
                let counts = analysis.plainSum(layout, scale: scale)
                for (which, states) in [("cohort", counts.cohort), ("whole run", counts.wholeRun)] {
                    let numbers = [
                        states.offered, states.answered, states.refused.sum, states.timedOut.sum, states.lost,
                        states.inFlight,
                    ]
                    table.add([label(layout), "\(scale)", which] + numbers.map(Cells.count))
                }
            }
        }
        return [
            .table(table), .paragraph("Of the cohort, by reason and by cause, at scale \(scale):"), .table(reasons),
        ]
    }

    /// Why requests of the cohort were refused or timed out.
    private var reasons: Table {
        func words(_ name: String) -> String { name.replacing("_", with: " ") }
        return table(
            RefusalReason.allCases.map { .number(words($0.name)) } + TimeoutCause.allCases.map { .number($0.name) }
        ) { layout in
            let states = analysis.plainSum(layout, scale: scale).cohort
            return RefusalReason.allCases.map { Cells.count(states.refused[$0]) }
                + TimeoutCause.allCases.map { Cells.count(states.timedOut[$0]) }
        }
    }
}
