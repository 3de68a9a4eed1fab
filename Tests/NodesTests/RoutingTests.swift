// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Randomness
import Testing

@testable import Ledgers
@testable import Networks
@testable import Nodes

@Suite("Routing without loads")
struct RoutingTests {
    private static func counts(
        _ policy: RoutingPolicy, _ choice: Choice, nodes: Int, asks: Int, from region: Int = 0
    ) -> [Int] {
        var stream = key("routing").stream(UInt64(region))
        var counts = Array(repeating: 0, count: nodes)
        for _ in 0..<asks {
            guard let node = policy.choose(from: choice.listing, for: choice.ask(from: region), &stream) else {
                continue
            }
            counts[Int(node)] += 1
        }
        return counts
    }

    private static let policies: [@Sendable () -> RoutingPolicy] = [
        { RandomRouting() }, { RoundRobinRouting() },
        { NearestRouting(nearest: [[0, 1, 2], [1, 2, 0], [2, 1, 0]]) },
    ]

    @Test("at random asks every listed node with the same probability")
    func random() {
        let choice = Choice(nodes: 12)
        choice.listing.remove(5)
        let counts = Self.counts(RandomRouting(), choice, nodes: 12, asks: 24_000)
        #expect(counts[5] == 0)
        #expect(chiSquareP(Array(counts[..<5]) + counts[6...]) > 1e-6, "\(counts)")
    }

    @Test("at random shares what excluded nodes would get evenly among the others")
    func randomAmongOthers() {
        let choice = Choice(nodes: 10)
        for node in [0, 3, 4, 9] { choice.exclude(node) }
        let counts = Self.counts(RandomRouting(), choice, nodes: 10, asks: 24_000)
        #expect([0, 3, 4, 9].allSatisfy { counts[$0] == 0 })
        #expect(chiSquareP([1, 2, 5, 6, 7, 8].map { counts[$0] }) > 1e-6, "\(counts)")
    }

    @Test("in turn asks each listed node once before any a second time, also when the list shrinks and grows")
    func roundRobin() {
        let choice = Choice(nodes: 7)
        let policy = RoundRobinRouting()
        var stream = key("turn").stream(0)
        func round(_ count: Int) -> [UInt32] {
            (0..<count).compactMap { _ in policy.choose(from: choice.listing, for: choice.ask(), &stream) }
        }
        let first = round(7)
        #expect(Set(first).count == 7 && round(7) == first)
        for node in [2, 6, 1] { choice.listing.remove(UInt32(node)) }
        #expect(Set(round(4)) == [0, 3, 4, 5])
        choice.listing.insert(6)
        #expect(Set(round(5)) == [0, 3, 4, 5, 6])
    }

    @Test("in turn passes over excluded nodes and loses no turn of the others")
    func roundRobinExcluded() {
        let choice = Choice(nodes: 5)
        for node in [1, 2] { choice.exclude(node) }
        let counts = Self.counts(RoundRobinRouting(), choice, nodes: 5, asks: 300)
        #expect(counts == [100, 0, 0, 100, 100])
    }

    @Test("to the nearest asks a random node of the nearest region that has one", arguments: 0..<3)
    func nearest(region: Int) {
        let choice = Choice(nodes: 12, regions: 3)
        let policy = Self.policies[2]()
        let counts = Self.counts(policy, choice, nodes: 12, asks: 8_000, from: region)
        let there = (0..<12).filter { $0 % 3 == region }
        #expect((0..<12).allSatisfy { there.contains($0) == (counts[$0] > 0) }, "\(counts)")
        #expect(chiSquareP(there.map { counts[$0] }) > 1e-6, "\(counts)")
    }

    @Test("to the nearest goes on to the next region only when the nearer ones have nobody left")
    func nextNearest() {
        let choice = Choice(nodes: 6, regions: 3)
        let policy = Self.policies[2]()
        // From region 1: nodes 1 and 4 are nearest, then 2 and 5, then 0 and 3.
        choice.exclude(1)
        #expect(Self.counts(policy, choice, nodes: 6, asks: 5_000, from: 1) == [0, 0, 0, 0, 5_000, 0])
        choice.listing.remove(4)
        choice.exclude(2)
        #expect(Self.counts(policy, choice, nodes: 6, asks: 5_000, from: 1) == [0, 0, 0, 0, 0, 5_000])
        choice.exclude(5)
        let last = Self.counts(policy, choice, nodes: 6, asks: 5_000, from: 1)
        #expect(last[0] + last[3] == 5_000 && chiSquareP([last[0], last[3]]) > 1e-6)
    }

