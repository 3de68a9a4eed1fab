// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Why a replication's counts cannot be right; whoever runs replications fails the run with it.
public enum ConservationMistake: Error, Equatable, Sendable, CustomStringConvertible {
    /// offered − (answered + refused + timed out + lost + in flight) is not 0 in the cohort.
    case cohort(unaccounted: Double)
    /// The same in the whole run.
    case wholeRun(unaccounted: Double)
    /// Requests of the cohort have no outcome: the run ended too early.
    case cohortInFlight(Double)
    /// A stage of the funnel holds more than the one before it.
    case funnel(stage: String, count: Double, of: Double)

    public var description: String {
        switch self {
        case .cohort(let count): "requests of the cohort unaccounted for: expected 0, found \(whole(count))"
        case .wholeRun(let count): "requests of the whole run unaccounted for: expected 0, found \(whole(count))"
        case .cohortInFlight(let count): "requests of the cohort still in flight: expected 0, found \(whole(count))"
        case .funnel(let stage, let count, let of):
            "\(stage): expected at most \(whole(of)) requests, found \(whole(count))"
        }
    }

    private func whole(_ value: Double) -> String { Digits.write(value, significant: 15) }
}

extension Counts {
    /// What is wrong with these counts, or nil: states conserved in the cohort and the whole run, nothing of the cohort
    /// in flight, every stage and level of the funnel within the one before.
    public var conservationMistake: ConservationMistake? {
        if cohort.unaccounted != 0 { return .cohort(unaccounted: cohort.unaccounted) }
        if wholeRun.unaccounted != 0 { return .wholeRun(unaccounted: wholeRun.unaccounted) }
        if cohort.inFlight != 0 { return .cohortInFlight(cohort.inFlight) }
        if cohort.offered > wholeRun.offered {
            return .funnel(stage: "offered in the window", count: cohort.offered, of: wholeRun.offered)
        }
        if timely > cohort.answered { return .funnel(stage: "timely", count: timely, of: cohort.answered) }
        var above = timely
        var rightAbove = timely
        for level in Level.allCases {
            if verified[level] > above {
                return .funnel(stage: "verified at \(level.code)", count: verified[level], of: above)
            }
            if right[level] > min(verified[level], rightAbove) {
                return .funnel(
                    stage: "right at \(level.code)", count: right[level], of: min(verified[level], rightAbove))
            }
            above = verified[level]
            rightAbove = right[level]
        }
        return nil
    }

    /// The line every report prints: `offered 10 = answered 6 + refused 2 + timed out 1 + lost 1 + in flight 0`.
    public static func conservationLine(of states: StateCounts) -> String {
        func part(_ name: String, _ value: Double) -> String { "\(name) \(Digits.write(value, significant: 15))" }
        let parts = [
            part("answered", states.answered), part("refused", states.refused.sum),
            part("timed out", states.timedOut.sum), part("lost", states.lost), part("in flight", states.inFlight),
        ]
        return part("offered", states.offered) + " = " + parts.joined(separator: " + ")
    }
}
