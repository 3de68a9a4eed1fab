// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// Accessibility over regions, then U at every level by region and by model.
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
        var blocks: [Document.Block] = [
            .table(fairness), .paragraph("A, and U at every level, by the region of the users:"),
            .table(byPart("region", panel.regions) { Panel.Cell($0, scale: scale, region: $1) }),
        ]
        if panel.models.count > 1 {
            blocks.append(.paragraph("The same by model:"))
            blocks.append(.table(byPart("model", panel.models) { Panel.Cell($0, scale: scale, model: $1) }))
        }
        return blocks
    }

    private func byPart(_ name: String, _ parts: [String], _ cell: (String, String) -> Panel.Cell) -> Table {
        var table = Table(
            [.words("layout"), .words(name), .number("A")] + Level.allCases.map { .number($0.code) })
        for layout in panel.layouts {
            for part in parts {
                let counts = analysis.sample(cell(layout, part))?.all ?? Counts()
                table.add(
                    [label(layout), part, Cells.share(counts.accessibility)]
                        + Level.allCases.map {
                            canReach(layout, $0) ? Cells.share(counts.yield(at: $0)) : Cells.notReachable
                        })
            }
        }
        return table
    }

    /// Results given each stratum, and the probability of falling below the floor.
    var strata: [Document.Block] {
        var table = Table([
            .words("layout"), .words("stratum"), .number("probability"), .number("U at \(target.code)"),
            .number("95 %"), .number("U at L0"), .number("P(U < \(Cells.amount(study.floor)))"),
        ])
        for layout in panel.layouts {
            let strata = panel.strata(of: layout)
            let names: [String?] = strata.count > 1 ? [nil] + strata.map(\.name) : [nil]
            for name in names {
                let cell = Panel.Cell(layout, scale: scale, stratum: name)
                let weight = strata.first { $0.name == name }?.weight ?? 1
                let utility = analysis.estimate(.utility, cell, at: target)
                let below = analysis.probabilityBelowFloor(layout, scale: scale, stratum: name)
                let reachable = canReach(layout, target)
                table.add([
                    label(layout), name ?? "all", Cells.share(weight),
                    reachable ? Cells.share(utility.estimate) : Cells.notReachable,
                    reachable ? Cells.interval(utility) : "-",
                    Cells.share(analysis.estimate(.utility, cell, at: .unassured).estimate),
                    reachable ? Cells.shareWithInterval(below) : "-",
                ])
            }
        }
        return [
            .table(table),
            .paragraph(
                "The last column is the probability that a replication's U at \(target.code) is below the floor."),
        ]
    }

    /// Who sees identity, prompt and answer; nothing when no layout says so.
    var privacy: [Document.Block] {
        guard study.layouts.contains(where: { !($0.seesIdentity + $0.seesPrompt + $0.seesAnswer).isEmpty }) else {
            return []
        }
        func known(_ words: String?) -> String { words.flatMap { $0.isEmpty ? nil : $0 } ?? "-" }
        return [
            .table(
                table([.words("identity"), .words("prompt"), .words("answer")]) { name in
                    let layout = study.layout(name)
                    return [known(layout?.seesIdentity), known(layout?.seesPrompt), known(layout?.seesAnswer)]
                })
        ]
    }
}