    @Test("finds the only node that may be asked among many, and nobody when there is none", arguments: 0..<3)
    func exhausted(policy: Int) {
        let routing = Self.policies[policy]()
        let choice = Choice(nodes: 200, regions: 3)
        for node in 0..<200 where node != 137 { choice.exclude(node) }
        #expect(
            Self.counts(routing, choice, nodes: 200, asks: 50).enumerated().allSatisfy {
                $0.element == ($0.offset == 137 ? 50 : 0)
            })
        choice.exclude(137)
        #expect(Self.counts(routing, choice, nodes: 200, asks: 50).reduce(0, +) == 0)
        for node in 0..<200 { choice.listing.remove(UInt32(node)) }
        #expect(Self.counts(routing, choice, nodes: 200, asks: 50).reduce(0, +) == 0)
    }
}

@Suite("Whom a gateway may ask")
struct AskTests {
    @Test("is nobody of an operator who already works on this try, unless its node refused")
    func operators() {
        let choice = Choice(nodes: 6) { $0 / 2 }
        func permitted() -> [UInt32] { (0..<6).filter { choice.ask().permits($0) } }
        let first = choice.exclude(0)
        choice.exclude(3, state: .arrived)
        #expect(permitted() == [4, 5])
        choice.live.attempts[first].state = .refused
        #expect(permitted() == [1, 4, 5])
        choice.live.attempts[first].state = .gone
        #expect(permitted() == [4, 5])
    }

    @Test("is on a retry anybody but the nodes asked before, and these too when there is no other")
    func retries() {
        let choice = Choice(nodes: 3) { _ in 0 }
        choice.exclude(1)
        choice.live.requests[choice.request].tries = 2
        var ask = choice.ask()
        #expect((0..<3).filter { ask.permits($0) } == [0, 2])
        ask.avoidsEarlierTries = false
        #expect((0..<3).allSatisfy { ask.permits($0) })
        choice.exclude(2)
        ask = choice.ask()
        ask.avoidsEarlierTries = false
        #expect(!(0..<3).contains { ask.permits($0) }, "one operator has one execution of a try")
    }

    @Test("is chosen from those who serve the model, or who check it, and comes from a stream of its own")
    func dispatch() {
        let choice = Choice(nodes: 40)
        let listings = (0..<3).map { Listing(number: $0, regions: 1, participants: choice.participants) }
        for node in 0..<40 { listings[node % 3].insert(UInt32(node)) }
        let dispatch = Dispatch(
            routing: RandomRouting(), serving: [listings[0], listings[1]], checking: [listings[2], listings[2]],
            participants: choice.participants)
        for serial in 0..<50 {
            let request = choice.live.open(serial: UInt64(serial), model: serial % 2)
            func choose(_ isCheck: Bool) -> UInt32? {
                dispatch.choose(for: request, isCheck: isCheck, from: 0, choice.live)
            }
            let (serving, checking) = (choose(false)!, choose(true)!)
            #expect(Int(serving) % 3 == serial % 2 && checking % 3 == 2)
            #expect(choose(false) == serving, "the same request meets the same draw")
        }
    }

    @Test("is a node of an earlier try only when all have been asked")
    func earlierTries() {
        let choice = Choice(nodes: 3)
        let dispatch = Dispatch(
            routing: RandomRouting(), serving: [choice.listing], checking: [choice.listing],
            participants: choice.participants)
        var asked: [UInt32] = []
        for number in 1...6 {
            choice.live.requests[choice.request].tries = UInt8(number)
            let node = dispatch.choose(for: choice.request, isCheck: false, from: 0, choice.live)!
            choice.exclude(Int(node))
            asked.append(node)
        }
        #expect(Set(asked.prefix(3)).count == 3)
        choice.exclude(0)
        choice.exclude(1)
        choice.exclude(2)
        #expect(dispatch.choose(for: choice.request, isCheck: true, from: 0, choice.live) == nil)
    }
}
