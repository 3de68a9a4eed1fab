// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The laws by the parameters in which sources report them.
extension Law {
    /// Normal with the given mean and standard deviation, restricted to values above zero.
    public static func normal(mean: Double, deviation: Double) -> Law {
        guard deviation > 0 else { return .constant(mean) }
        return .normal(
            mean: mean, deviation: deviation, cut: NormalDistribution.probability(below: -mean / deviation))
    }

    /// Lognormal with the given median and 90th percentile: sigma = log(p90 / median) / 1.2816, the normal quantile at 0.9.
    /// - Precondition: 0 < median ≤ p90.
    public static func lognormal(median: Double, p90: Double) -> Law {
        precondition(median > 0 && median <= p90, "lognormal: expected 0 < median ≤ p90, found \(median) and \(p90)")
        return .lognormal(median: median, sigma: PortableMath.log(p90 / median) / 1.2815515655446004)
    }

    /// Lognormal with the given mean and coefficient of variation: sigma² = log(1 + variation²).
    public static func lognormal(mean: Double, variation: Double) -> Law {
        let square = PortableMath.log1p(variation * variation)
        return .lognormal(median: mean * PortableMath.exp(-0.5 * square), sigma: square.squareRoot())
    }

    /// Weibull with the given mean and shape: scale = mean / Gamma(1 + 1 / shape).
    public static func weibull(mean: Double, shape: Double) -> Law {
        .weibull(scale: mean / PortableMath.gamma(1 + 1 / shape), inverseShape: 1 / shape)
    }

    /// Gamma with the given mean and coefficient of variation: shape = 1 / variation²; without variation, the constant.
    public static func gamma(mean: Double, variation: Double) -> Law {
        let square = variation * variation
        return square > 0 ? .gamma(shape: 1 / square, scale: mean * square) : .constant(mean)
    }
}
