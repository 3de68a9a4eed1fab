// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness

/// Which operators of a layout are dishonest: each with the same probability, placed by a rule.
///
/// With `random` placement operators are dishonest independently of each other. The other rules keep the distribution of
/// how many are, Binomial(n, p), and say which: the largest first, or those of one region drawn at random first.
public struct ThreatLaw: Sendable {
    public enum Placement: Sendable {
        case random, largest, oneRegion
    }

    /// Who owns nodes of the layout.
    public struct Operator: Sendable {
        /// The draws are keyed by it, so that an operator of the same name is the same in every layout.
        public let name: String
        /// Share of the layout's capacity, 0 to 1.
        public let share: Double
        /// Where most of its capacity is.
        public let region: Int

        public init(name: String, share: Double, region: Int) {
            self.name = name
            self.share = share
            self.region = region
        }
    }

    /// The honesty of the main operators, with its known probability.
    public struct Stratum: Sendable {
        /// One per main operator, in their order.
        public let isDishonest: [Bool]
        public let probability: Double
        /// `all`, or one letter per main operator: `h` honest, `d` dishonest.
        public var name: String { isDishonest.isEmpty ? "all" : isDishonest.map { $0 ? "d" : "h" }.joined() }
    }

    /// An operator with more than this share of the capacity is a main operator: its honesty makes the strata.
    public static let mainShare = 0.2

    public let operators: [Operator]
    /// Numbers of the main operators, in the order of `operators`; at most four.
    public let main: [Int]
    /// Every pattern of the main operators' honesty that can happen. The probabilities add up to 1.
    public let strata: [Stratum]
    private let probability: Double
    private let placement: Placement
    /// For the rules other than `random`: every outcome with its probability.
    private let outcomes: [Outcome]

    /// The first `count` of `order` are dishonest.
    private struct Outcome: Sendable {
        let order: Int
        let count: Int
        let probability: Double
    }

    private let orders: [[Int]]
    /// By order: where each main operator stands in it.
    private let mainRanks: [[Int]]

    /// - Parameters:
    ///   - main: names of the operators whose honesty makes the strata; at most four.
    ///   - probability: that an operator is dishonest, 0 to 1.
    public init(operators: [Operator], main names: [String], probability: Double, placement: Placement) {
        let main = operators.indices.filter { names.contains(operators[$0].name) }
        let orders = Self.orders(operators, placement)
        let outcomes = placement == .random ? [] : Self.outcomes(operators.count, probability, orders: orders.count)
        let ranks = orders.map { order in main.map { number in order.firstIndex(of: number) ?? 0 } }
        self.operators = operators
        self.probability = probability
        self.placement = placement
        self.main = main
        self.orders = orders
        mainRanks = ranks
        self.outcomes = outcomes
        strata = (0..<(1 << main.count)).compactMap { bits in
            let pattern = main.indices.map { bits >> $0 & 1 == 1 }
            let weight =
                placement == .random
                ? pattern.reduce(1.0) { $0 * ($1 ? probability : 1 - probability) }
                : outcomes.reduce(0.0) { sum, outcome in
                    Self.matches(outcome, ranks, pattern) ? sum + outcome.probability : sum
                }
            return weight > 0 ? Stratum(isDishonest: pattern, probability: weight) : nil
        }
    }

    /// Who is dishonest in a replication, given the stratum. One flag per operator. O(operators).
    public func draw(_ stratum: Stratum, seed: UInt64, replication: Int) -> [Bool] {
        switch placement {
        case .random:
            var flags = operators.map { isDishonest($0.name, seed, replication) }
            for (place, number) in main.enumerated() { flags[number] = stratum.isDishonest[place] }
            return flags
        case .largest, .oneRegion:
            return drawPlaced(stratum, seed, replication)
        }
    }

    private func isDishonest(_ name: String, _ seed: UInt64, _ replication: Int) -> Bool {
        let subject = Subject("operator/" + name)
        var stream = StreamKey(seed: seed, replication: replication, purpose: .threat, subject: subject).stream(0)
        return stream.uniform() < probability
    }

    /// One outcome among those of the stratum, by inversion of their conditional distribution.
    private func drawPlaced(_ stratum: Stratum, _ seed: UInt64, _ replication: Int) -> [Bool] {
        let subject = Subject("operators")
        var stream = StreamKey(seed: seed, replication: replication, purpose: .placement, subject: subject).stream(0)
        let possible = outcomes.filter { matches($0, stratum.isDishonest) }
        var left = stream.uniform() * stratum.probability
        let chosen =
            possible.first { outcome in
                left -= outcome.probability
                return left < 0
            } ?? possible[possible.count - 1]
        var flags = Array(repeating: false, count: operators.count)
        for number in orders[chosen.order].prefix(chosen.count) { flags[number] = true }
        return flags
    }

    private func matches(_ outcome: Outcome, _ pattern: [Bool]) -> Bool {
        Self.matches(outcome, mainRanks, pattern)
    }

    private static func matches(_ outcome: Outcome, _ ranks: [[Int]], _ pattern: [Bool]) -> Bool {
        zip(ranks[outcome.order], pattern).allSatisfy { rank, isDishonest in (rank < outcome.count) == isDishonest }
    }

    private static func orders(_ operators: [Operator], _ placement: Placement) -> [[Int]] {
        let bySize = operators.indices.sorted { (operators[$0].share, $1) > (operators[$1].share, $0) }
        switch placement {
        case .random: return []
        case .largest: return [bySize]
        case .oneRegion:
            let regions = Set(operators.map(\.region)).sorted()
            return regions.map { region in
                bySize.filter { operators[$0].region == region } + bySize.filter { operators[$0].region != region }
            }
        }
    }

    /// Every order equally likely, every count by the binomial distribution: its recurrence from the mode outwards,
    /// normalised, which neither overflows nor loses the bulk for any number of operators. O(operators).
    private static func outcomes(_ operators: Int, _ p: Double, orders: Int) -> [Outcome] {
        var weights = Array(repeating: 0.0, count: operators + 1)
        let mode = min(operators, Int(Double(operators + 1) * p))
        weights[mode] = 1
        if p < 1 {
            for count in mode..<operators {
                weights[count + 1] = weights[count] * Double(operators - count) / Double(count + 1) * p / (1 - p)
            }
        }
        for count in stride(from: mode, to: 0, by: -1) where p > 0 {
            weights[count - 1] = weights[count] * Double(count) / Double(operators - count + 1) * (1 - p) / p
        }
        let total = weights.reduce(0, +) * Double(orders)
        return (0..<orders).flatMap { order in
            weights.indices.compactMap { count in
                weights[count] > 0
                    ? Outcome(order: order, count: count, probability: weights[count] / total) : nil
            }
        }
    }
}
