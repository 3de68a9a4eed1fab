// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The standard normal distribution, on portable arithmetic.
public enum NormalDistribution {
    /// The point below which the standard normal distribution has probability `p`.
    ///
    /// Relative error about 1e-16 for p from 1e-316 on; -inf at 0, inf at 1.
    ///
    /// Source: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics
    /// 37(3), 1988, doi:10.2307/2347330, routine PPND16 with its coefficients: one ratio of polynomials about the
    /// median, and two in the square root of -log of the tail, near and far.
    /// - Precondition: 0 ≤ p ≤ 1.
    /// - Complexity: constant; outside the middle 85 % one logarithm and one square root.
    @inlinable public static func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1, "normal quantile: expected a probability, found \(p)")
        let q = p - 0.5
        if q.magnitude <= 0.425 { return q * central(0.180625 - q * q) }
        let tail = q < 0 ? p : 1 - p
        if tail == 0 { return q < 0 ? -.infinity : .infinity }
        let depth = (-PortableMath.log(tail)).squareRoot()
        let distance = depth <= 5 ? near(depth - 1.6) : far(depth - 5)
        return q < 0 ? -distance : distance
    }

    @usableFromInline static func central(_ x: Double) -> Double {
        var a = 2.5090809287301226727e3 * x + 3.3430575583588128105e4
        a = a * x + 6.7265770927008700853e4
        a = a * x + 4.5921953931549871457e4
        a = a * x + 1.3731693765509461125e4
        a = a * x + 1.9715909503065514427e3
        a = a * x + 1.3314166789178437745e2
        a = a * x + 3.3871328727963666080
        var b = 5.2264952788528545610e3 * x + 2.8729085735721942674e4
        b = b * x + 3.9307895800092710610e4
        b = b * x + 2.1213794301586595867e4
        b = b * x + 5.3941960214247511077e3
        b = b * x + 6.8718700749205790830e2
        b = b * x + 4.2313330701600911252e1
        return a / (b * x + 1)
    }

    @usableFromInline static func near(_ x: Double) -> Double {
        var c = 7.74545014278341407640e-4 * x + 2.27238449892691845833e-2
        c = c * x + 2.41780725177450611770e-1
        c = c * x + 1.27045825245236838258
        c = c * x + 3.64784832476320460504
        c = c * x + 5.76949722146069140550
        c = c * x + 4.63033784615654529590
        c = c * x + 1.42343711074968357734
        var d = 1.05075007164441684324e-9 * x + 5.47593808499534494600e-4
        d = d * x + 1.51986665636164571966e-2
        d = d * x + 1.48103976427480074590e-1
        d = d * x + 6.89767334985100004550e-1
        d = d * x + 1.67638483018380384940
        d = d * x + 2.05319162663775882187
        return c / (d * x + 1)
    }

    @usableFromInline static func far(_ x: Double) -> Double {
        var e = 2.01033439929228813265e-7 * x + 2.71155556874348757815e-5
        e = e * x + 1.24266094738807843860e-3
        e = e * x + 2.65321895265761230930e-2
        e = e * x + 2.96560571828504891230e-1
        e = e * x + 1.78482653991729133580
        e = e * x + 5.46378491116411436990
        e = e * x + 6.65790464350110377720
        var f = 2.04426310338993978564e-15 * x + 1.42151175831644588870e-7
        f = f * x + 1.84631831751005468180e-5
        f = f * x + 7.86869131145613259100e-4
        f = f * x + 1.48753612908506148525e-2
        f = f * x + 1.36929880922735805310e-1
        f = f * x + 5.99832206555887937690e-1
        return e / (f * x + 1)
    }
}

extension NormalDistribution {
    /// The probability that a standard normal variate lies below `z`.
    ///
    /// Inverts `quantile` by bisection over the bit patterns of the smaller tail, so that both agree to the last digits
    /// and no second set of coefficients is needed. For set-up, not for a hot path.
    /// - Complexity: about 60 quantiles.
    public static func probability(below z: Double) -> Double {
        precondition(!z.isNaN, "normal probability: expected a number, found NaN")
        guard z < 0 else { return z == 0 ? 0.5 : 1 - probability(below: -z) }
        var low: UInt64 = 0
        var high = 0.5.bitPattern
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if quantile(Double(bitPattern: middle)) < z { low = middle } else { high = middle }
        }
        return Double(bitPattern: high)
    }

    /// exp(-z²/2) / √(2π).
    public static func density(_ z: Double) -> Double { 0.3989422804014327 * PortableMath.exp(-0.5 * z * z) }
}
