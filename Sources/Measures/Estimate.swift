// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// A point estimate, a ratio of totals over replications, with its 95 % interval.
public struct Estimate: Equatable, Sendable {
    /// NaN where undefined.
    public let value: Double
    /// NaN where there is no interval: an undefined value or a single replication.
    public let low: Double
    public let high: Double

    public init(value: Double, low: Double = .nan, high: Double = .nan) {
        self.value = value
        self.low = low
        self.high = high
    }

    public static let undefined = Estimate(value: .nan)

    public var hasInterval: Bool { !low.isNaN && !high.isNaN }

    /// What an interval is left out of.
    static let alpha = 0.05

    /// An amount: the value and the Student interval of its jackknife.
    public init(amount: Jackknife) {
        let half = amount.halfWidth(leaving: Self.alpha)
        self.init(value: amount.value, low: amount.value - half, high: amount.value + half)
    }

    /// A share of `trials`, the sum over replications of what it is a share of.
    ///
    /// The Student interval of the jackknife, except near 0 and 1: where that would leave them, or with fewer than five
    /// events, or non-events, on the effective sample size, it is the Clopper–Pearson interval on that size, p(1 − p) / variance, corrected for the few
    /// replications behind the variance (Korn and Graubard 1998) and never above `trials`. Without a single event the
    /// variance says nothing; then the independent replications are the sample, since one dishonest operator can turn a
    /// whole replication, and the bound is one-sided: zero events print an upper bound.
    public init(share: Jackknife, trials: Double) {
        let p = share.value
        guard p >= 0, p <= 1, trials > 0 else {
            self.init(value: p)
            return
        }
        let replications = Double(share.deleted.count)
        if p == 0 || p == 1 {
            let bound = Seam.betaQuantile(1 - Self.alpha, 1, min(replications, trials))
            self.init(value: p, low: p == 0 ? 0 : 1 - bound, high: p == 0 ? bound : 1)
            return
        }
        let error = share.standardError
        guard error > 0 else {
            self.init(amount: share)
            return
        }
        let effective = Swift.min(p * (1 - p) / (error * error) * Self.correction(share.degrees), trials)
        let student = Estimate(amount: share)
        guard effective * Swift.min(p, 1 - p) < 5 || student.low < 0 || student.high > 1 else {
            self = student
            return
        }
        self.init(
            value: p,
            low: Seam.betaQuantile(Self.alpha / 2, p * effective, (1 - p) * effective + 1),
            high: Seam.betaQuantile(1 - Self.alpha / 2, p * effective + 1, (1 - p) * effective))
    }

    /// Events per unit of `exposure`, the sum over replications of what they could happen in.
    ///
    /// The Student interval of the jackknife; without a single event the one-sided Poisson bound −ln(0.05) / exposure = 2.9957 / exposure.
    public init(rate: Jackknife, exposure: Double) {
        guard rate.value == 0, exposure > 0 else {
            self.init(amount: rate)
            return
        }
        self.init(value: 0, low: 0, high: 2.995732273553991 / exposure)
    }

    /// The estimate of a multiple.
    func times(_ factor: Double) -> Estimate {
        Estimate(value: value * factor, low: low * factor, high: high * factor)
    }

    /// The squared ratio of the normal to the Student quantile.
    private static func correction(_ degrees: Double) -> Double {
        let ratio =
            Seam.studentQuantile(1 - alpha / 2, degrees: 1e9) / Seam.studentQuantile(1 - alpha / 2, degrees: degrees)
        return ratio * ratio
    }
}
