// SPDX-License-Identifier: GPL-3.0-or-later

/// Count, mean, variance and extremes of numbers that come one by one, without keeping them.
///
/// Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4(3),
/// 1962, doi:10.1080/00401706.1962.10490022; for merging, T. F. Chan, G. H. Golub, R. J. LeVeque, The American
/// Statistician 37(3), 1983, doi:10.1080/00031305.1983.10483115.
public struct Moments: Sendable, Equatable {
    public private(set) var count = 0
    private var runningMean = 0.0
    private var squares = 0.0
    private var least = Double.infinity
    private var greatest = -Double.infinity

    public init() {}

    public init(_ values: some Sequence<Double>) { for value in values { add(value) } }

    /// - Complexity: O(1).
    public mutating func add(_ value: Double) {
        count += 1
        let deviation = value - runningMean
        runningMean += deviation / Double(count)
        squares += deviation * (value - runningMean)
        least = min(least, value)
        greatest = max(greatest, value)
    }

    /// Takes in everything another one has seen.
    public mutating func merge(_ other: Moments) {
        guard other.count > 0 else { return }
        let total = Double(count + other.count)
        let deviation = other.runningMean - runningMean
        squares += other.squares + deviation * deviation * Double(count) * Double(other.count) / total
        runningMean += deviation * Double(other.count) / total
        count += other.count
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
    }

    /// NaN without values.
    public var mean: Double { count > 0 ? runningMean : .nan }
    /// Unbiased; NaN with fewer than two values.
    public var variance: Double { count > 1 ? squares / Double(count - 1) : .nan }
    public var standardDeviation: Double { variance.squareRoot() }
    /// NaN without values.
    public var minimum: Double { count > 0 ? least : .nan }
    public var maximum: Double { count > 0 ? greatest : .nan }

    /// The mean of independent values, with s / √n on n - 1 degrees of freedom.
    public var estimate: Estimate {
        Estimate(
            value: mean, standardError: (variance / Double(count)).squareRoot(), freedom: Double(count - 1))
    }
}
