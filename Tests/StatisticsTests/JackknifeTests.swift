// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Statistics
import Testing

/// The jackknife against what it must reduce to.
struct JackknifeTests {
    private func near(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
        (a - b).magnitude <= tolerance * max(1, b.magnitude)
    }

    private static func rows(_ count: Int, ordinal: UInt64 = 0) -> [[Double]] {
        let key = StreamKey(seed: 4, replication: 0, purpose: .rehearsal, subject: Subject("jackknife"))
        var stream = key.stream(ordinal)
        return (0..<count).map { _ in
            let offered = 100 + 20 * stream.normal()
            return [offered * (0.7 + 0.05 * stream.normal()), offered]
        }
    }

    private static let ratio: @Sendable ([Double]) -> [Double] = { [$0[0] / $0[1]] }

    @Test("of a mean it is exactly s / √n")
    func mean() {
        let rows = Self.rows(13)
        let jackknife = Jackknife(rows: rows) { [$0[0]] }
        let moments = Moments(rows.map { $0[0] })
        #expect(near(jackknife[0].value, moments.mean))
        #expect(near(jackknife[0].standardError, moments.estimate.standardError))
        #expect(jackknife[0].freedom == 12)
    }

    @Test("of a ratio it agrees with the delta method, and the estimate is the ratio of totals")
    func ratio() {
        let rows = Self.rows(200)
        let jackknife = Jackknife(rows: rows, statistic: Self.ratio)
        let delta = Ratio.estimate(rows.map { $0[0] }, over: rows.map { $0[1] })
        #expect(near(jackknife[0].value, delta.value, 1e-12))
        #expect(near(jackknife[0].standardError / delta.standardError, 1, 0.01))
    }

    @Test("the product of reported ratios is the reported product")
    func identity() {
        let jackknife = Jackknife(rows: Self.rows(20)) { totals in
            let access = totals[0] / totals[1], verifiability = totals[1] / 300
            return [access, verifiability, access * verifiability, totals[0] / 300]
        }
        let estimates = jackknife.estimates
        #expect(near(estimates[0] * estimates[1], estimates[3], 1e-15))
        #expect(near(jackknife.difference(2, minus: 3).standardError, 0, 1e-12))
        #expect(near(jackknife.correlation(2, 3), 1, 1e-9))
    }

    @Test("the error of a difference counts the covariance of its parts")
    func difference() {
        let rows = Self.rows(30)
        let jackknife = Jackknife(rows: rows) { [$0[0], $0[1]] }
        let paired = Ratio.pairedDifference(rows.map { $0[0] }, rows.map { $0[1] })
        let difference = jackknife.difference(0, minus: 1)
        #expect(near(difference.value, paired.value) && near(difference.standardError, paired.standardError))
        let parts = jackknife.covariance(0, 0) + jackknife.covariance(1, 1) - 2 * jackknife.covariance(0, 1)
        #expect(near(difference.standardError * difference.standardError, parts))
        #expect(jackknife.correlation(0, 1) > 0.5)
    }

    @Test("linked strata with the same rows are one stratum; independent ones halve the variance")
    func equalStrata() {
        let rows = Self.rows(40)
        let strata = [Stratum(weight: 0.5, rows: rows), Stratum(weight: 0.5, rows: rows)]
        let one = Jackknife(rows: rows, statistic: Self.ratio)[0]
        let linked = Jackknife(strata, linkage: .linked, statistic: Self.ratio)[0]
        let independent = Jackknife(strata, linkage: .independent, statistic: Self.ratio)[0]
        #expect(near(linked.standardError, one.standardError, 1e-9) && linked.freedom == 39)
        #expect(near(independent.standardError, one.standardError / 2.0.squareRoot(), 1e-3))
        #expect(near(independent.freedom, 78, 1e-6))
    }

    @Test("independent strata give the textbook's stratified mean, with Satterthwaite's freedom")
    func stratifiedMean() {
        let first = Self.rows(10), second = Self.rows(25, ordinal: 1)
        let strata = [Stratum(weight: 0.9, rows: first), Stratum(weight: 0.1, rows: second)]
        let estimate = Jackknife(strata, linkage: .independent) { [$0[0]] }[0]
        let a = Moments(first.map { $0[0] }), b = Moments(second.map { $0[0] })
        let va = 0.81 * a.variance / 10, vb = 0.01 * b.variance / 25
        #expect(near(estimate.value, 0.9 * a.mean + 0.1 * b.mean))
        #expect(near(estimate.standardError, (va + vb).squareRoot()))
        #expect(near(estimate.freedom, (va + vb) * (va + vb) / (va * va / 9 + vb * vb / 24), 1e-9))
    }

    @Test("what one replication or 0 / 0 leaves unknown stays unknown")
    func undefined() {
        let single = Jackknife(rows: [[1, 2]], statistic: Self.ratio)[0]
        #expect(single.value == 0.5 && single.standardError.isNaN && single.interval().low.isNaN)
        let empty = Jackknife(rows: [[0, 0], [0, 0]], statistic: Self.ratio)[0]
        #expect(empty.value.isNaN && empty.interval().halfWidth.isNaN)
        let strata = [Stratum(weight: 0.5, rows: Self.rows(5)), Stratum(weight: 0.5, rows: Self.rows(1))]
        #expect(Jackknife(strata, linkage: .independent, statistic: Self.ratio)[0].standardError.isNaN)
    }
}
