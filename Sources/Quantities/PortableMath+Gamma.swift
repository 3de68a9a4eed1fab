// SPDX-License-Identifier: GPL-3.0-or-later

extension PortableMath {
    /// Euler's gamma function for 0 < x ≤ 170: relative error below 1e-14.
    ///
    /// Gamma(x) = Gamma(x + n) / (x (x + 1) ... (x + n - 1)) with x + n ≥ 16, and there Stirling's series up to its sixth
    /// term, whose successor is below 1e-18 (M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 6.1.15 and
    /// 6.1.40).
    /// - Precondition: 0 < x ≤ 170.
    /// - Complexity: constant; at most 17 steps.
    public static func gamma(_ x: Double) -> Double {
        precondition(x > 0 && x <= 170, "gamma: expected an argument above 0 and up to 170, found \(x)")
        var steps = 1.0
        var shifted = x
        while shifted < 16 {
            steps *= shifted
            shifted += 1
        }
        let inverse = 1 / shifted
        let z = inverse * inverse
        let series =
            inverse
            * (1.0 / 12 - z
                * (1.0 / 360 - z
                    * (1.0 / 1260 - z
                        * (1.0 / 1680 - z
                            * (1.0 / 1188
                                - z * (691.0 / 360_360))))))
        // Half the power twice: x^(x - 1/2) alone would overflow from 144 on.
        let half = pow(shifted, 0.5 * (shifted - 0.5))
        let rootOfTwoPi = 2.5066282746310002
        return half * exp(series - shifted) * half * rootOfTwoPi / steps
    }
}
