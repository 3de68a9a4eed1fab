// SPDX-License-Identifier: GPL-3.0-or-later

/// The funnel `offered -> answered -> timely -> verified -> right`, as ratios of totals.
///
/// A ratio without a denominator is NaN, printed as `-`. The counts may be weighted totals over replications and strata.
extension Counts {
    /// A: timely / offered.
    public var accessibility: Double { ratio(timely, cohort.offered) }

    /// C: verified at the level / timely.
    public func coverage(at level: Level) -> Double { ratio(verified[level], timely) }

    /// T: right / verified, at the level. False assurance is 1 − T.
    public func truth(at level: Level) -> Double { ratio(right[level], verified[level]) }

    /// V = C × T: right / timely, at the level. At L0 it is headed *correct*.
    public func verifiability(at level: Level) -> Double { ratio(right[level], timely) }

    /// Y = A × V: right / offered, at the level. Of the counts at scale k it is the utility U(k), computed directly.
    public func yield(at level: Level) -> Double { ratio(right[level], cohort.offered) }
}

/// Scalability: how the funnel changes when demand and every pool are k-fold.
public struct Scalability: Equatable, Sendable {
    /// S(k) = Y(k) / Y(1) = S_A × S_V.
    public let whole: Double
    /// S_A = A(k) / A(1).
    public let ofAccessibility: Double
    /// S_V = V(k) / V(1).
    public let ofVerifiability: Double
    /// Y(1); S says little when it is below 0.5, and reports flag it.
    public let yieldAtOne: Double

    /// - Parameters:
    ///   - scaled: the counts at scale k.
    ///   - single: the counts at scale 1.
    public init(_ scaled: Counts, over single: Counts, at level: Level) {
        whole = ratio(scaled.yield(at: level), single.yield(at: level))
        ofAccessibility = ratio(scaled.accessibility, single.accessibility)
        ofVerifiability = ratio(scaled.verifiability(at: level), single.verifiability(at: level))
        yieldAtOne = single.yield(at: level)
    }

    /// Whether Y(1) is below 0.5.
    public var isFlagged: Bool { yieldAtOne < 0.5 }
}

/// `part / whole`, NaN when there is nothing to divide by.
public func ratio(_ part: Double, _ whole: Double) -> Double { whole == 0 ? .nan : part / whole }
