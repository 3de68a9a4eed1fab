// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// Quantiles of samples.
public enum Quantiles {
    /// The value below which the share `p` of the sample lies, interpolated between neighbours (type 7 of R. J. Hyndman,
    /// Y. Fan, The American Statistician 50(4), 1996, doi:10.1080/00031305.1996.10473566); NaN for an empty sample.
    /// Between neighbours of which one is infinite it is the upper one.
    /// - Parameter sorted: in ascending order.
    /// - Complexity: O(1).
    public static func quantile(_ p: Double, ofSorted sorted: [Double]) -> Double {
        precondition(p >= 0 && p <= 1, "quantile: expected a share, found \(p)")
        guard !sorted.isEmpty else { return .nan }
        let place = p * Double(sorted.count - 1), lower = Int(place), upper = min(lower + 1, sorted.count - 1)
        guard sorted[lower].isFinite, sorted[upper].isFinite else {
            return sorted[place > Double(lower) ? upper : lower]
        }
        return gsl_stats_quantile_from_sorted_data(sorted, 1, sorted.count, p)
    }

    /// The quantile of independent values with an interval between two order statistics.
    ///
    /// How many of n values lie below the true quantile is binomial(n, p), so the k-th smallest lies below it with
    /// probability P(Bin ≥ k) (W. J. Conover, "Practical Nonparametric Statistics", section 3.2). Covers at least the
    /// stated share; an end that the sample is too small for is infinite.
    /// - Parameter sorted: independent values in ascending order.
    /// - Complexity: O(log n) binomial probabilities.
    public static func interval(_ p: Double, ofSorted sorted: [Double], confidence: Double = 0.95) -> Interval {
        GSLSetup.once
        let n = sorted.count
        guard n > 0 else { return .undefined }
        let tail = 0.5 - 0.5 * confidence
        // The largest k with P(Bin ≤ k - 1) ≤ tail, and the smallest with P(Bin ≥ k) ≤ tail.
        let low = firstIndex(through: n) { gsl_cdf_binomial_P(UInt32($0), p, UInt32(n)) > tail }
        let high = firstIndex(through: n) { gsl_cdf_binomial_Q(UInt32($0), p, UInt32(n)) <= tail } + 1
        return Interval(
            low: low >= 1 ? sorted[low - 1] : -.infinity, estimate: quantile(p, ofSorted: sorted),
            high: high <= n ? sorted[high - 1] : .infinity, confidence: confidence)
    }

    /// The first of 0 ... last at which the condition holds; it must hold from there on.
    static func firstIndex(through last: Int, _ condition: (Int) -> Bool) -> Int {
        var low = -1, high = last
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if condition(middle) { high = middle } else { low = middle }
        }
        return high
    }
}

/// Weights in bins: how latencies are kept and merged over replications and strata.
public struct Histogram: Sendable, Equatable {
    /// The ascending ends of the bins: bin i reaches from `edges[i]` to `edges[i + 1]`.
    public let edges: [Double]
    /// One per bin, not negative.
    public var weights: [Double]

    /// - Precondition: one edge more than weights, strictly ascending.
    public init(edges: [Double], weights: [Double]) {
        precondition(
            edges.count == weights.count + 1 && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 },
            "histogram: expected \(weights.count + 1) ascending edges, found \(edges.count)")
        self.edges = edges
        self.weights = weights
    }

    /// The value below which the share `p` of the weight lies, taken as even within a bin; NaN without weight.
    /// - Complexity: O(bins).
    public func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1, "quantile: expected a share, found \(p)")
        let wanted = p * weights.reduce(0, +)
        var below = 0.0
        for (bin, weight) in weights.enumerated() where weight > 0 {
            if below + weight >= wanted {
                return edges[bin] + (edges[bin + 1] - edges[bin]) * max(0, wanted - below) / weight
            }
            below += weight
        }
        guard let last = weights.lastIndex(where: { $0 > 0 }) else { return .nan }
        return edges[last + 1]
    }
}
