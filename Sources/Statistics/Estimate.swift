// SPDX-License-Identifier: GPL-3.0-or-later

/// An estimate that is about normal, with its standard error and the degrees of freedom that standard error rests on.
///
/// A standard error of zero says that the replications were all alike, which is no certainty (`Unanimity`): with a known
/// range of values it bounds what they may have missed, without one there is neither an interval nor a p-value.
public struct Estimate: Sendable, Equatable {
    public var value: Double
    /// NaN when it cannot be known, for example from one replication.
    public var standardError: Double
    /// Need not be whole; not positive when the standard error cannot be known.
    public var freedom: Double
    /// Holds whatever a single replication can give, for instance 0...1 for a share; nil when that is not known.
    public var range: ClosedRange<Double>?

    public init(value: Double, standardError: Double, freedom: Double, range: ClosedRange<Double>? = nil) {
        self.value = value
        self.standardError = standardError
        self.freedom = freedom
        self.range = range
    }

    /// Whether all replications gave the same value, up to the rounding of sums: 1e-12 of its size or its range's.
    public var isUnanimous: Bool {
        let size = range.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) } ?? value.magnitude
        return freedom > 0 && standardError <= 1e-12 * size
    }

    /// value ± t(freedom) x standard error; of unanimous replications what they leave open, or undefined ends when the
    /// range is not known.
    public func interval(confidence: Double = 0.95) -> Interval {
        if isUnanimous {
            return unanimity?.interval(confidence: confidence)
                ?? Interval(low: .nan, estimate: value, high: .nan, confidence: confidence)
        }
        let reach = Student.reach(confidence: confidence, freedom: freedom) * standardError
        return Interval(low: value - reach, estimate: value, high: value + reach, confidence: confidence)
    }

    /// The p-value of the hypothesis that the truth is `bound` or less, against its being more; NaN when unknown.
    public func pValue(above bound: Double) -> Double {
        if isUnanimous { return unanimity?.pValue(above: bound) ?? .nan }
        return Student.probability(above: (value - bound) / standardError, freedom: freedom)
    }

    /// The p-value of the hypothesis that the truth is `bound` or more, against its being less; NaN when unknown.
    public func pValue(below bound: Double) -> Double {
        if isUnanimous { return unanimity?.pValue(below: bound) ?? .nan }
        return Student.probability(above: (bound - value) / standardError, freedom: freedom)
    }

    /// The p-value of the hypothesis that the truth is `other`, against its being anything else; NaN when
    /// unknown.
    public func pValue(differsFrom other: Double) -> Double {
        let both = 2 * (value > other ? pValue(above: other) : pValue(below: other))
        return both > 1 ? 1 : both
    }

    /// The p-value of the hypothesis that the truth lies `margin` or further from zero, against its lying closer: the
    /// larger of two one-sided tests (D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15(6), 1987,
    /// doi:10.1007/BF01068419).
    public func pValue(equivalentWithin margin: Double) -> Double {
        max(pValue(above: -margin), pValue(below: margin))
    }

    /// Nil when the range is not known.
    private var unanimity: Unanimity? {
        range.map { Unanimity(value: value, replications: freedom + 1, range: $0) }
    }

    /// How many replications would make the half-width `target`, from `count` replications that gave this estimate; nil
    /// when the spread is unknown or more than `most` would be needed.
    ///
    /// Keeps the spread per replication, standard error x √count, and looks for the smallest n with
    /// t(n - 1) x spread / √n ≤ target (A. M. Law, "Simulation Modeling and Analysis", section 9.4.1). Of unanimous
    /// replications it looks for the n of which unanimity would bound the longer side by the target.
    /// - Precondition: the target is positive.
    public func replicationsNeeded(
        halfWidth target: Double, count: Int, confidence: Double = 0.95, most: Int = 100_000_000
    ) -> Int? {
        precondition(target > 0, "replications needed: expected a positive half-width, found \(target)")
        let spread = standardError * Double(count).squareRoot()
        guard spread.isFinite, !isUnanimous || range != nil else { return nil }
        func suffices(_ n: Int) -> Bool {
            if isUnanimous, let range {
                let most = max(value - range.lowerBound, range.upperBound - value)
                return Unanimity.missed(0.5 - 0.5 * confidence, replications: Double(n)) * most <= target
            }
            return Student.reach(confidence: confidence, freedom: Double(n - 1)) * spread / Double(n).squareRoot()
                <= target
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
