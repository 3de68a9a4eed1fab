// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// Replications that all gave the same value, and what they may have missed.
///
/// That none of R replications differs is no certainty: a share q of all replications could differ and still none of R
/// would, with probability (1 - q)^R. So q can be anything up to 1 - α^(1/R), the upper limit of Clopper and Pearson without
/// an event, about 3 / R at α = 0.05 (the rule of three: J. A. Hanley, A. Lippman-Hand, "If nothing goes wrong, is
/// everything all right?", Journal of the American Medical Association 249(13), 1983,
/// doi:10.1001/jama.1983.03330370053031). A replication that differs may lie anywhere in the range that values can have,
/// so the mean can be (1 - q) x value + q x either end of the range.
struct Unanimity {
    /// Of every replication.
    let value: Double
    /// How many there were.
    let replications: Double
    /// Holds whatever a replication can give.
    let range: ClosedRange<Double>

    /// The largest share of differing replications of which R show none with at least the probability `tail`.
    static func missed(_ tail: Double, replications: Double) -> Double {
        Proportion(events: 0, trials: replications).clopperPearson(confidence: 1 - 2 * tail).high
    }

    func interval(confidence: Double) -> Interval {
        let share = Self.missed(0.5 - 0.5 * confidence, replications: replications)
        return Interval(
            low: value - share * (value - range.lowerBound), estimate: value,
            high: value + share * (range.upperBound - value), confidence: confidence)
    }

    /// The p-value of the hypothesis that the mean is `bound` or less.
    func pValue(above bound: Double) -> Double { chance(excess: value - bound, of: value - range.lowerBound) }

    /// The p-value of the hypothesis that the mean is `bound` or more.
    func pValue(below bound: Double) -> Double { chance(excess: bound - value, of: range.upperBound - value) }

    /// (1 - q)^R for the least q that moves the mean by `excess` when a replication can move it by `most`.
    private func chance(excess: Double, of most: Double) -> Double {
        guard excess > 0 else { return 1 }
        guard excess < most else { return 0 }
        return gsl_cdf_beta_Q(excess / most, 1, replications)
    }
}
