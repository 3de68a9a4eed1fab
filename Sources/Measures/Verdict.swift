// SPDX-License-Identifier: GPL-3.0-or-later

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
    public let first: String
    public let second: String
    /// First minus second, with the interval the verdict rests on: the one at the level Holm's procedure gives the pair.
    public let difference: Estimate
    /// The share that interval leaves out: 0.05 divided by the number of pairs still open when this one was judged.
    public let alpha: Double
    /// The smallest such share at which there would be a verdict, times the number of pairs still open; at most 1.
    public let adjustedP: Double
    /// Of the two estimates over replications: what the common world achieved. NaN where one does not vary.
    public let correlation: Double
    public let verdict: Verdict
}

extension PairVerdict {
    /// The verdicts on every pair of the layouts, each earlier one against each later one.
    ///
    /// An interval of a difference gives a verdict when it lies inside (−δ, δ), δ the indifference: *equivalent*; otherwise
    /// when it lies above 0: *better*, or below 0: *worse*. For each pair take the smallest share α its interval may
    /// leave out and still give a verdict. Holm (1979): judge the pairs in the order of these α, the j-th of m at 0.05 /
    /// (m − j + 1), until one gives none; that pair and all after it *cannot tell*, at that level.
    ///
    /// - Parameters:
    ///   - layouts: names with the headline measure of each; jackknives of the same replications.
    ///   - indifference: δ, above 0.
    /// - Complexity: O(pairs × replications).
    public static func all(
        of layouts: [(name: String, measure: Jackknife)], indifference: Double
    ) -> [PairVerdict] {
        var pairs: [Pair] = []
        for (index, first) in layouts.enumerated() {
            for second in layouts[(index + 1)...] {
                pairs.append(Pair(first: first, second: second, indifference: indifference))
            }
        }
        let order = pairs.indices.sorted { (pairs[$0].least, $0) < (pairs[$1].least, $1) }
        var verdicts: [PairVerdict?] = Array(repeating: nil, count: pairs.count)
        var open = pairs.count
        var adjusted = 0.0
        var stopped = false
        for index in order {
            adjusted = Swift.max(adjusted, Swift.min(1, pairs[index].least * Double(open)))
            let alpha = Estimate.alpha / Double(open)
            stopped = stopped || !(pairs[index].least <= alpha)
            verdicts[index] = pairs[index].judged(at: alpha, adjusted: adjusted, telling: !stopped)
            if !stopped { open -= 1 }
        }
        return verdicts.compactMap { $0 }
    }
}

/// A difference on its way to a verdict.
private struct Pair {
    let first: (name: String, measure: Jackknife)
    let second: (name: String, measure: Jackknife)
    let indifference: Double
    let difference: Jackknife
    /// The smallest share the interval may leave out and still give a verdict.
    let least: Double

    init(first: (name: String, measure: Jackknife), second: (name: String, measure: Jackknife), indifference: Double) {
        precondition(indifference > 0, "indifference: expected above 0, found \(indifference)")
        self.first = first
        self.second = second
        self.indifference = indifference
        difference = first.measure - second.measure
        least = difference.alpha(ofHalfWidth: Self.room(difference.value, indifference))
    }

    /// How wide to each side an interval around the difference may be and still give a verdict.
    static func room(_ difference: Double, _ indifference: Double) -> Double {
        Swift.max(abs(difference), indifference - abs(difference))
    }

    func judged(at alpha: Double, adjusted: Double, telling: Bool) -> PairVerdict {
        let half = difference.halfWidth(leaving: alpha)
        let value = difference.value
        let verdict: Verdict
        if !telling {
            verdict = .cannotTell(more: missing(half))
        } else if abs(value) < indifference / 2 || half < indifference - abs(value) {
            verdict = .equivalent
        } else {
            verdict = value > 0 ? .better : .worse
        }
        return PairVerdict(
            first: first.name, second: second.name,
            difference: Estimate(value: value, low: value - half, high: value + half), alpha: alpha,
            adjustedP: adjusted, correlation: first.measure.correlation(with: second.measure), verdict: verdict)
    }

    /// How many more replications would shrink the half-width, by the square-root law, to the room there is.
    private func missing(_ half: Double) -> Int? {
        let count = Double(difference.deleted.count)
        guard count > 1 else { return 1 }
        let factor = half / Self.room(difference.value, indifference)
        let more = (count * factor * factor - count).rounded(.up)
        guard more <= 99 * count else { return nil }
        return Swift.max(1, Int(more))
    }
}
