// SPDX-License-Identifier: GPL-3.0-or-later

/// The replications run under one state of what is not left to chance, and the known probability of that state.
public struct Stratum: Sendable, Equatable {
    /// The probability; the weights of all strata sum to 1.
    public var weight: Double
    /// One row per replication, one column per total (requests offered, answered right, ...).
    public var rows: [[Double]]

    public init(weight: Double, rows: [[Double]]) {
        self.weight = weight
        self.rows = rows
    }
}

/// How the replications of different strata belong together.
public enum Linkage: Sendable {
    /// Row r of every stratum comes from the same world (common random numbers).
    case linked
    /// Every row has a world of its own.
    case independent
}

/// Estimates that are functions of expected totals, with standard errors from deleting one replication at a time.
///
/// The estimate is f(T) at T = Σ_s w_s x (mean row of stratum s), for instance a ratio of two totals; its bias, of order
/// 1/n, is not corrected, so that products of reported ratios multiply exactly.
///
/// *Linked* strata: the rows of replication r, taken together over the strata, form one vector, and these vectors are
/// independent and alike. f(T) is a function of their mean, so the plain jackknife applies to them: replication r is
/// deleted from all strata at once, and with n replications
///
///     cov = (n - 1)/n Σ_r (f_(r) - f_()) (f_(r) - f_())ᵀ,    n - 1 degrees of freedom,
///
/// where f_() is the mean of the f_(r). Covariance between strata, which a shared world makes, is thereby counted.
///
/// *Independent* strata: for a smooth f, f(T) - f(E T) ≈ Σ_s w_s f' (mean_s - E mean_s), a sum of independent terms, one
/// for each stratum; each is estimated by deleting within its stratum, and the covariances add:
///
///     cov = Σ_s (n_s - 1)/n_s Σ_r (f_(s,r) - f_(s)) (f_(s,r) - f_(s))ᵀ,
///
/// with Satterthwaite's degrees of freedom (Σ_s V_s)² / Σ_s V_s²/(n_s - 1), never below the smallest n_s - 1.
///
/// Sources: B. Efron, C. Stein, "The jackknife estimate of variance", Annals of Statistics 9(3), 1981,
/// doi:10.1214/aos/1176345462; H. L. Jones, "Jackknife estimation of functions of stratum means", Biometrika 61(2), 1974,
/// doi:10.1093/biomet/61.2.343; F. E. Satterthwaite, Biometrics Bulletin 2(6), 1946, doi:10.2307/3002019.
public struct Jackknife: Sendable {
    /// The values of the function at the weighted means of all rows.
    public let estimates: [Double]
    private let groups: [Group]

    /// The replications that are deleted one at a time, and what each deletion changes.
    private struct Group: Sendable {
        /// Per deletion and value, its distance from the mean over the deletions.
        let deviations: [[Double]]

        var freedom: Double { Double(deviations.count - 1) }

        /// The covariance of Σ a_i f_i and Σ b_i f_i; NaN when nothing can be deleted.
        func covariance(_ a: Contrast, _ b: Contrast) -> Double {
            guard freedom > 0 else { return .nan }
            let sum = deviations.reduce(0.0) { $0 + a.applied(to: $1) * b.applied(to: $1) }
            return sum * freedom / Double(deviations.count)
        }
    }

    /// The estimates of one stratum that is certain.
    /// - Parameters:
    ///   - rows: one per replication, all of the same length.
    ///   - statistic: from the totals of a replication to the values; called once for each replication and once more.
    /// - Complexity: O(replications x columns) and that many calls.
    public init(rows: [[Double]], statistic: ([Double]) -> [Double]) {
        self.init([Stratum(weight: 1, rows: rows)], linkage: .linked, statistic: statistic)
    }

    /// The estimates over strata.
    /// - Precondition: at least one stratum, none empty, all rows of one length, weights positive with sum 1; linked
    ///   strata have as many rows each.
    public init(_ strata: [Stratum], linkage: Linkage, statistic: ([Double]) -> [Double]) {
        Self.check(strata, linkage)
        let means = strata.map { Self.mean($0.rows) }
        estimates = statistic(Self.combine(strata, means))
        switch linkage {
        case .linked:
            groups = [
                Self.group(strata[0].rows.count) { deleted in
                    let without = zip(strata, means).map { Self.mean($1, of: $0.rows, without: deleted) }
                    return statistic(Self.combine(strata, without))
                }
            ]
        case .independent:
            groups = strata.indices.map { index in
                Self.group(strata[index].rows.count) { deleted in
                    var without = means
                    without[index] = Self.mean(means[index], of: strata[index].rows, without: deleted)
                    return statistic(Self.combine(strata, without))
                }
            }
        }
    }

