// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL
import Quantities
import Randomness
import Testing

/// Every law against the distribution function of another implementation, and against its own moments.
struct LawTests {
    /// A law, its name in messages, and its distribution function.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let law: Law
        let cumulative: @Sendable (Double) -> Double
    }

    static let cases: [Case] = [
        Case(testDescription: "uniform", law: .uniform(low: 2, high: 5)) { gsl_cdf_flat_P($0, 2, 5) },
        Case(testDescription: "exponential", law: .exponential(mean: 3)) { gsl_cdf_exponential_P($0, 3) },
        Case(testDescription: "normal", law: .normal(mean: 1, deviation: 0.8)) {
            let cut = gsl_cdf_gaussian_P(-1, 0.8)
            return (gsl_cdf_gaussian_P($0 - 1, 0.8) - cut) / (1 - cut)
        },
        Case(testDescription: "lognormal by quantiles", law: .lognormal(median: 0.08, p90: 0.2)) {
            gsl_cdf_lognormal_P($0, log(0.08), log(2.5) / gsl_cdf_ugaussian_Pinv(0.9))
        },
        Case(testDescription: "lognormal by moments", law: .lognormal(mean: 4, variation: 0.5)) {
            let square = log(1.25)
            return gsl_cdf_lognormal_P($0, log(4) - square / 2, square.squareRoot())
        },
        Case(testDescription: "weibull", law: .weibull(scale: 7, inverseShape: 1 / 1.7)) {
            gsl_cdf_weibull_P($0, 7, 1.7)
        },
        Case(testDescription: "weibull by mean", law: .weibull(mean: 10_000, shape: 0.5)) {
            gsl_cdf_weibull_P($0, 5_000, 0.5)
        },
        Case(testDescription: "pareto", law: .pareto(minimum: 2, inverseShape: 1 / 3.5)) {
            gsl_cdf_pareto_P($0, 3.5, 2)
        },
        Case(testDescription: "gamma above shape 1", law: .gamma(shape: 3.3, scale: 2)) { gsl_cdf_gamma_P($0, 3.3, 2) },
        Case(testDescription: "gamma below shape 1", law: .gamma(mean: 1, variation: 1.8)) {
            gsl_cdf_gamma_P($0, 1 / 3.24, 3.24)
        },
        Case(testDescription: "beta", law: .beta(alpha: 0.6, beta: 2.5, low: 10, width: 4)) {
            gsl_cdf_beta_P(($0 - 10) / 4, 0.6, 2.5)
        },
    ]

    private static func draws(_ law: Law, _ count: Int) -> [Double] {
        let key = StreamKey(seed: 5, replication: 0, purpose: .rehearsal, subject: Subject("law"))
        var stream = key.stream(0)
        return (0..<count).map { _ in law.draw(&stream) }
    }

    /// The p-value of the two-sided Kolmogorov-Smirnov test, with Kolmogorov's limit for large samples.
    static func kolmogorovSmirnov(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
        let n = Double(sample.count)
        var distance = 0.0
        for (index, value) in sample.sorted().enumerated() {
            let p = cumulative(value)
            distance = max(distance, p - Double(index) / n, Double(index + 1) / n - p)
        }
        let lambda = distance * n.squareRoot()
        guard lambda > 0.3 else { return 1 }
        var p = 0.0
        for k in 1...100 {
            let term = PortableMath.exp(-2 * Double(k * k) * lambda * lambda)
            p += k % 2 == 1 ? 2 * term : -2 * term
        }
        return p
    }

    @Test("the draws follow the distribution function", arguments: cases)
    func followsDistribution(_ one: Case) {
        #expect(Self.kolmogorovSmirnov(Self.draws(one.law, 50_000), one.cumulative) > 1e-6)
    }

    @Test("the test of distribution can fail: a fifth more is rejected", arguments: cases)
    func rejectsAnother(_ one: Case) {
        let p = Self.kolmogorovSmirnov(Self.draws(one.law.scaled(by: 1.2), 50_000), one.cumulative)
        #expect(p < 1e-6)
    }

    @Test("mean and variance are those of the draws", arguments: cases)
    func moments(_ one: Case) {
        let sample = Self.draws(one.law, 200_000)
        let n = Double(sample.count)
        let mean = sample.reduce(0, +) / n
        let squares = sample.map { ($0 - one.law.mean) * ($0 - one.law.mean) }
        let variance = squares.reduce(0, +) / n
        let spread = squares.reduce(0) { $0 + ($1 - variance) * ($1 - variance) } / n
        #expect((mean - one.law.mean).magnitude < 5 * (one.law.variance / n).squareRoot())
        #expect((variance - one.law.variance).magnitude < 8 * (spread / n).squareRoot())
    }

    @Test("a law scaled by a factor draws the same values times the factor", arguments: cases)
    func scaling(_ one: Case) {
        let plain = Self.draws(one.law, 100)
        let scaled = Self.draws(one.law.scaled(by: 4), 100)
        #expect(zip(plain, scaled).allSatisfy { $0 * 4 == $1 })
    }

    @Test("under the same word every law drawn by inversion is long together")
    func monotone() {
        let laws = Self.cases.map(\.law).filter {
            switch $0 {
            case .gamma, .beta: false
            default: true
            }
        }
        for law in laws {
            var long = Stream(state: (0, 0, 0, 1 << 30))
            var short = Stream(state: (0, 0, 0, 1 << 40))
            #expect(law.draw(&long) > law.draw(&short))
        }
    }
}
