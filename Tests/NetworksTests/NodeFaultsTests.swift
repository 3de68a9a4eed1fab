// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness
import Testing

@testable import Networks

@Suite("Faults of nodes")
struct NodeFaultsTests {
    /// The instants at which a node went down and came up, in turn.
    typealias History = [Nanoseconds]

    /// What happens to so many participants, by participant.
    private static func histories(
        _ families: [NodeFaults.Family], _ members: [NodeFaults.Member], participants count: Int, until seconds: Double
    ) -> [History] {
        var simulation = Simulation()
        let owner = Recorder(index: simulation.reserve())
        let participants = Participants(
            (0..<count).map { .init(region: 0, operatorNumber: $0, owner: owner.index) }, watchers: [])
        let faults = NodeFaults(families, members: members, participants: participants, index: simulation.reserve())
        simulation.add(owner)
        simulation.add(faults)
        faults.start(in: &simulation)
        _ = simulation.run(until: .seconds(seconds))
        var histories = Array(repeating: History(), count: count)
        for entry in owner.entries {
            let isDown = histories[Int(entry.subject)].count % 2 == 1
            #expect(entry.kind == (isDown ? Participants.cameUp : Participants.wentDown))
            histories[Int(entry.subject)].append(entry.time)
        }
        return histories
    }

    private static func histories(_ up: Law, _ down: Law, nodes: Int, until seconds: Double) -> [History] {
        histories(
            [.init(up: up, down: down, key: key("faults", purpose: .nodeFault))],
            (0..<nodes).map { .init(participant: $0, family: 0, ordinal: $0) }, participants: nodes, until: seconds)
    }

    private static func downTime(_ history: History, until end: Double) -> Double {
        stride(from: 0, to: history.count, by: 2).reduce(0) { sum, place in
            sum + (place + 1 < history.count ? history[place + 1].seconds : end) - history[place].seconds
        }
    }

    @Test(
        "leave nodes up for MTBF / (MTBF + MTTR) of the time, whatever the laws",
        arguments: [
            (Law.exponential(mean: 3), Law.exponential(mean: 1), 0.75),
            (.weibull(mean: 9, shape: 0.7), .lognormal(median: 0.8, p90: 1.6), 0.9032),
            (.constant(1), .uniform(low: 0, high: 2), 0.5),
        ])
    func availability(up: Law, down: Law, expected: Double) {
        let (nodes, end) = (300, 3_000.0)
        let all = Self.histories(up, down, nodes: nodes, until: end)
        let down = all.reduce(0) { $0 + Self.downTime($1, until: end) }
        // At least five standard deviations of a renewal process, (su² d² + sd² u²) / ((u + d)³ T nodes), in each case.
        #expect((1 - down / (Double(nodes) * end) - expected).magnitude < 0.004)
    }

    @Test("strike after exactly the declared times when these are constant")
    func constant() {
        let history = Self.histories(.constant(10), .constant(0.5), nodes: 1, until: 32)[0]
        #expect(history == [10, 10.5, 20.5, 21, 31, 31.5].map { .seconds($0) })
    }

    @Test("strike first after a Weibull time and last an exponential one, each over its whole distribution")
    func distributions() {
        let all = Self.histories(
            .weibull(scale: 100, inverseShape: 2), .exponential(mean: 20), nodes: 3_000, until: 40_000)
        // Ten bins of equal probability: -log(survival) is (x / scale)^(1/2), and x / mean.
        func bins(_ hazards: [Double]) -> [Int] {
            var counts = Array(repeating: 0, count: 10)
            for hazard in hazards { counts[min(9, Int(10 * (1 - PortableMath.exp(-hazard))))] += 1 }
            return counts
        }
        // A first time up beyond 40,000 s has a probability of 2e-9.
        let ups = bins(all.map { ($0[0].seconds / 100).squareRoot() })
        let downs = bins(all.map { ($0[1] - $0[0]).seconds / 20 })
        let wrong = bins(all.map { $0[0].seconds / 100 })
        #expect(isPlausible(ups, expected: 300), "\(ups)")
        #expect(isPlausible(downs, expected: 300), "\(downs)")
        #expect(!isPlausible(wrong, expected: 300))
        // A long time up says nothing about the repair: a quarter is long in both, five standard deviations.
        let long = all.count { ($0[0].seconds / 100).squareRoot() > 0.6931 && ($0[1] - $0[0]).seconds / 20 > 0.6931 }
        #expect((long - 750).magnitude < 119, "\(long)")
    }

    @Test("are the same for alike nodes whatever the layout: their numbers, their neighbours, who else can fail")
    func layouts() {
        let cards = NodeFaults.Family(
            up: .exponential(mean: 50), down: .exponential(mean: 5), key: key("cards", purpose: .nodeFault))
        let others = NodeFaults.Family(
            up: .weibull(mean: 30, shape: 0.5), down: .constant(3), key: key("others", purpose: .nodeFault))
        let alone = Self.histories(
            [cards], (0..<6).map { .init(participant: $0, family: 0, ordinal: $0) }, participants: 6, until: 2_000)
        // Participants 0 to 9 are of another family or cannot fail; the cards follow in reverse.
        let among = Self.histories(
            [others, cards],
            (0..<4).map { .init(participant: $0, family: 0, ordinal: $0) }
                + (0..<4).map { .init(participant: 13 - $0, family: 1, ordinal: $0) }, participants: 14, until: 2_000)
        #expect((0..<4).allSatisfy { among[13 - $0] == alone[$0] && !alone[$0].isEmpty })
        #expect(among[4..<10].allSatisfy { $0.isEmpty })
        #expect(Set(alone).count == 6)
        let lengths = zip(alone[0], alone[0].dropFirst()).map { $1 - $0 }
        #expect(lengths.count > 20 && Set(lengths).count == lengths.count, "every cycle has times of its own")
    }

    @Test("keep up times as they are when only the repair law changes, for common random numbers")
    func inStep() {
        let short = Self.histories(.exponential(mean: 50), .constant(1), nodes: 20, until: 1_000)
        let long = Self.histories(.exponential(mean: 50), .exponential(mean: 9), nodes: 20, until: 1_000)
        func ups(_ history: History) -> [Nanoseconds] {
            [history[0]] + stride(from: 1, to: history.count - 1, by: 2).map { history[$0 + 1] - history[$0] }
        }
        for (a, b) in zip(short, long) where !a.isEmpty && !b.isEmpty {
            let common = min(ups(a).count, ups(b).count)
            #expect(ups(a).prefix(common) == ups(b).prefix(common))
        }
        #expect(short.count { $0.count > 10 } > 10)
    }
}
