// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// Results given each stratum, and the probability of falling below the floor.
    var strata: [Document.Block] {
        let besideTarget: [Level] = target == .unassured ? [] : [.unassured]
        var table = Table(
            [.words("layout"), .words("stratum"), .number("probability"), .number("U at \(target.code)")]
                + besideTarget.map { .number("U at \($0.code)") }
                + [.number("P(U < \(Cells.amount(study.floor)))")])
        for layout in panel.layouts {
            let strata = panel.strata(of: layout)
            let names: [String?] = strata.count > 1 ? [nil] + strata.map(\.name) : [nil]
            for name in names {
                let cell = Panel.Cell(layout, scale: scale, stratum: name)
                let weight = strata.first { $0.name == name }?.weight ?? 1
                let utility = analysis.estimate(.utility, cell, at: target)
                let below = analysis.probabilityBelowFloor(layout, scale: scale, stratum: name)
                let reachable = canReach(layout, target)
                table.add(
                    [
                        label(layout), name ?? "all", Cells.share(weight),
                        reachable ? Cells.shareWithInterval(utility) : Cells.notReachable,
                    ] + besideTarget.map { Cells.shareWithInterval(analysis.estimate(.utility, cell, at: $0)) }
                        + [reachable ? Cells.shareWithInterval(below) : "-"])
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
