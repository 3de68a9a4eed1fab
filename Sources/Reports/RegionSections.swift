// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// Accessibility over regions; then states, funnel, VIPN, and U at every level, by region, by model and by both.
    var regions: [Document.Block] {
        guard !panel.regions.isEmpty else { return [] }
        let fairness = table([
            .number("A"), .number("worst region"), .number("unweighted mean"), .number("users below 0.5"),
        ]) { layout in
            let regions = analysis.regions(layout, scale: scale)
            return [
                Cells.shareWithInterval(analysis.estimate(.accessibility, cell(layout), at: .unassured)),
                Cells.shareWithInterval(regions.worst), Cells.shareWithInterval(regions.mean),
                Cells.shareWithInterval(regions.usersBelowHalf),
            ]
        }
        var all: [Document.Block] = [.table(fairness)]
        all += blocks("the region of the users", panel.parts.filter { $0.region != nil })
        all += blocks("model", panel.parts.filter { $0.model != nil })
        return all + blocks("region and model", panel.smallestParts)
    }

    /// The three tables of a kind of parts.
    private func blocks(_ kind: String, _ parts: [Part]) -> [Document.Block] {
        guard !parts.isEmpty else { return [] }
        return [
            .paragraph("At \(target.code), by \(kind):"), .table(funnel(parts)),
            .paragraph("U at every level, by \(kind):"), .table(utilities(parts)),
            .paragraph("Requests of the cohort, by \(kind):"), .table(states(parts)),
        ]
    }

    private func funnel(_ parts: [Part]) -> Table {
        let measures: [Measure] = [.accessibility, .coverage, .truth, .verifiability, .utility]
        let headings = measures.map { heading($0, target) } + [Measure.verifiedInferences.heading]
        return table(parts, headings.map { .number($0) }) { cell in
            guard canReach(cell.layout, target) else {
                let accessibility = analysis.estimate(.accessibility, cell, at: target)
                return [Cells.shareWithInterval(accessibility), Cells.notReachable]
                    + Array(repeating: "-", count: measures.count - 1)
            }
            return measures.map { Cells.shareWithInterval(analysis.estimate($0, cell, at: target)) }
                + [Cells.amountWithInterval(analysis.verifiedInferences(cell, at: target))]
        }
    }

    private func utilities(_ parts: [Part]) -> Table {
        table(parts, Level.allCases.map { .number($0.code) }) { cell in
            Level.allCases.map {
                canReach(cell.layout, $0)
                    ? Cells.shareWithInterval(analysis.estimate(.utility, cell, at: $0)) : Cells.notReachable
            }
        }
    }

    private func states(_ parts: [Part]) -> Table {
        table(parts, Self.stateColumns) { Self.stateCells(analysis.plainSum($0).cohort) }
    }

    /// One row per layout and part.
    private func table(
        _ parts: [Part], _ columns: [Table.Column], _ row: (Panel.Cell) -> [String]
    ) -> Table {
        var names = ["layout"]
        if parts.contains(where: { $0.region != nil }) { names.append("region") }
        if parts.contains(where: { $0.model != nil }) { names.append("model") }
        var table = Table(names.map { .words($0) } + columns)
        for layout in panel.layouts {
            for part in parts {
                table.add(
                    [label(layout)] + [part.region, part.model].compactMap(\.self)
                        + row(part.cell(layout, scale: scale)))
            }
        }
        return table
    }
}
