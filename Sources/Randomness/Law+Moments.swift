// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Textbook moments (N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous Univariate Distributions", volumes 1 and 2).
extension Law {
    /// The expected value, in the base unit; infinite for a Pareto law with shape up to 1.
    public var mean: Double {
        switch self {
        case .constant(let value): value
        case .uniform(let low, let high): 0.5 * (low + high)
        case .exponential(let mean): mean
        case .normal(let mean, let deviation, let cut): mean + deviation * Self.hazard(mean, deviation, cut)
        case .lognormal(let median, let sigma): median * PortableMath.exp(0.5 * sigma * sigma)
        case .weibull(let scale, let inverseShape): scale * PortableMath.gamma(1 + inverseShape)
        case .pareto(let minimum, let inverseShape): inverseShape < 1 ? minimum / (1 - inverseShape) : .infinity
        case .gamma(let shape, let scale): shape * scale
        case .beta(let alpha, let beta, let low, let width): low + width * alpha / (alpha + beta)
        }
    }

    /// The variance, in the square of the base unit; infinite for a Pareto law with shape up to 2.
    public var variance: Double {
        switch self {
        case .constant: return 0
        case .uniform(let low, let high): return (high - low) * (high - low) / 12
        case .exponential(let mean): return mean * mean
        case .normal(let mean, let deviation, let cut):
            guard deviation > 0 else { return 0 }
            let hazard = Self.hazard(mean, deviation, cut)
            return deviation * deviation * (1 - hazard * (mean / deviation + hazard))
        case .lognormal(let median, let sigma):
            let growth = PortableMath.exp(sigma * sigma)
            return median * median * growth * (growth - 1)
        case .weibull(let scale, let inverseShape):
            let first = PortableMath.gamma(1 + inverseShape)
            return scale * scale * (PortableMath.gamma(1 + 2 * inverseShape) - first * first)
        case .pareto(let minimum, let inverse):
            guard inverse < 0.5 else { return .infinity }
            return minimum * minimum * inverse * inverse / ((1 - inverse) * (1 - inverse) * (1 - 2 * inverse))
        case .gamma(let shape, let scale): return shape * scale * scale
        case .beta(let alpha, let beta, _, let width):
            let sum = alpha + beta
            return width * width * alpha * beta / (sum * sum * (sum + 1))
        }
    }

    /// Density of the standard normal law at the cut over what remains above it.
    private static func hazard(_ mean: Double, _ deviation: Double, _ cut: Double) -> Double {
        guard deviation > 0 else { return 0 }
        return NormalDistribution.density(mean / deviation) / (1 - cut)
    }
}
