// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// The report as JSON, with the keys of `JSONKey.all` and no others, all of them stable.
    ///
    /// A value that is undefined, unknown or not reachable is null. An estimate is an object of `value`, `low` and `high`,
    /// the ends of its 95 % interval unless a `confidence` stands beside it.
    public var json: JSON {
        .object([
            .init("answer", .text(answer)), .init("study", studyFacts),
            .init("layouts", .list(panel.layouts.map(layoutFacts))),
            .init("verdicts", .list(panel.scales.flatMap(verdictFacts))),
            .init("profile_divergence", .list(study.profilePairs.map(pairFacts))),
            .init("price_ratios", .list(analysis.priceRatios(scale: scale).map(priceFacts))),
            .init("notes", .list(notes.map(JSON.text))),
            .init(
                "files",
                .list(
                    files.map {
                        .object([.init("path", .text($0.path)), .init("contents", .text($0.contents))])
                    })),
        ])
    }

    private var studyFacts: JSON {
        .object([
            .init("title", .text(study.title)), .init("kind", .text(study.kind.rawValue)),
            .init("target_level", .text(target.code)), .init("headline_scale", .number(Double(scale))),
            .init("scales", .list(panel.scales.map { .number(Double($0)) })),
            .init("replications", .number(Double(panel.replications.count))),
            .init("first_token_objective_s", study.firstTokenObjective.map(JSON.number) ?? .null),
            .init("total_objective_s", study.totalObjective.map(JSON.number) ?? .null),
            .init("client_deadline_s", .number(study.clientDeadline)),
            .init("verification_deadline_s", .number(study.verificationDeadline)),
            .init("revocation_window_s", .number(study.revocationWindow)),
            .init("window_start_s", .number(study.windowStart)), .init("window_end_s", .number(study.windowEnd)),
            .init("indifference", .number(study.indifference)), .init("floor", .number(study.floor)),
            .init("equalised", .text(study.equalisation.rawValue)), .init("reference_layout", .text(study.reference)),
        ])
    }

    private func layoutFacts(_ name: String) -> JSON {
        let layout = study.layout(name)
        let regions = analysis.regions(name, scale: scale)
        let capacity = canReach(name, target) ? analysis.capacity(name) : nil
        return .object([
            .init("name", .text(name)), .init("summary", .text(layout?.summary ?? "")),
            .init("highest_level", .text((layout?.highest ?? .unassured).code)),
            .init("assumed_honest", .text(layout?.assumedHonest ?? "")),
            .init("strata", .list(panel.strata(of: name).map { stratumFacts(name, $0) })),
            .init(
                "capacity",
                capacity.map {
                    .object([
                        .init("scale", .number(Double($0.scale))),
                        .init(
                            "right_per_s",
                            Self.json(
                                analysis.estimate(
                                    .verifiedInferences, Panel.Cell(name, scale: $0.scale), at: target))),
                    ])
                } ?? .null),
            .init(
                "regions",
                .object([
                    .init("worst", Self.json(regions.worst)), .init("mean", Self.json(regions.mean)),
                    .init("users_below_half", Self.json(regions.usersBelowHalf)),
                ])),
            .init("parts", .list((panel.parts + panel.smallestParts).map { partFacts(name, $0) })),
            .init("time_to_level", .list(Level.allCases.map { timeFacts(name, $0) })),
            .init("privacy", privacyFacts(layout)),
            .init("residual", Self.json(analysis.balance(name, scale: scale).residual)),
            .init(
                "overhead",
                .object(
                    Overhead.allCases.map {
                        .init($0.rawValue, Self.json(analysis.overhead(name, $0, scale: scale)))
                    })),
            .init("scales", .list(panel.scales.map { scaleFacts(name, $0) })),
        ])
    }

    private func stratumFacts(_ layout: String, _ stratum: Panel.Stratum) -> JSON {
        let cell = Panel.Cell(layout, scale: scale, stratum: stratum.name)
        let below = analysis.probabilityBelowFloor(layout, scale: scale, stratum: stratum.name)
        let isReachable = canReach(layout, target)
        return .object([
            .init("name", .text(stratum.name)), .init("probability", .number(stratum.weight)),
            .init("utility", isReachable ? Self.json(analysis.estimate(.utility, cell, at: target)) : .null),
            .init("below_floor", isReachable ? Self.json(below) : .null),
        ])
    }

    private func scaleFacts(_ layout: String, _ scale: Int) -> JSON {
        let sample = analysis.sample(Panel.Cell(layout, scale: scale))
        let sum = analysis.plainSum(Panel.Cell(layout, scale: scale))
        let others = Measure.conduct + Measure.delays + Measure.exposure + Measure.resources
        return .object(
            [
                .init("scale", .number(Double(scale))), .init("states", Self.json(sum.cohort)),
                .init("whole_run", Self.json(sum.wholeRun)),
                .init("levels", .list(Level.allCases.map { levelFacts(layout, scale, $0, sample) })),
            ]
                + others.map { measure -> JSON.Member in
                    let estimate =
                        hasMeaning(measure, of: layout) ? sample.map { measure.estimate($0, at: target) } : nil
                    return JSON.Member(measure.key, estimate.map(Self.json) ?? .null)
                })
    }

    private func levelFacts(_ layout: String, _ scale: Int, _ level: Level, _ sample: Sample?) -> JSON {
        guard canReach(layout, level), let sample else {
            return .object([.init("level", .text(level.code)), .init("reachable", .flag(false))])
        }
        let s = analysis.scalability(layout, scale: scale, at: level)
        return .object(
            [.init("level", .text(level.code)), .init("reachable", .flag(true))]
                + (Measure.funnel + Measure.rates).map { .init($0.key, Self.json($0.estimate(sample, at: level))) }
                + [
                    .init("scalability", Self.json(s.whole)), .init("s_a", Self.json(s.ofAccessibility)),
                    .init("s_v", Self.json(s.ofVerifiability)), .init("y1_below_half", .flag(s.isFlagged)),
                ])
    }
}
