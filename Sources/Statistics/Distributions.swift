// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// Student's t distribution. All results are NaN when the degrees of freedom are not positive.
public enum Student {
    /// The point below which the distribution has the probability.
    public static func quantile(_ probability: Double, freedom: Double) -> Double {
        GSLSetup.once
        guard freedom > 0, probability > 0, probability < 1 else { return .nan }
        return gsl_cdf_tdist_Pinv(probability, freedom)
    }

    /// The probability of a value above `t`.
    public static func probability(above t: Double, freedom: Double) -> Double {
        GSLSetup.once
        guard freedom > 0, !t.isNaN else { return .nan }
        guard t.magnitude < .infinity else { return t > 0 ? 0 : 1 }
        return gsl_cdf_tdist_Q(t, freedom)
    }

    /// How many standard errors an interval of the confidence reaches to either side.
    public static func reach(confidence: Double, freedom: Double) -> Double {
        quantile(0.5 + 0.5 * confidence, freedom: freedom)
    }
}

/// The standard normal distribution.
public enum Normal {
    /// The point below which the distribution has the probability; NaN unless 0 < probability < 1.
    public static func quantile(_ probability: Double) -> Double {
        GSLSetup.once
        return probability > 0 && probability < 1 ? gsl_cdf_ugaussian_Pinv(probability) : .nan
    }
}
