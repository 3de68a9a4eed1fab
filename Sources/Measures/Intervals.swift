// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// The 95 % intervals of the measures; an interval is undefined where there is one replication or no value.
extension Interval {
    /// Whether there are two ends.
    public var isKnown: Bool { !low.isNaN && !high.isNaN }

    /// A value without an interval.
    public init(alone value: Double) { self.init(low: .nan, estimate: value, high: .nan) }

    /// An amount: the Student interval of its jackknife; undefined where all replications gave the same, since nothing then
    /// bounds what another one could give.
    public init(amount: Replicated) { self = amount.estimate.interval() }

    /// A share of `trials`, the sum over replications of what it is a share of.
    ///
    /// The Student interval of the jackknife, except near 0 and 1: where that would leave them, or with fewer than five
    /// events, or non-events, on the effective sample size, it is the Clopper–Pearson interval on that size. The size is
    /// p(1 − p) / variance, corrected for the few replications behind the variance (E. L. Korn, B. I. Graubard, Survey
    /// Methodology 24(2), 1998) and never above `trials`.
    ///
    /// Replications that are all alike, for instance without an event, cannot show how events cluster, and all trials of a
    /// replication may share one cause: each replication then counts as one trial, and what R of them may have missed is
    /// left open (`Estimate.range`). A replication is a world with all its strata, so their weights do not enter.
    /// - Parameter informed: how many replications had any trial; the others say nothing. Nil for all.
    public init(share: Replicated, trials: Double, informed: Int? = nil) {
        let p = share.value
        var estimate = share.estimate(in: 0...1)
        estimate.freedom = Double((informed ?? share.deleted.count) - 1)
        guard p >= 0, p <= 1, trials > 0, estimate.freedom > 0, !estimate.standardError.isNaN else {
            self.init(alone: p)
            return
        }
        let plain = estimate.interval()
        guard !estimate.isUnanimous else {
            self = plain
            return
        }
        let size = Self.effectiveSize(estimate, trials)
        let isNearAnEnd = size * Swift.min(p, 1 - p) < 5
        guard isNearAnEnd || plain.low < 0 || plain.high > 1 else {
            self = plain
            return
        }
        let exact = Proportion(events: p * size, trials: size).clopperPearson()
        self.init(low: exact.low, estimate: p, high: exact.high)
    }

    /// Events per unit of `exposure`, the sum over replications of what they could happen in.
    ///
    /// The Student interval of the jackknife; without a single event in at least two replications the upper Poisson limit
    /// −ln(0.025) / exposure = 3.6889 / exposure, which takes events as independent of each other: like every other bound
    /// here the upper end of a two-sided 95 % interval, so that the truth exceeds it in at most 2.5 of 100 studies.
    public init(rate: Replicated, exposure: Double) {
        guard rate.value == 0, exposure > 0, rate.deleted.count > 1 else {
            self.init(amount: rate)
            return
        }
        self.init(low: 0, estimate: 0, high: 3.688879454113936 / exposure)
    }

    /// The interval of the rest of a whole: 1 minus it.
    public var complement: Interval {
        Interval(low: 1 - high, estimate: 1 - estimate, high: 1 - low, confidence: confidence)
    }

    /// The interval of a multiple.
    func times(_ factor: Double) -> Interval {
        Interval(low: low * factor, estimate: estimate * factor, high: high * factor, confidence: confidence)
    }

    /// How many independent trials would give the standard error, which is above 0.
    private static func effectiveSize(_ share: Estimate, _ trials: Double) -> Double {
        let variance = share.standardError * share.standardError
        let penalty =
            Student.reach(confidence: 0.95, freedom: Swift.max(trials - 1, 1))
            / Student.reach(confidence: 0.95, freedom: share.freedom)
        return Swift.min(share.value * (1 - share.value) / variance * penalty * penalty, trials)
    }
}
