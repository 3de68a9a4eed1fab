// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// Right answers per dollar of one layout over those of another, and the prices at which the verdict on it flips.
///
/// Let r be that ratio today. Were all prices of the first layout, against those of the second, ρ times what they are, it
/// would be r / ρ, and so would the ends of its interval. So the first gives *more* per dollar while ρ is below the low
/// end, *less* where ρ is above the high end, and between the two it cannot be told; the order of the estimates changes at
/// ρ = r. Both layouts stay as they were run: nobody buys more nodes for a lower price.
public struct PriceRatio: Equatable, Sendable {
    /// Whose prices change.
    public let first: String
    /// Whose prices stay.
    public let second: String
    /// r, with its interval at a confidence of 1 − 0.05 / pairs, so that all pairs of a study together err in at most 5 of
    /// 100 (O. J. Dunn, "Multiple comparisons among means", Journal of the American Statistical Association 56, 1961,
    /// doi:10.1080/01621459.1961.10482090).
    public let ratio: Interval

    /// The verdict at today's prices, ρ = 1, in one word.
    public var today: String {
        if ratio.low > 1 { return "better" }
        return ratio.high < 1 ? "worse" : "cannot tell"
    }

    /// The price ratio below which the first is surely better; nil when it is at none, or nothing is known.
    public var betterBelow: Double? { ratio.low > 0 ? ratio.low : nil }

    /// The price ratio above which the first is surely worse; nil when nothing is known.
    public var worseAbove: Double? { ratio.high > 0 ? ratio.high : nil }
}

extension Analysis {
    /// Every pair of layouts that can reach the target, each earlier one against each later one; pairs in which one gives
    /// no right answer, or costs nothing, are left out.
    ///
    /// Complexity: O(pairs × replications).
    public func priceRatios(scale: Int) -> [PriceRatio] {
        let able = panel.layouts.compactMap { layout -> (name: String, sample: Sample)? in
            guard study.layout(layout)?.canReach(study.target) ?? false else { return nil }
            return sample(Panel.Cell(layout, scale: scale)).map { (layout, $0) }
        }
        let pairs = able.indices.flatMap { first in able.indices.dropFirst(first + 1).map { (able[first], able[$0]) } }
        return pairs.compactMap { first, second in
            let ratios = first.sample.jackknife(with: second.sample) {
                ratio($0.rightPerUSD(at: study.target), $1.rightPerUSD(at: study.target))
            }
            guard ratios.value > 0 else { return nil }
            let interval = ratios.estimate.interval(confidence: 1 - PairVerdict.alpha / Double(pairs.count))
            return PriceRatio(first: first.name, second: second.name, ratio: interval)
        }
    }
}
