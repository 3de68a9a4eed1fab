// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// One measure of the tool as every table, page and file shows it: key, heading, meaning, formula.
public struct Measure: Sendable {
    /// Whether it is a share of something, whose interval must stay within 0 and 1, or an amount.
    public enum Kind: Sendable {
        /// With the number of things it is a share of.
        case share(@Sendable (Counts, Level) -> Double)
        /// A share per 1,000.
        case perThousand(@Sendable (Counts, Level) -> Double)
        /// Rare events per unit of exposure, with the exposure.
        case rate(@Sendable (Counts, Level) -> Double)
        case amount
        /// A quantile, which has no interval: deleting one at a time is inconsistent for quantiles (B. Efron, "Bootstrap
        /// methods: another look at the jackknife", Annals of Statistics 7(1), 1979, doi:10.1214/aos/1176344552).
        case quantile
    }

    /// Stable name in files, with its unit unless it is a share.
    public let key: String
    /// Short heading with its unit, for tables.
    public let heading: String
    /// One sentence for the glossary.
    public let meaning: String
    /// Decides the interval.
    public let kind: Kind
    /// The formula on totals; the level is ignored by measures that have none.
    public let value: @Sendable (Counts, Level) -> Double

    /// The point estimate and its interval.
    /// - Complexity: O(replications).
    public func estimate(_ sample: Sample, at level: Level) -> Interval {
        func share(of trials: (Counts, Level) -> Double, divisor: Double = 1) -> Interval {
            Interval(
                share: sample.jackknife { value($0, level) / divisor }, trials: trials(sample.all, level),
                informed: sample.replications(adding: { trials($0, level) }))
        }
        switch kind {
        case .share(let trials): return share(of: trials)
        case .perThousand(let trials): return share(of: trials, divisor: 1000).times(1000)
        case .rate(let exposure):
            return Interval(rate: sample.jackknife { value($0, level) }, exposure: exposure(sample.all, level))
        case .amount: return Interval(amount: sample.jackknife { value($0, level) })
        case .quantile: return Interval(alone: value(sample.all, level))
        }
    }

    static func share(
        _ key: String, _ heading: String, _ meaning: String, of trials: @escaping @Sendable (Counts, Level) -> Double,
        _ value: @escaping @Sendable (Counts, Level) -> Double
    ) -> Measure {
        Measure(key: key, heading: heading, meaning: meaning, kind: .share(trials), value: value)
    }

    static func amount(
        _ key: String, _ heading: String, _ meaning: String, _ value: @escaping @Sendable (Counts, Level) -> Double
    ) -> Measure {
        Measure(key: key, heading: heading, meaning: meaning, kind: .amount, value: value)
    }
}

extension Measure {
    /// A.
    public static let accessibility = share(
        "accessibility", "A", "Accessibility: timely / offered.", of: { counts, _ in counts.cohort.offered },
        { counts, _ in counts.accessibility })
    /// C.
    public static let coverage = share(
        "coverage", "C", "Coverage: verified / timely.", of: { counts, _ in counts.timely }, { $0.coverage(at: $1) })
    /// T.
    public static let truth = share(
        "truth", "T", "Truth: right / verified; false assurance is 1 − T.",
        of: { $0.verified[$1] }, { $0.truth(at: $1) })
    /// V.
    public static let verifiability = share(
        "verifiability", "V", "Verifiability: C × T = right / timely; at L0 headed correct.",
        of: { counts, _ in counts.timely }, { $0.verifiability(at: $1) })
    /// U; at scale 1 the yield Y.
    public static let utility = share(
        "utility", "U", "Utility: right / offered = A × V; over scales U(k) = A(1) × V(1) × S(k).",
        of: { counts, _ in counts.cohort.offered }, { $0.yield(at: $1) })

    /// VIPN.
    public static let verifiedInferences = amount(
        "right_per_s", "VIPN 1/s", "Verified inferences per network: right answers per second = U × offered rate.",
        { $0.rightPerSecond(at: $1) })

    /// The funnel at a level.
    public static let funnel = [utility, accessibility, coverage, truth, verifiability]

    /// VIPN in all its forms.
    public static let rates = [
        amount("offered_per_s", "offered/s", "Requests offered per second.", { counts, _ in counts.offeredPerSecond }),
        verifiedInferences,
        amount(
            "right_per_s_and_node", "1/s/node", "VIPN per paid node of any role.",
            { $0.rightPerSecondAndNode(at: $1) }),
        amount("right_per_gpu_h", "1/GPU-h", "Right answers per paid GPU-hour.", { $0.rightPerGPUHour(at: $1) }),
        amount(
            "right_per_usd", "1/USD", "Right answers per US dollar, everything counted.", { $0.rightPerUSD(at: $1) }),
        amount("right_per_kwh", "1/kWh", "Right answers per kilowatt-hour.", { $0.rightPerKilowattHour(at: $1) }),
        amount(
            "right_tokens_per_s", "tokens/s", "Tokens in right answers per second.", { $0.rightTokensPerSecond(at: $1) }
        ),
    ]
}
