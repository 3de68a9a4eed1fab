// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// How one layout compares with another on the headline measure.
public enum Verdict: Equatable, Sendable {
    case better, worse, equivalent
    /// About this many more replications would tell; nil for more than 100 times as many as there are.
    case cannotTell(more: Int?)

    /// As printed.
    public var text: String {
        switch self {
        case .better: "better"
        case .worse: "worse"
        case .equivalent: "equivalent"
        case .cannotTell(let more?): "cannot tell (about \(more) more replication\(more == 1 ? "" : "s"))"
        case .cannotTell(nil): "cannot tell (more than 100 times as many replications)"
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
    /// verdict when it is at most 0.05.
    public let adjustedP: Double
    /// Of the two estimates over replications: what the common world achieved. NaN where one does not vary.
    public let correlation: Double
    /// On the first.
    public let verdict: Verdict
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
    /// The smallest share the interval may leave out and still give a verdict; NaN when there is no interval.
    let least: Double

    init(first: (name: String, measure: Replicated), second: (name: String, measure: Replicated), indifference: Double)
    {
        precondition(indifference > 0, "indifference: expected above 0, found \(indifference)")
        self.first = first
        self.second = second
        self.indifference = indifference
        difference = (first.measure - second.measure).estimate
        least = min(
            difference.pValue(differsFrom: 0), min(1, 2 * difference.pValue(equivalentWithin: indifference)))
    }

    /// Whether Holm's procedure comes to this pair first.
    func isBefore(_ other: Pair, _ index: Int, _ otherIndex: Int) -> Bool { (least, index) < (other.least, otherIndex) }

    func judged(at alpha: Double, adjusted: Double, isTold: Bool) -> PairVerdict {
        let interval = difference.interval(confidence: 1 - alpha)
        let size = abs(difference.value)
        let verdict: Verdict
        if !isTold {
            verdict = .cannotTell(more: missing(at: alpha))
        } else if size < indifference / 2 || interval.halfWidth < indifference - size {
            verdict = .equivalent
        } else {
            verdict = difference.value > 0 ? .better : .worse
        }
        return PairVerdict(
            first: first.name, second: second.name, difference: interval, adjustedP: adjusted,
            correlation: first.measure.correlation(with: second.measure), verdict: verdict)
    }

    /// How many more replications would shrink the interval until it gives a verdict about the difference as it is.
    private func missing(at alpha: Double) -> Int? {
        let count = first.measure.deleted.count
        guard count > 1 else { return 1 }
        let room = max(abs(difference.value), indifference - abs(difference.value))
        let needed = difference.replicationsNeeded(
            halfWidth: room, count: count, confidence: 1 - alpha, most: 100 * count)
        return needed.map { max(1, $0 - count) }
    }
}
