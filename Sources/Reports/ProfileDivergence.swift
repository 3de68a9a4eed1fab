// SPDX-License-Identifier: GPL-3.0-or-later

import Measures

extension StudyReport {
    /// How much honest machines of different numeric profiles differ; nothing where all are alike.
    var profileDivergence: [Document.Block] {
        guard !study.profilePairs.isEmpty else { return [] }
        var table = Table([
            .words("model"), .words("profile"), .words("against"), .number("inputs"), .number("other answer"),
            .number("same bits"), .number("within tolerance"), .number("median distance"), .number("largest"),
        ])
        for pair in study.profilePairs {
            table.add([
                pair.model, pair.first, pair.second, String(pair.inputs), Cells.share(pair.otherAnswers),
                Cells.share(pair.sameBits), Cells.share(pair.withinTolerance),
                pair.medianDistance.map(Cells.amount) ?? "-", pair.largestDistance.map(Cells.amount) ?? "-",
            ])
        }
        return [
            .paragraph("Shares of all inputs; what lies outside the tolerance is taken for a cheat's though honest:"),
            .table(table),
        ]
    }

    func pairFacts(_ pair: ProfilePair) -> JSON {
        .object([
            .init("model", .text(pair.model)), .init("first", .text(pair.first)), .init("second", .text(pair.second)),
            .init("inputs", .number(Double(pair.inputs))), .init("other_answers", .number(pair.otherAnswers)),
            .init("same_bits", .number(pair.sameBits)), .init("within_tolerance", .number(pair.withinTolerance)),
            .init("median_distance", pair.medianDistance.map(JSON.number) ?? .null),
            .init("largest_distance", pair.largestDistance.map(JSON.number) ?? .null),
        ])
    }
}
