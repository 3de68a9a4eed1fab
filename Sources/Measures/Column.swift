// SPDX-License-Identifier: GPL-3.0-or-later

/// One number of the record: its name with its unit, its meaning, and where it stands in `Counts`.
///
/// The writer, the strict reader and the documentation are all made from the one table `Column.all`.
public struct Column: Sendable {
    /// Whether the number counts things, and so must be whole, or sums amounts.
    public enum Kind: Sendable {
        case count, amount
    }

    /// As in the header of the file, with its unit.
    public let name: String
    /// Counts must be whole.
    public let kind: Kind
    /// One sentence.
    public let meaning: String
    /// Where the number stands.
    public let path: any WritableKeyPath<Counts, Double> & Sendable

    static func count(_ name: String, _ meaning: String, _ path: any WritableKeyPath<Counts, Double> & Sendable)
        -> Column
    {
        Column(name: name, kind: .count, meaning: meaning, path: path)
    }

    static func amount(
        _ name: String, _ meaning: String, _ path: any WritableKeyPath<Counts, Double> & Sendable
    ) -> Column {
        Column(name: name, kind: .amount, meaning: meaning, path: path)
    }

    /// Every number of `Counts`, each once, in the order of the file.
    public static let all: [Column] =
        states(of: .cohort, "the cohort", prefix: "") + states(of: .wholeRun, "the whole run", prefix: "run_")
        + funnel + truth + time + resources
}

extension Column {
    private static func states(of span: Span, _ whom: String, prefix: String) -> [Column] {
        func column(
            _ name: String, _ meaning: String, _ path: any WritableKeyPath<Counts, Double> & Sendable
        ) -> Column {
            .count("\(prefix)\(name)_requests", "Requests of \(whom) \(meaning).", path)
        }
        return [
            column("offered", "that users offered", \.[span].offered),
            column("answered", "whose client saw an answer before it gave up", \.[span].answered),
        ]
            + RefusalReason.allCases.map {
                column("refused_\($0.name)", "refused after the last retry: \(words($0.name))", \.[span].refused[$0])
            }
            + TimeoutCause.allCases.map {
                column("timed_out_\($0.name)", "whose client gave up: \(words($0.name))", \.[span].timedOut[$0])
            } + [
                column("lost", "whose client went away", \.[span].lost),
                column("in_flight", "still without an outcome", \.[span].inFlight),
            ]
    }

    private static var funnel: [Column] {
        [
            .count("timely_requests", "Answered within the service-level objective.", \.timely),
            .count("asking_users", "Users with a request.", \.users),
            .count("ill_served_users", "Of these, with less than half of their requests timely.", \.usersBelowHalf),
        ]
            + Level.allCases.flatMap { level in
                [
                    .count(
                        "verified_\(level.code)_requests",
                        "Timely and at \(level.code) or higher within the verification deadline, not revoked.",
                        \.verified[level]),
                    .count("right_\(level.code)_requests", "Verified at \(level.code) and right.", \.right[level]),
                    .count(
                        "right_\(level.code)_tokens", "Tokens in the right answers at \(level.code).",
                        \.rightTokens[level]),
                ]
            }
    }

    private static func words(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }
}

/// Which requests a state count is over.
enum Span: Hashable, Sendable {
    case cohort, wholeRun
}

extension Counts {
    subscript(span: Span) -> StateCounts {
        get { span == .cohort ? cohort : wholeRun }
        set { if span == .cohort { cohort = newValue } else { wholeRun = newValue } }
    }
}
