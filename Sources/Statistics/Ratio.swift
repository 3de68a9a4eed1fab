// SPDX-License-Identifier: GPL-3.0-or-later

/// The ratio of two totals over replications, with the error of its linearisation (the delta method).
///
/// var = Σ (y_r - R x_r)² / (n (n - 1) mean(x)²), n - 1 degrees of freedom (W. G. Cochran, "Sampling Techniques", 3rd
/// edition 1977, equation 6.13). The jackknife gives the same to the order kept here; it is the one for anything but a
/// single ratio.
public enum Ratio {
    /// Σ numerators / Σ denominators; NaN when the denominators sum to zero.
    /// - Precondition: as many numerators as denominators.
    public static func estimate(_ numerators: [Double], over denominators: [Double]) -> Estimate {
        precondition(numerators.count == denominators.count, "ratio: expected pairs")
        let n = Double(numerators.count)
        let below = denominators.reduce(0, +)
        let above = numerators.reduce(0, +)
        guard below != 0 else { return Estimate(value: .nan, standardError: .nan, freedom: n - 1) }
        let ratio = above / below
        let squares = zip(numerators, denominators).reduce(0.0) { sum, pair in
            sum + (pair.0 - ratio * pair.1) * (pair.0 - ratio * pair.1)
        }
        let variance = n > 1 ? squares * n / ((n - 1) * below * below) : .nan
        return Estimate(value: ratio, standardError: variance.squareRoot(), freedom: n - 1)
    }

    /// The mean of paired differences `first - second`.
    /// - Precondition: as many of one as of the other.
    public static func pairedDifference(_ first: [Double], _ second: [Double]) -> Estimate {
        precondition(first.count == second.count, "paired difference: expected pairs")
        return Moments(zip(first, second).lazy.map { $0 - $1 }).estimate
    }
}
