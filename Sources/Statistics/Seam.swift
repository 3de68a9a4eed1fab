// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// Stands in until the Statistics room has its own; same results.
public enum Seam {
    public static func studentQuantile(_ p: Double, degrees: Double) -> Double { gsl_cdf_tdist_Pinv(p, degrees) }
    public static func studentTail(_ t: Double, degrees: Double) -> Double { gsl_cdf_tdist_Q(t, degrees) }
    public static func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double { gsl_cdf_beta_Pinv(p, a, b) }
}
