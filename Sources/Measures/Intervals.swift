// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// The 95 % intervals of the measures; an interval is undefined where there is one replication or no value.
extension Interval {
    /// Whether there are two ends.
    public var isKnown: Bool { !low.isNaN && !high.isNaN }

    /// A value without an interval.
    public init(alone value: Double) { self.init(low: .nan, estimate: value, high: .nan) }

    /// An amount: the Student interval of its jackknife.
    public init(amount: Replicated) { self = amount.estimate.interval() }

    /// A share of `trials`, the sum over replications of what it is a share of.
    ///
    /// The Student interval of the jackknife, except near 0 and 1: where that would leave them, or with fewer than five
    /// events, or non-events, on the effective sample size, it is the Clopper–Pearson interval on that size. The size is
    /// p(1 − p) / variance, corrected for the few replications behind the variance (E. L. Korn, B. I. Graubard, Survey
    /// Methodology 24(2), 1998) and never above `trials`. Without an event, or with nothing else, replications cannot show
    /// how events cluster; the bound then takes the trials as independent.
    public init(share: Replicated, trials: Double) {
        let p = share.value
        guard p >= 0, p <= 1, trials > 0 else {
            self.init(alone: p)
            return
        }
        let student = share.estimate.interval()
        let size = Self.effectiveSize(share.estimate, trials)
        let isNearAnEnd = size * Swift.min(p, 1 - p) < 5
        guard isNearAnEnd || student.low < 0 || student.high > 1 else {
            self = student
            return
        }
        let exact = Proportion(events: p * size, trials: size).clopperPearson()
        self.init(low: exact.low, estimate: p, high: exact.high)
    }

    /// Events per unit of `exposure`, the sum over replications of what they could happen in.
    ///
    /// The Student interval of the jackknife; without a single event the one-sided Poisson bound −ln(0.05) / exposure =
    /// 2.9957 / exposure.
    public init(rate: Replicated, exposure: Double) {
        guard rate.value == 0, exposure > 0 else {
            self.init(amount: rate)
            return
        }
        self.init(low: 0, estimate: 0, high: 2.995732273553991 / exposure)
    }

    /// The interval of a multiple.
    func times(_ factor: Double) -> Interval {
        Interval(low: low * factor, estimate: estimate * factor, high: high * factor, confidence: confidence)
    }

    /// How many independent trials would give the standard error.
    private static func effectiveSize(_ share: Estimate, _ trials: Double) -> Double {
        let variance = share.standardError * share.standardError
        guard variance > 0 else { return trials }
        let penalty =
            Student.reach(confidence: 0.95, freedom: Swift.max(trials - 1, 1))
            / Student.reach(confidence: 0.95, freedom: share.freedom)
        return Swift.min(share.value * (1 - share.value) / variance * penalty * penalty, trials)
    }
}
