// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// Bounds on high quantiles: where a tolerance may be drawn so that the honest stay within it.
extension Quantiles {
    /// A value that lies above the quantile of the population with at least the stated confidence: the smallest order
    /// statistic of which that can be said, or infinity when the sample is too small for any.
    ///
    /// The k-th smallest of n independent values is at least the quantile when fewer than k of them lie below it, which
    /// has probability P(Bin(n, p) ≤ k - 1), whatever the distribution (S. S. Wilks, Annals of Mathematical Statistics
    /// 12(1), 1941, doi:10.1214/aoms/1177731788; H. A. David, H. N. Nagaraja, "Order Statistics", section 7.1). The
    /// quantile of the sample alone is too low half of the time.
    ///
    /// Values that come in clusters (several positions of one answer) are worth fewer: give one value for each, such as
    /// its largest.
    /// - Parameter sorted: independent values in ascending order.
    /// - Precondition: 0 < p < 1.
    /// - Complexity: O(log n) binomial probabilities.
    public static func upperBound(_ p: Double, ofSorted sorted: [Double], confidence: Double = 0.95) -> Double {
        GSLSetup.once
        check(p, confidence)
        let n = sorted.count
        // From 0, where nothing can be said, through n, where it can if the sample is large enough.
        let rank = firstIndex(through: n + 1) { k in
            k > 0 && gsl_cdf_binomial_P(UInt32(k - 1), p, UInt32(n)) >= confidence
        }
        return rank <= n ? sorted[rank - 1] : .infinity
    }

    /// The smallest sample of which the largest value is such a bound: the smallest n with p^n ≤ 1 - confidence.
    ///
    /// 59 for p = 0.95, 299 for p = 0.99 and 2,995 for p = 0.999 at 95 % confidence.
    /// - Precondition: 0 < p < 1.
    public static func sampleSize(toBound p: Double, confidence: Double = 0.95) -> Int {
        GSLSetup.once
        check(p, confidence)
        return Int((gsl_sf_log(1 - confidence) / gsl_sf_log(p)).rounded(.up))
    }

    private static func check(_ p: Double, _ confidence: Double) {
        precondition(
            p > 0 && p < 1 && confidence > 0 && confidence < 1,
            "quantile bound: expected probabilities between 0 and 1, found \(p), \(confidence)")
    }
}
