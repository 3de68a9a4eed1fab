// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// How one layout compares with another on the headline measure.
public enum Verdict: Equatable, Sendable {
    case better, worse, equivalent
    /// With what would tell.
    case cannotTell(Missing)

    /// How many more replications would tell.
    public enum Missing: Equatable, Sendable {
        case about(Int)
        case moreThanHundredTimesAsMany
        /// Nothing is known about the spread, as from a single replication.
        case unknown
    }

    /// As printed.
    public var text: String {
        switch self {
        case .better: "better"
        case .worse: "worse"
        case .equivalent: "equivalent"
        case .cannotTell(.about(let more)): "cannot tell (about \(more) more replication\(more == 1 ? "" : "s"))"
        case .cannotTell(.moreThanHundredTimesAsMany): "cannot tell (more than 100 times as many replications)"
        case .cannotTell(.unknown): "cannot tell (nothing is known yet)"
        }
    }
}

/// How the interval of a difference lies to the indifference δ: said beside a verdict, so that *better* is not taken for
/// *better by enough to matter*, nor *equivalent* for *equal*.
public enum Importance: String, Sendable {
    /// All of it lies beyond δ.
    case matters = "by more than matters"
    /// It leaves out 0, and only part of it lies beyond δ.
    case mayNotMatter = "perhaps by less than matters"
    /// It leaves out 0 and lies above it, and within δ.
    case betterByLess = "better, by less than matters"
    /// It leaves out 0 and lies below it, and within δ.
    case worseByLess = "worse, by less than matters"
    /// It contains 0, or is not known.
    case open = ""

    /// - Parameter indifference: δ, above 0.
    public init(_ difference: Interval, indifference: Double) {
        let nearest = max(difference.low, -difference.high), farthest = max(-difference.low, difference.high)
        if !(nearest > 0) {
            self = .open
        } else if nearest >= indifference {
            self = .matters
        } else if farthest < indifference {
            self = difference.low > 0 ? .betterByLess : .worseByLess
        } else {
            self = .mayNotMatter
        }
    }
}

/// A pair of layouts with the verdict on the first.
public struct PairVerdict: Equatable, Sendable {
    /// The layout the verdict is on.
    public let first: String
    /// The layout it is compared with.
    public let second: String
    /// First minus second, with the interval the verdict rests on: the one at the level Holm's procedure gives the pair.
    public let difference: Interval
    /// The smallest share an interval may leave out and still give a verdict, adjusted by Holm's procedure; there is a
    /// verdict when it is at most 0.05. NaN when there is no interval.
    public let adjustedP: Double
    /// Of the two estimates over replications: what the common world achieved. NaN where one does not vary.
    public let correlation: Double
    /// On the first.
    public let verdict: Verdict
    /// What the verdict leaves unsaid about the size of the difference.
    public let importance: Importance
}

extension PairVerdict {
    /// What all verdicts together may err with.
    static let alpha = 0.05

    /// The verdicts on every pair of the layouts, each earlier one against each later one.
    ///
    /// An interval of a difference gives a verdict when it lies inside (−δ, δ), δ the indifference: *equivalent*; otherwise
    /// when it lies above 0: *better*, or below 0: *worse*. For each pair take the smallest share p its interval may
    /// leave out and still give a verdict. Holm (1979) judges the pairs in the order of these p, the j-th of m at 0.05 /
    /// (m − j + 1), until one gives none; that pair and all after it *cannot tell*, at that level.
    ///
    /// A difference that was the same in every replication, for instance 0 where nothing went wrong anywhere, is no
    /// certainty: what R replications may have missed, each by up to 1 in U, stays in the interval (`Estimate.range`). The
    /// record does not say whether two layouts are equal by construction, so no pair is taken to be. From δ = 0.01 such
    /// layouts are *equivalent* after 368 replications.
    ///
    /// - Parameters:
    ///   - layouts: names with the headline measure of each, of the same replications.
    ///   - indifference: δ, above 0.
    /// - Complexity: O(pairs × replications).
    public static func all(
        of layouts: [(name: String, measure: Replicated)], indifference: Double
    ) -> [PairVerdict] {
        var pairs: [Pair] = []
        for (index, first) in layouts.enumerated() {
            for second in layouts[(index + 1)...] {
                pairs.append(Pair(first: first, second: second, indifference: indifference))
            }
        }
        let adjusted = Holm.adjusted(pairs.map(\.least))
        let told = adjusted.filter { $0 <= alpha }.count
        return pairs.indices.map { index in
            let isTold = adjusted[index] <= alpha
            let judgedBefore =
                isTold ? pairs.indices.filter { pairs[$0].isBefore(pairs[index], $0, index) }.count : told
            return pairs[index].judged(
                at: alpha / Double(pairs.count - judgedBefore), adjusted: adjusted[index], isTold: isTold)
        }
    }
}

/// A difference on its way to a verdict.
private struct Pair {
    let first: (name: String, measure: Replicated)
    let second: (name: String, measure: Replicated)
    let indifference: Double
    let difference: Estimate
    /// The smallest share the interval may leave out and still exclude 0.
    let differing: Double
    /// The smallest share the interval may leave out and still lie within the indifference.
    let equivalent: Double

    /// The smallest share the interval may leave out and still give a verdict; NaN when there is no interval.
    var least: Double { min(differing, equivalent) }

    init(first: (name: String, measure: Replicated), second: (name: String, measure: Replicated), indifference: Double)
    {
        precondition(indifference > 0, "indifference: expected above 0, found \(indifference)")
        self.first = first
        self.second = second
        self.indifference = indifference
        difference = (first.measure - second.measure).estimate(in: -1...1)
        differing = difference.pValue(differsFrom: 0)
        equivalent = 2 * difference.pValue(equivalentWithin: indifference)
    }

    /// Whether Holm's procedure comes to this pair first.
    func isBefore(_ other: Pair, _ index: Int, _ otherIndex: Int) -> Bool { (least, index) < (other.least, otherIndex) }

    func judged(at alpha: Double, adjusted: Double, isTold: Bool) -> PairVerdict {
        let interval = difference.interval(confidence: 1 - alpha)
        let verdict: Verdict
        if !isTold {
            verdict = .cannotTell(missing(at: alpha))
        } else if equivalent <= alpha || equivalent < differing {
            verdict = .equivalent
        } else {
            verdict = difference.value > 0 ? .better : .worse
        }
        return PairVerdict(
            first: first.name, second: second.name, difference: interval, adjustedP: adjusted,
            correlation: first.measure.correlation(with: second.measure), verdict: verdict,
            importance: Importance(interval, indifference: indifference))
    }

    /// How many more replications would shrink the interval until it gives a verdict about the difference as it is.
    private func missing(at alpha: Double) -> Verdict.Missing {
        let count = first.measure.deleted.count
        guard count > 1, !difference.standardError.isNaN else { return .unknown }
        let room = max(abs(difference.value), indifference - abs(difference.value))
        let needed = difference.replicationsNeeded(
            halfWidth: room, count: count, confidence: 1 - alpha, most: 100 * count)
        return needed.map { .about(max(1, $0 - count)) } ?? .moreThanHundredTimesAsMany
    }
}