    /// A linear combination of the values, for instance the difference of two.
    public func contrast(_ contrast: Contrast) -> Estimate {
        let parts = groups.map { (variance: $0.covariance(contrast, contrast), freedom: $0.freedom) }
        let variance = parts.reduce(0) { $0 + $1.variance }
        let squares = parts.reduce(0) { $0 + $1.variance * $1.variance / $1.freedom }
        let least = parts.map(\.freedom).min()!
        return Estimate(
            value: contrast.applied(to: estimates), standardError: variance.squareRoot(),
            freedom: squares > 0 ? max(least, variance * variance / squares) : least)
    }

    /// One value.
    public subscript(index: Int) -> Estimate { contrast(.value(index)) }

    /// One value minus another: paired, when both come from the same replications.
    public func difference(_ first: Int, minus second: Int) -> Estimate { contrast(.difference(first, second)) }

    /// The covariance of two values.
    public func covariance(_ first: Int, _ second: Int) -> Double {
        groups.reduce(0) { $0 + $1.covariance(.value(first), .value(second)) }
    }

    /// The correlation of two values; NaN when one has no spread.
    public func correlation(_ first: Int, _ second: Int) -> Double {
        covariance(first, second) / (covariance(first, first) * covariance(second, second)).squareRoot()
    }
}

/// Coefficients of a linear combination of values.
public struct Contrast: Sendable {
    private let terms: [(index: Int, factor: Double)]

    public init(_ terms: [(index: Int, factor: Double)]) { self.terms = terms }

    public static func value(_ index: Int) -> Contrast { Contrast([(index, 1)]) }

    public static func difference(_ first: Int, _ second: Int) -> Contrast { Contrast([(first, 1), (second, -1)]) }

    func applied(to values: [Double]) -> Double { terms.reduce(0) { $0 + $1.factor * values[$1.index] } }
}

extension Jackknife {
    private static func check(_ strata: [Stratum], _ linkage: Linkage) {
        precondition(!strata.isEmpty, "jackknife: expected strata, found none")
        let columns = strata[0].rows.first?.count ?? 0
        for stratum in strata {
            precondition(!stratum.rows.isEmpty, "jackknife: expected rows in every stratum, found none")
            precondition(
                stratum.rows.allSatisfy { $0.count == columns }, "jackknife: expected rows of \(columns) columns")
            precondition(stratum.weight > 0, "jackknife: expected a positive weight, found \(stratum.weight)")
            precondition(
                linkage == .independent || stratum.rows.count == strata[0].rows.count,
                "jackknife: expected \(strata[0].rows.count) linked rows, found \(stratum.rows.count)")
        }
        let sum = strata.reduce(0) { $0 + $1.weight }
        precondition((sum - 1).magnitude < 1e-9, "jackknife: expected weights with sum 1, found \(sum)")
    }

    private static func group(_ count: Int, _ deleting: (Int) -> [Double]) -> Group {
        guard count > 1 else { return Group(deviations: [[]]) }
        let values = (0..<count).map(deleting)
        let mean = mean(values)
        return Group(deviations: values.map { zip($0, mean).map { $0 - $1 } })
    }

    private static func mean(_ rows: [[Double]]) -> [Double] {
        var sums = [Double](repeating: 0, count: rows[0].count)
        for row in rows { for column in sums.indices { sums[column] += row[column] } }
        return sums.map { $0 / Double(rows.count) }
    }

    /// The mean of the other rows.
    private static func mean(_ mean: [Double], of rows: [[Double]], without deleted: Int) -> [Double] {
        let n = Double(rows.count)
        return zip(mean, rows[deleted]).map { ($0 * n - $1) / (n - 1) }
    }

    private static func combine(_ strata: [Stratum], _ means: [[Double]]) -> [Double] {
        var totals = [Double](repeating: 0, count: means[0].count)
        for (stratum, mean) in zip(strata, means) {
            for column in totals.indices { totals[column] += stratum.weight * mean[column] }
        }
        return totals
    }
}
