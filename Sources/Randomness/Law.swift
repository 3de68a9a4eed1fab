// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A distribution of a quantity that is not negative: a time, a size, a number.
///
/// A plain value without references; drawing allocates nothing. All parameters and draws are in the base unit of the
/// quantity. Every law but gamma and beta is drawn by inversion and falls as the uniform rises, so that under common
/// random numbers the same draw is long, or short, whatever the law and its parameters.
public enum Law: Sendable, Equatable {
    /// Always the value.
    case constant(Double)
    /// Uniform between two bounds.
    case uniform(low: Double, high: Double)
    /// Exponential; memoryless.
    case exponential(mean: Double)
    /// Normal, restricted to values above zero: `mean` and `deviation` are those before the restriction, `cut` is the
    /// probability it removes.
    case normal(mean: Double, deviation: Double, cut: Double)
    /// Lognormal: the logarithm is normal about log(median) with standard deviation `sigma`.
    case lognormal(median: Double, sigma: Double)
    /// Weibull with survival exp(-(x / scale)^shape); holds 1 / shape.
    case weibull(scale: Double, inverseShape: Double)
    /// Pareto with survival (minimum / x)^shape; holds 1 / shape.
    case pareto(minimum: Double, inverseShape: Double)
    /// Gamma; mean shape x scale.
    case gamma(shape: Double, scale: Double)
    /// Beta, stretched from [0, 1] to start at `low` and be `width` wide.
    case beta(alpha: Double, beta: Double, low: Double, width: Double)

    /// One value, in the base unit. Consumes one word, except constant (none), gamma and beta (as many as it takes).
    @inlinable public func draw(_ stream: inout Stream) -> Double {
        switch self {
        case .constant(let value): value
        case .uniform(let low, let high): high - (high - low) * stream.uniform()
        case .exponential(let mean): mean * stream.exponential()
        case .normal(let mean, let deviation, let cut):
            mean - deviation * NormalDistribution.quantile((1 - cut) * stream.uniform())
        case .lognormal(let median, let sigma): median * PortableMath.exp(sigma * stream.normal())
        case .weibull(let scale, let inverseShape):
            scale * PortableMath.exp(inverseShape * PortableMath.log(stream.exponential()))
        case .pareto(let minimum, let inverseShape):
            minimum * PortableMath.exp(inverseShape * stream.exponential())
        case .gamma(let shape, let scale): scale * stream.gamma(shape: shape)
        case .beta(let alpha, let beta, let low, let width): low + width * stream.beta(alpha, beta)
        }
    }

    /// One value as a length of time, cut at 200 years, which heavy tails can exceed and no run lasts.
    @inlinable public func drawTime(_ stream: inout Stream) -> Nanoseconds {
        let seconds = draw(&stream)
        return Nanoseconds(seconds: seconds < 6_307_200_000 ? seconds : 6_307_200_000)
    }

    /// The law of `factor` times the quantity.
    /// - Precondition: the factor is finite and not negative.
    public func scaled(by factor: Double) -> Law {
        precondition(factor >= 0 && factor < .infinity, "law: expected a finite factor from 0 on, found \(factor)")
        return switch self {
        case .constant(let value): .constant(value * factor)
        case .uniform(let low, let high): .uniform(low: low * factor, high: high * factor)
        case .exponential(let mean): .exponential(mean: mean * factor)
        case .normal(let mean, let deviation, let cut):
            .normal(mean: mean * factor, deviation: deviation * factor, cut: cut)
        case .lognormal(let median, let sigma): .lognormal(median: median * factor, sigma: sigma)
        case .weibull(let scale, let inverse): .weibull(scale: scale * factor, inverseShape: inverse)
        case .pareto(let minimum, let inverse): .pareto(minimum: minimum * factor, inverseShape: inverse)
        case .gamma(let shape, let scale): .gamma(shape: shape, scale: scale * factor)
        case .beta(let alpha, let beta, let low, let width):
            .beta(alpha: alpha, beta: beta, low: low * factor, width: width * factor)
        }
    }
}
