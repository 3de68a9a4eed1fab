// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// States, funnel and VIPN of a region, a model or both.
    func partFacts(_ layout: String, _ part: Part) -> JSON {
        let cell = part.cell(layout, scale: scale)
        func facts(_ level: Level) -> JSON {
            guard canReach(layout, level) else {
                return .object([.init("level", .text(level.code)), .init("reachable", .flag(false))])
            }
            return .object(
                [.init("level", .text(level.code)), .init("reachable", .flag(true))]
                    + Measure.funnel.map { .init($0.key, Self.json(analysis.estimate($0, cell, at: level))) }
                    + [
                        .init(
                            Measure.verifiedInferences.key, Self.json(analysis.verifiedInferences(cell, at: level)))
                    ])
        }
        return .object([
            .init("region", part.region.map(JSON.text) ?? .null), .init("model", part.model.map(JSON.text) ?? .null),
            .init("states", Self.json(analysis.plainSum(cell).cohort)),
            .init("levels", .list(Level.allCases.map(facts))),
        ])
    }

    /// The share of answers at a level by age.
    func timeFacts(_ layout: String, _ level: Level) -> JSON {
        let points = canReach(layout, level) ? analysis.timeToLevel(layout, scale: scale, at: level) : []
        return .object([
            .init("level", .text(level.code)),
            .init(
                "ages",
                .list(
                    points.map {
                        .object([.init("age_s", .number($0.age.seconds)), .init("share", Self.json($0.share))])
                    })),
        ])
    }

    /// Who sees what; empty where the scenario does not say.
    func privacyFacts(_ layout: StudyLayout?) -> JSON {
        .object([
            .init("identity", .text(layout?.seesIdentity ?? "")), .init("prompt", .text(layout?.seesPrompt ?? "")),
            .init("answer", .text(layout?.seesAnswer ?? "")),
        ])
    }

    /// Where the verdict on right answers per dollar flips.
    func priceFacts(_ pair: PriceRatio) -> JSON {
        .object([
            .init("first", .text(pair.first)), .init("second", .text(pair.second)),
            .init("ratio", Self.json(pair.ratio)), .init("confidence", .number(pair.ratio.confidence)),
            .init("today", .text(pair.today)), .init("better_below", pair.betterBelow.map(JSON.number) ?? .null),
            .init("worse_above", pair.worseAbove.map(JSON.number) ?? .null),
        ])
    }

    /// The verdicts on every pair at a scale.
    func verdictFacts(_ scale: Int) -> [JSON] {
        analysis.verdicts(scale: scale).map { pair in
            .object([
                .init("scale", .number(Double(scale))), .init("first", .text(pair.first)),
                .init("second", .text(pair.second)), .init("verdict", .text(Self.word(pair.verdict))),
                .init("more_replications", Self.more(pair.verdict)),
                .init("difference", Self.json(pair.difference)),
                .init("confidence", .number(pair.difference.confidence)),
                .init("size", pair.importance == .open ? .null : .text(pair.importance.rawValue)),
                .init("adjusted_p", .number(pair.adjustedP)), .init("correlation", .number(pair.correlation)),
            ])
        }
    }

    static func json(_ interval: Interval) -> JSON {
        .object([
            .init("value", .number(interval.estimate)), .init("low", .number(interval.low)),
            .init("high", .number(interval.high)),
        ])
    }

    static func json(_ states: StateCounts) -> JSON {
        .object(
            [.init("offered", .number(states.offered)), .init("answered", .number(states.answered))]
                + RefusalReason.allCases.map { .init("refused_\($0.name)", .number(states.refused[$0])) }
                + TimeoutCause.allCases.map { .init("timed_out_\($0.name)", .number(states.timedOut[$0])) }
                + [.init("lost", .number(states.lost)), .init("in_flight", .number(states.inFlight))])
    }

    private static func word(_ verdict: Verdict) -> String {
        if case .cannotTell = verdict { "cannot tell" } else { verdict.text }
    }

    /// Null also where that many are unknown, or more than 100 times as many.
    private static func more(_ verdict: Verdict) -> JSON {
        guard case .cannotTell(.about(let more)) = verdict else { return .null }
        return .number(Double(more))
    }
}
