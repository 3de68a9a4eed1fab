// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// A statistic of all replications, and its values with each replication deleted in turn: the delete-one jackknife
/// (B. Efron, C. Stein, Annals of Statistics 9(3), 1981).
///
/// Deletions are made once, from totals that are exact for whole numbers, so that a denominator which loses its last
/// event is exactly 0; they then serve every statistic of a study. Those of different layouts and scales can be
/// subtracted and correlated, because replication r is one common world.
public struct Replicated: Sendable {
    /// Of all replications.
    public let value: Double
    /// Without each replication in turn.
    public let deleted: [Double]

    /// A statistic that is already computed.
    public init(value: Double, deleted: [Double]) {
        self.value = value
        self.deleted = deleted
    }

    /// Computes the statistic with nothing deleted and with each of the replications deleted.
    public init(replications: Int, _ statistic: (Int?) -> Double) {
        value = statistic(nil)
        deleted = (0..<replications).map { statistic($0) }
    }

    /// The value with its standard error on replications − 1 degrees of freedom; the error is NaN with fewer than two
    /// replications or where a deletion leaves the statistic undefined.
    public var estimate: Estimate {
        Estimate(value: value, standardError: covariance(with: self).squareRoot(), freedom: Double(deleted.count - 1))
    }

    /// The same of a statistic whose replications lie in a known range: what they may have missed can then be bounded even
    /// where they are all alike.
    public func estimate(in range: ClosedRange<Double>) -> Estimate {
        var estimate = estimate
        estimate.range = range
        return estimate
    }

    /// The covariance of two statistics of the same replications: (R − 1) / R × Σ (a₍r₎ − mean) (b₍r₎ − mean).
    /// - Precondition: as many deletions in both.
    public func covariance(with other: Replicated) -> Double {
        precondition(
            deleted.count == other.deleted.count,
            "deletions of the other statistic: expected \(deleted.count), found \(other.deleted.count)")
        let count = Double(deleted.count)
        guard count > 1 else { return .nan }
        let mean = deleted.reduce(0, +) / count
        let otherMean = other.deleted.reduce(0, +) / count
        var sum = 0.0
        for (one, two) in zip(deleted, other.deleted) { sum += (one - mean) * (two - otherMean) }
        return sum * (count - 1) / count
    }

    /// NaN where one of the two does not vary.
    public func correlation(with other: Replicated) -> Double {
        ratio(covariance(with: other), estimate.standardError * other.estimate.standardError)
    }

    /// - Precondition: as many deletions in both.
    public static func - (a: Replicated, b: Replicated) -> Replicated {
        precondition(a.deleted.count == b.deleted.count, "expected \(a.deleted.count), found \(b.deleted.count)")
        return Replicated(value: a.value - b.value, deleted: zip(a.deleted, b.deleted).map { $0 - $1 })
    }
}
