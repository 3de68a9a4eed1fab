// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A distribution over 0 ..< count, drawn by inversion with one word: popularity of prompts, users, regions.
///
/// The cumulative weights, and a guide to where in them the search begins (H.-C. Chen, Y. Asau, "On generating random
/// variates from an empirical distribution", AIIE Transactions 6, 1974; L. Devroye, "Non-Uniform Random Variate
/// Generation", 1986, section III.2.4). Inversion keeps the order of the ranks, so that under common random numbers a
/// popular item stays popular when a parameter moves; an alias table (`AliasTable`) does not.
public struct RankLaw: Sendable, Equatable {
    /// Share of the ranks up to and including each; the last is 1.
    @usableFromInline let cumulative: [Double]
    /// For each of `count` equal parts of [0, 1), the first rank that reaches into it.
    @usableFromInline let guide: [Int32]

    /// Ranks with the given weights, of any sum.
    /// - Precondition: 1 to 2^31 - 1 weights, finite, not negative, not all zero.
    /// - Complexity: O(count); holds 12 bytes a rank.
    public init(weights: [Double]) {
        precondition(
            !weights.isEmpty && weights.count < Int(Int32.max), "rank law: expected weights, found \(weights.count)")
        var sum = 0.0
        var sums: [Double] = []
        sums.reserveCapacity(weights.count)
        for weight in weights {
            precondition(weight >= 0 && weight < .infinity, "rank law: expected a weight from 0 on, found \(weight)")
            sum += weight
            sums.append(sum)
        }
        precondition(sum > 0, "rank law: expected a positive weight, found none")
        cumulative = sums.map { $0 / sum }
        var first: [Int32] = []
        first.reserveCapacity(weights.count)
        var rank = 0
        for part in 0..<weights.count {
            let start = Double(part) / Double(weights.count)
            while cumulative[rank] <= start { rank += 1 }
            first.append(Int32(rank))
        }
        guide = first
    }

    /// Zipf's law: the weight of rank r is (r + 1)^-exponent. Exponent 0 is the uniform law.
    /// - Precondition: `count` is positive, the exponent finite and not negative.
    public static func zipf(count: Int, exponent: Double) -> RankLaw {
        precondition(count > 0 && exponent >= 0, "zipf: expected ranks and an exponent, found \(count), \(exponent)")
        return RankLaw(weights: (1...count).map { PortableMath.pow(Double($0), -exponent) })
    }

    /// The number of ranks.
    public var count: Int { cumulative.count }

    /// The probability of a rank.
    public func probability(_ rank: Int) -> Double { cumulative[rank] - (rank == 0 ? 0 : cumulative[rank - 1]) }

    /// One rank. Consumes one word.
    /// - Complexity: O(1) on average, at most O(count).
    @inlinable public func draw(_ stream: inout Stream) -> Int {
        let u = stream.uniform()
        var rank = Int(guide[Int(u * Double(guide.count))])
        while cumulative[rank] <= u { rank += 1 }
        return rank
    }
}
