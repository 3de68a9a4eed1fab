// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

extension ROC {
    /// The area under the curve: the probability that a cheat's answer is farther away than an honest one, plus half
    /// the probability that both are as far; with an interval.
    ///
    /// The estimate is the statistic of H. B. Mann and D. R. Whitney (Annals of Mathematical Statistics 18(1), 1947,
    /// doi:10.1214/aoms/1177730491) over the number of pairs. The interval is estimate ± z x standard error on the
    /// scale of log(A / (1 - A)), so that it stays between 0 and 1 (M. S. Pepe, "The Statistical Evaluation of Medical
    /// Tests for Classification and Prediction", 2003, section 5.2). Where the sample is separated without exception
    /// the standard error is 0 and says nothing; then the interval is the exact one of Clopper and Pearson for as many
    /// pairs as can be formed without using a distance twice.
    /// - Returns: undefined when there are no honest or no cheats' answers.
    /// - Complexity: O(n log n).
    public func area(confidence: Double = 0.95) -> Interval {
        GSLSetup.once
        let area = Moments(excesses.cheats).mean
        guard !area.isNaN else { return .undefined }
        if area == 0 || area == 1 {
            let pairs = Double(min(honest.count, cheats.count))
            return Proportion(events: area * pairs, trials: pairs).clopperPearson(confidence: confidence)
        }
        let reach = Normal.quantile(0.5 + 0.5 * confidence) * areaStandardError / (area * (1 - area))
        // A / (1 - A) times or by exp(reach), turned back.
        let (stretched, rest) = (gsl_sf_exp(min(reach, 700)), 1 - area)
        return Interval(
            low: area / (area + rest * stretched), estimate: area, high: area * stretched / (area * stretched + rest),
            confidence: confidence)
    }

    /// The standard error of the area, without an assumption about the distributions; NaN with fewer than two answers
    /// of either kind.
    ///
    /// From the variance over cheats of the share of the honest that each exceeds, and the same the other way round
    /// (E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44(3), 1988, doi:10.2307/2531595).
    /// - Complexity: O(n log n).
    public var areaStandardError: Double {
        let (cheats, honest) = (Moments(excesses.cheats), Moments(excesses.honest))
        return (cheats.variance / Double(cheats.count) + honest.variance / Double(honest.count)).squareRoot()
    }

    /// For each cheat's answer the share of the honest that are nearer, and for each honest one the share of the
    /// cheats' that are farther; equal ones count half. Empty when either kind is missing.
    private var excesses: (cheats: [Double], honest: [Double]) {
        func share(of others: [Double], below distance: Double) -> Double {
            Double(others.count(below: distance) + others.count(atMost: distance)) / Double(2 * others.count)
        }
        guard !honest.isEmpty, !cheats.isEmpty else { return ([], []) }
        return (
            cheats.map { share(of: honest, below: $0) },
            honest.map { 1 - share(of: cheats, below: $0) }
        )
    }
}
