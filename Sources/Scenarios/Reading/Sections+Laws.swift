// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Quantities

/// A measured service law while it is read: what a law cannot be before all of it is there.
struct LawDraft: Sendable {
    struct Phase: Sendable {
        var perPass = 0.0, perToken = 0.0, perContextToken = 0.0, residualScale = 0.0
    }

    struct Range: Sendable {
        var from = 1, through = 1
    }

    var model = "", machine = ""
    var prefill = Phase(), decode = Phase()
    var inputTokens = Range(), outputTokens = Range(), batch = Range()
    var measurements = 1
}

extension Sections {
    static let law = Section<LawDraft>(
        "a service law", blank: LawDraft(),
        [
            Field("model", \.model, .line, "What was measured."),
            Field("machine", \.machine, .line, "Where it was measured."),
            Field("prefill", \.prefill, .section(lawPhase), "From the start of service to the first token."),
            Field("decode", \.decode, .section(lawPhase), "From the first token to the last."),
            Field("input-tokens", \.inputTokens, .lawRange, "Input lengths that were measured."),
            Field("output-tokens", \.outputTokens, .lawRange, "Output lengths that were measured."),
            Field("batch", \.batch, .lawRange, "Requests that were served together."),
            Field(
                "measurements", \.measurements, .count(from: 1, through: 1_000_000_000),
                "How many measurements the law is fitted to."),
        ])

    private static let lawPhase = Section<LawDraft.Phase>(
        "a phase of a service law", blank: LawDraft.Phase(),
        [
            Field("per-pass", \.perPass, .lawTime, "Time of each run of the network."),
            Field("per-token", \.perToken, .lawTime, "Time of each token of each request of the batch."),
            Field(
                "per-context-token", \.perContextToken, .lawTime,
                "Time of each token before such a token, which its attention reads."),
            Field(
                "residuals", \.residualScale, .quantity(.share, from: 0, through: 1e6),
                "Standard deviation of measured / fitted time - 1."),
        ])

    fileprivate static let lawRange = Section<LawDraft.Range>(
        "a range", blank: LawDraft.Range(),
        [
            Field("from", \.from, .count(from: 1, through: 1_000_000_000), "The smallest number measured."),
            Field("through", \.through, .count(from: 1, through: 1_000_000_000), "The largest; not below 'from'."),
        ])
}

extension Shape where Value == Double {
    fileprivate static var lawTime: Shape { .quantity(.time, from: 0, through: 86_400) }
}

extension Shape where Value == LawDraft.Range {
    fileprivate static var lawRange: Shape {
        let section = Shape.section(Sections.lawRange)
        return Shape(
            section.allowed,
            read: { entry, reading in
                guard let range = section.read(entry, reading) else { return nil }
                if range.from <= range.through { return range }
                let found = "a range from \(range.from) through \(range.through)"
                reading.report(entry.position, .contradiction(found: found, allowed: "'through' at least 'from'"))
                return nil
            },
            write: { range, catalogue in section.write(range, catalogue).map(YamlTree.flow) }, schema: section.schema,
            rows: section.rows)
    }
}
