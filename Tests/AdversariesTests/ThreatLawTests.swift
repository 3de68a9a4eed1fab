// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Quantities
import Testing

@Suite("A threat")
struct ThreatLawTests {
    typealias Placement = ThreatLaw.Placement

    static let placements: [Placement] = [.random, .largest, .oneRegion]

    /// Eight operators in three regions; those above a fifth are the second and the sixth.
    private static let operators = [
        ("a", 0.05, 0), ("b", 0.3, 1), ("c", 0.04, 2), ("d", 0.2, 0), ("e", 0.06, 1), ("f", 0.25, 2), ("g", 0.06, 0),
        ("h", 0.04, 1),
    ].map { ThreatLaw.Operator(name: $0.0, share: $0.1, region: $0.2) }
    private static let main = operators.filter { $0.share > ThreatLaw.mainShare }.map(\.name)

    private static func law(
        _ placement: Placement, _ probability: Double, main: [String] = main
    ) -> ThreatLaw {
        ThreatLaw(operators: operators, main: main, probability: probability, placement: placement)
    }

    /// Numbers of the dishonest in so many replications of a law, each drawn within a stratum drawn by its weight.
    private static func draws(_ law: ThreatLaw, stratum: ThreatLaw.Stratum, replications: Int) -> [[Int]] {
        (0..<replications).map { replication in
            let flags = law.draw(stratum, seed: 5, replication: replication)
            return flags.indices.filter { flags[$0] }
        }
    }

