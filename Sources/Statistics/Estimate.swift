// SPDX-License-Identifier: GPL-3.0-or-later

/// An estimate that is about normal, with its standard error and the degrees of freedom that standard error rests on.
public struct Estimate: Sendable, Equatable {
    public var value: Double
    /// NaN when it cannot be known, for example from one replication.
    public var standardError: Double
    /// Need not be whole; not positive when the standard error cannot be known.
    public var freedom: Double

    public init(value: Double, standardError: Double, freedom: Double) {
        self.value = value
        self.standardError = standardError
        self.freedom = freedom
    }

    /// value ± t(freedom) x standard error.
    public func interval(confidence: Double = 0.95) -> Interval {
        let reach = Student.reach(confidence: confidence, freedom: freedom) * standardError
        return Interval(low: value - reach, estimate: value, high: value + reach, confidence: confidence)
    }

    /// The p-value of the hypothesis that the truth is `bound` or less, against its being more.
    public func pValue(above bound: Double) -> Double { pValue(excess: value - bound) }

    /// The p-value of the hypothesis that the truth is `bound` or more, against its being less.
    public func pValue(below bound: Double) -> Double { pValue(excess: bound - value) }

    /// The p-value of the hypothesis that the truth is `other`, against its being anything else.
    public func pValue(differsFrom other: Double) -> Double { min(1, 2 * pValue(excess: (value - other).magnitude)) }

    /// The p-value of the hypothesis that the truth lies `margin` or further from zero, against its lying closer: the
    /// larger of two one-sided tests (D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15(6), 1987,
    /// doi:10.1007/BF01068419).
    public func pValue(equivalentWithin margin: Double) -> Double {
        max(pValue(above: -margin), pValue(below: margin))
    }

    /// A spread of exactly zero leaves no doubt; NaN stays NaN.
    private func pValue(excess: Double) -> Double {
        if standardError == 0, freedom > 0, !excess.isNaN { return excess > 0 ? 0 : 1 }
        return Student.probability(above: excess / standardError, freedom: freedom)
    }

    /// How many replications would make the half-width `target`, from `count` replications that gave this estimate; nil
    /// when the spread is unknown or more than `most` would be needed.
    ///
    /// Keeps the spread per replication, standard error x √count, and looks for the smallest n with
    /// t(n - 1) x spread / √n ≤ target (A. M. Law, "Simulation Modeling and Analysis", section 9.4.1).
    /// - Precondition: the target is positive.
    public func replicationsNeeded(
        halfWidth target: Double, count: Int, confidence: Double = 0.95, most: Int = 100_000_000
    ) -> Int? {
        precondition(target > 0, "replications needed: expected a positive half-width, found \(target)")
        let spread = standardError * Double(count).squareRoot()
        guard spread.isFinite else { return nil }
        func suffices(_ n: Int) -> Bool {
            Student.reach(confidence: confidence, freedom: Double(n - 1)) * spread / Double(n).squareRoot() <= target
        }
        guard suffices(most) else { return nil }
        var low = 1, high = most
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if suffices(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
