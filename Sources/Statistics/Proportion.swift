// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// A share of events among trials, for shares near 0 or 1 where a Student interval is no use.
///
/// Counts need not be whole: trials that come in clusters (the requests of one replication) carry less information than
/// independent ones, and are counted as the smaller number that carries as much.
public struct Proportion: Sendable, Equatable {
    public var events: Double
    public var trials: Double

    /// Independent trials.
    /// - Precondition: 0 ≤ events ≤ trials.
    public init(events: Double, trials: Double) {
        precondition(
            events >= 0 && events <= trials, "proportion: expected events ≤ trials, found \(events), \(trials)")
        self.events = events
        self.trials = trials
    }

    /// events / trials; NaN without trials.
    public var estimate: Double { events / trials }

    /// E. B. Wilson's interval, from inverting the normal test (Journal of the American Statistical Association 22, 1927,
    /// doi:10.1080/01621459.1927.10502953). Covers the stated share on average over p, not for each p.
    public func wilson(confidence: Double = 0.95) -> Interval {
        guard trials > 0 else { return .undefined }
        let z = Normal.quantile(0.5 + 0.5 * confidence)
        let square = z * z / trials
        let centre = (estimate + 0.5 * square) / (1 + square)
        let reach = z * ((estimate * (1 - estimate) + 0.25 * square) / trials).squareRoot() / (1 + square)
        return Interval(
            low: events == 0 ? 0 : centre - reach, estimate: estimate, high: events == trials ? 1 : centre + reach,
            confidence: confidence)
    }

    /// The exact interval of C. J. Clopper and E. S. Pearson (Biometrika 26, 1934, doi:10.1093/biomet/26.4.404), which
    /// covers at least the stated share for every p. Without events the upper end is a bound on the rate.
    ///
    /// Above 100,000 trials its limits stand in: those of the Poisson distribution for fewer than 1,000 events, at most
    /// 1 % wider, and Wilson's interval otherwise.
    /// - Complexity: some fifty evaluations of the beta distribution.
    public func clopperPearson(confidence: Double = 0.95) -> Interval {
        GSLSetup.once
        guard trials > 0 else { return .undefined }
        if events > trials / 2 {
            let rest = Proportion(events: trials - events, trials: trials).clopperPearson(confidence: confidence)
            return Interval(low: 1 - rest.high, estimate: estimate, high: 1 - rest.low, confidence: confidence)
        }
        let tail = 0.5 - 0.5 * confidence
        if trials > 1e5 {
            if events >= 1000 { return wilson(confidence: confidence) }
            return Interval(
                low: events == 0 ? 0 : gsl_cdf_gamma_Pinv(tail, events, 1) / trials, estimate: estimate,
                high: gsl_cdf_gamma_Qinv(tail, events + 1, 1) / trials, confidence: confidence)
        }
        let (events, trials) = (events, trials)
        return Interval(
            low: events == 0 ? 0 : Self.root { gsl_cdf_beta_P($0, events, trials - events + 1) - tail },
            estimate: estimate, high: Self.root { tail - gsl_cdf_beta_Q($0, events + 1, trials - events) },
            confidence: confidence)
    }

    /// Where a function that rises over [0, 1] becomes positive, by halving, to the last bit.
    ///
    /// GSL's own inverse of the beta distribution (version 2.7.1) does not return for some large parameters.
    private static func root(of function: (Double) -> Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if function(middle) < 0 { low = middle } else { high = middle }
        }
    }
}

extension Proportion {
    /// What one replication counted.
    public struct Cluster: Sendable, Equatable {
        public var events: Double
        public var trials: Double

        public init(events: Double, trials: Double) {
            self.events = events
            self.trials = trials
        }
    }

    /// The clusters' total, counted as the number of independent trials that would give the same standard error.
    ///
    /// The design effect is the variance of Σ events / Σ trials over clusters, by linearisation, divided by the binomial
    /// variance p (1 - p) / Σ trials; it is never taken below 1, so clusters never count for more than their trials.
    /// Because that variance is itself estimated from few clusters, the trials are multiplied by the square of
    /// t(trials - 1) / t(clusters - 1) (E. L. Korn, B. I. Graubard, Survey Methodology 24(2), 1998). Clusters that all have
    /// the same share, for instance no event, and a single cluster cannot show an effect: all trials of a cluster may have
    /// had one cause, so each cluster counts as one trial.
    /// - Complexity: O(clusters).
    public init(clusters: [Cluster], confidence: Double = 0.95) {
        let events = clusters.reduce(0) { $0 + $1.events }
        let trials = clusters.reduce(0) { $0 + $1.trials }
        self.init(events: events, trials: trials)
        guard trials > 0 else { return }
        var ratio = Ratio.estimate(clusters.map(\.events), over: clusters.map(\.trials))
        ratio.range = 0...1
        guard clusters.count > 1, !ratio.isUnanimous else {
            let alike = min(trials, Double(clusters.count { $0.trials > 0 }))
            self.init(events: events / trials * alike, trials: alike)
            return
        }
        let effect = ratio.standardError * ratio.standardError * trials / (ratio.value * (1 - ratio.value))
        guard effect > 1 else { return }
        let penalty =
            Student.reach(confidence: confidence, freedom: trials - 1)
            / Student.reach(confidence: confidence, freedom: ratio.freedom)
        let effective = trials / effect * penalty * penalty
        self.init(events: ratio.value * effective, trials: effective)
    }
}
