// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// A statistic of all replications, and its values with each replication deleted in turn.
///
/// The same deletions serve every statistic of a study, so that statistics of different layouts and scales can be
/// subtracted and correlated: replication r is one common world. Variances are those of the delete-one jackknife (Tukey
/// 1958; Efron 1982): (R − 1) / R × Σ (θ₍r₎ − mean)².
public struct Jackknife: Sendable {
    /// Of all replications.
    public let value: Double
    /// Without each replication in turn.
    public let deleted: [Double]

    public init(value: Double, deleted: [Double]) {
        self.value = value
        self.deleted = deleted
    }

    /// Computes the statistic with nothing deleted and with each of the replications deleted.
    public init(replications: Int, _ statistic: (Int?) -> Double) {
        value = statistic(nil)
        deleted = (0..<replications).map { statistic($0) }
    }

    /// The standard error; NaN with fewer than two replications or where a deletion leaves the statistic undefined.
    public var standardError: Double { covariance(with: self).squareRoot() }

    /// The covariance of two statistics of the same replications.
    /// - Precondition: as many deletions in both.
    public func covariance(with other: Jackknife) -> Double {
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
    public func correlation(with other: Jackknife) -> Double {
        ratio(covariance(with: other), standardError * other.standardError)
    }

    public static func - (a: Jackknife, b: Jackknife) -> Jackknife {
        precondition(a.deleted.count == b.deleted.count, "expected \(a.deleted.count), found \(b.deleted.count)")
        return Jackknife(value: a.value - b.value, deleted: zip(a.deleted, b.deleted).map { $0 - $1 })
    }

    /// Replications − 1.
    var degrees: Double { Double(deleted.count - 1) }

    /// Half the width of the two-sided Student interval that leaves out `alpha`.
    func halfWidth(leaving alpha: Double) -> Double {
        guard degrees > 0 else { return .nan }
        let error = standardError
        return error == 0 ? 0 : Seam.studentQuantile(1 - alpha / 2, degrees: degrees) * error
    }

    /// The `alpha` whose two-sided interval has the given half-width: small when the width is many standard errors.
    func alpha(ofHalfWidth width: Double) -> Double {
        guard degrees > 0, width > 0 else { return 1 }
        let error = standardError
        return error == 0 ? 0 : 2 * Seam.studentTail(width / error, degrees: degrees)
    }
}
