// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Statistics

extension StudyReport {
    /// The verdicts on every pair at a scale.
    func verdictFacts(_ scale: Int) -> [JSON] {
        analysis.verdicts(scale: scale).map { pair in
            .object([
                .init("scale", .number(Double(scale))), .init("first", .text(pair.first)),
                .init("second", .text(pair.second)), .init("verdict", .text(Self.word(pair.verdict))),
                .init("more_replications", Self.more(pair.verdict)),
                .init("difference", Self.json(pair.difference)),
                .init("confidence", .number(pair.difference.confidence)),
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

    /// Null also for more than 100 times as many.
    private static func more(_ verdict: Verdict) -> JSON {
        guard case .cannotTell(let more?) = verdict else { return .null }
        return .number(Double(more))
    }
}