    private static func binomial(_ n: Int, _ k: Int, _ p: Double) -> Double {
        (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) * p }
            * (0..<(n - k)).reduce(1.0) { product, _ in product * (1 - p) }
    }

    @Test("makes the patterns of its main operators the strata; only more than a fifth of the capacity is main")
    func strata() {
        #expect(ThreatLaw.mainShare == 0.2 && Self.main == ["b", "f"])
        let law = Self.law(.random, 0.3)
        #expect(law.main == [1, 5])
        #expect(Set(law.strata.map(\.name)) == ["hh", "dh", "hd", "dd"])
        for stratum in law.strata {
            let expected = stratum.isDishonest.reduce(1.0) { $0 * ($1 ? 0.3 : 0.7) }
            #expect((stratum.probability - expected).magnitude < 1e-15)
        }
        #expect(Self.law(.random, 0.3, main: []).strata.map(\.name) == ["all"])
    }

    @Test("has strata whose probabilities add up to 1", arguments: placements, [0, 1e-9, 0.1, 0.5, 0.93, 1])
    func weights(placement: Placement, probability: Double) {
        for main in [[], ["d"], Self.main, ["a", "b", "d", "f"]] {
            let strata = Self.law(placement, probability, main: main).strata
            #expect((strata.reduce(0) { $0 + $1.probability } - 1).magnitude < 1e-12)
            #expect(strata.allSatisfy { $0.probability > 0 && $0.isDishonest.count == main.count })
            #expect(Set(strata.map(\.name)).count == strata.count)
        }
    }

    @Test("keeps its weights for thousands of operators", arguments: [ThreatLaw.Placement.largest, .oneRegion])
    func many(placement: Placement) {
        let operators = (0..<5_000).map { ThreatLaw.Operator(name: "\($0)", share: 1 / 5_000, region: $0 % 4) }
        let law = ThreatLaw(operators: operators, main: ["0", "1"], probability: 0.1, placement: placement)
        #expect((law.strata.reduce(0) { $0 + $1.probability } - 1).magnitude < 1e-9)
        // The heaviest stratum says nearly nothing about how many there are: mean 500, standard deviation 21.2.
        let heaviest = law.strata.max { $0.probability < $1.probability }!
        let counts = (0..<400).map { replication in
            Double(law.draw(heaviest, seed: 3, replication: replication).count { $0 })
        }
        let mean = counts.reduce(0, +) / 400
        let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
        #expect((mean - 500).magnitude < 5.5 && (300...600) ~= variance, "\(mean), \(variance)")
    }

    @Test("draws within a stratum only what belongs to it, at every placement", arguments: placements)
    func within(placement: Placement) {
        let law = Self.law(placement, 0.4)
        for stratum in law.strata {
            for dishonest in Self.draws(law, stratum: stratum, replications: 300) {
                #expect(zip(law.main, stratum.isDishonest).allSatisfy { dishonest.contains($0) == $1 })
            }
        }
    }

    @Test("at random makes every other operator dishonest with its probability, independently of the others")
    func random() {
        let law = Self.law(.random, 0.3, main: [])
        let draws = Self.draws(law, stratum: law.strata[0], replications: 6_000)
        for number in 0..<8 {
            let share = Double(draws.count { $0.contains(number) }) / 6_000
            // Five standard deviations: 0.03.
            #expect((share - 0.3).magnitude < 0.03, "operator \(number): \(share)")
            for other in 0..<number {
                let both = Double(draws.count { $0.contains(number) && $0.contains(other) }) / 6_000
                #expect((both - 0.09).magnitude < 0.02, "operators \(number) and \(other): \(both)")
            }
        }
    }

    @Test("by size makes the largest dishonest first, as many as the binomial distribution says")
    func largest() {
        let law = Self.law(.largest, 0.3, main: [])
        let order = [1, 5, 3, 4, 6, 0, 2, 7]
        let draws = Self.draws(law, stratum: law.strata[0], replications: 6_000)
        #expect(draws.allSatisfy { $0 == order.prefix($0.count).sorted() })
        for count in 0...8 {
            let expected = Self.binomial(8, count, 0.3)
            let found = Double(draws.count { $0.count == count }) / 6_000
            #expect((found - expected).magnitude < 5 * (expected * (1 - expected) / 6_000).squareRoot() + 1e-3)
        }
        // The second largest is dishonest only with the largest; the weights are tails of the binomial distribution.
        let strata = Self.law(.largest, 0.3).strata
        #expect(strata.map(\.name) == ["hh", "dh", "dd"])
        let tails = [Self.binomial(8, 0, 0.3), Self.binomial(8, 1, 0.3)]
        let expected = tails + [1 - tails[0] - tails[1]]
        #expect(zip(strata, expected).allSatisfy { ($0.probability - $1).magnitude < 1e-12 })
    }

    @Test("in one region makes those of a random region dishonest first, the largest of them before the others")
    func oneRegion() {
        let law = Self.law(.oneRegion, 0.3, main: [])
        let orders = [[3, 6, 0, 1, 5, 4, 2, 7], [1, 4, 7, 5, 3, 6, 0, 2], [5, 2, 1, 3, 4, 6, 0, 7]]
        let draws = Self.draws(law, stratum: law.strata[0], replications: 6_000)
        #expect(draws.allSatisfy { draw in orders.contains { draw == $0.prefix(draw.count).sorted() } })
        // With one dishonest operator the region shows.
        let single = draws.filter { $0.count == 1 }.map { $0[0] }
        #expect(single.count > 900)
        for first in orders.map({ $0[0] }) {
            let share = Double(single.count { $0 == first }) / Double(single.count)
            #expect((share - 1.0 / 3).magnitude < 0.08)
        }
        let counts = Double(draws.count { $0.count == 2 }) / 6_000
        #expect((counts - Self.binomial(8, 2, 0.3)).magnitude < 0.03)
    }

    @Test("spares everybody at probability 0 and nobody at 1", arguments: placements)
    func extremes(placement: Placement) {
        for (probability, name, expected) in [(0.0, "hh", 0), (1.0, "dd", 8)] {
            let law = Self.law(placement, probability)
            #expect(law.strata.map(\.name) == [name] && law.strata[0].probability == 1)
            let draws = Self.draws(law, stratum: law.strata[0], replications: 100)
            #expect(draws.allSatisfy { $0.count == expected })
        }
    }

    @Test("treats an operator of the same name alike in every layout, whoever else is there")
    func names() {
        let (all, few) = (
            Self.law(.random, 0.5, main: []), Self.operators.filter { ["c", "g", "a"].contains($0.name) }
        )
        let alone = ThreatLaw(operators: few.reversed(), main: [], probability: 0.5, placement: .random)
        for replication in 0..<50 {
            let everybody = all.draw(all.strata[0], seed: 9, replication: replication)
            let three = alone.draw(alone.strata[0], seed: 9, replication: replication)
            #expect(three == [everybody[6], everybody[2], everybody[0]])
        }
    }
}
