// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness
import Testing

@testable import Ledgers
@testable import Networks
@testable import Nodes

@Suite("Routing by loads")
struct LoadRoutingTests {
    private static let refresh = Nanoseconds(1_000)

    /// A listing of nodes whose published loads a view copies every microsecond.
    private struct Fixture: ~Copyable {
        let choice: Choice
        let board: LoadBoard
        let view: LoadView
        private var simulation = Simulation()
        private var time: Int64 = 0

        init(nodes: Int, loads: [Int] = []) {
            choice = Choice(nodes: nodes)
            board = LoadBoard(count: nodes)
            for (node, load) in loads.enumerated() { board.loads[node] = UInt32(load) }
            view = LoadView(board: board, refresh: refresh, listings: [choice.listing], index: simulation.reserve())
            simulation.add(view)
            view.start(in: &simulation)
        }

        mutating func pass(_ nanoseconds: Int64) {
            time += nanoseconds
            _ = simulation.run(until: Nanoseconds(time))
        }

        func shown() -> [Int] { (0..<board.count).map { Int(view.load(of: UInt32($0))) } }
    }

    @Test("sees the loads of the last refresh and the choices made since, whatever the nodes publish meanwhile")
    func staleness() {
        var fixture = Fixture(nodes: 3, loads: [4, 2, 7])
        let policy = LeastLoadedRouting(view: fixture.view)
        var stream = key("stale").stream(0)
        func choose(_ choice: Choice) -> UInt32? { policy.choose(from: choice.listing, for: choice.ask(), &stream) }
        fixture.pass(500)
        for (node, load) in [9, 9, 0].enumerated() { fixture.board.loads[node] = UInt32(load) }
        let first = (0..<3).map { _ in choose(fixture.choice) }
        let stale = fixture.shown()
        fixture.pass(500)
        let before = fixture.shown()
        fixture.pass(1)
        let after = fixture.shown()
        let second = choose(fixture.choice)
        #expect(first == [1, 1, 0] && stale == [5, 4, 7])
        #expect(before == stale && after == [9, 9, 0])
        #expect(second == 2)
    }

    @Test("to the better of two makes the same choices with foresight, also over listings that changed since")
    func foresight() {
        func choices(foreseeing: Bool) -> [UInt32?] {
            let fixture = Fixture(nodes: 50, loads: (0..<50).map { $0 * 7 % 5 })
            let policy = PowerOfTwoRouting(view: fixture.view)
            let empty = Listing(number: 1, regions: 1, participants: fixture.choice.participants)
            return (0..<200).map { number in
                if number == 100 { for node in 5..<50 { fixture.choice.listing.remove(UInt32(node)) } }
                var stream = key("foresight").stream(UInt64(number))
                var same = stream
                if foreseeing {
                    policy.foresee(number % 9 == 0 ? empty : fixture.choice.listing, &same)
                }
                return policy.choose(from: fixture.choice.listing, for: fixture.choice.ask(), &stream)
            }
        }
        let foreseen = choices(foreseeing: true)
        #expect(foreseen == choices(foreseeing: false))
        #expect(foreseen.allSatisfy { $0 != nil } && Set(foreseen).count > 30)
    }

    @Test("to the least loaded breaks ties in the order of the list, and goes on from there")
    func ties() {
        let fixture = Fixture(nodes: 4, loads: [1, 0, 0, 0])
        let policy = LeastLoadedRouting(view: fixture.view)
        var stream = key("ties").stream(0)
        let order = (0..<11).map { _ in policy.choose(from: fixture.choice.listing, for: fixture.choice.ask(), &stream)
        }
        #expect(order == [1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])
    }

    @Test(
        "to the least loaded takes, of the nodes that may be asked, one that no other undercuts by the view",
        arguments: 0..<20)
    func oracle(seed: Int) {
        var stream = key("oracle").stream(UInt64(seed))
        let nodes = 30
        var fixture = Fixture(nodes: nodes)
        let policy = LeastLoadedRouting(view: fixture.view)
        var shown = Array(repeating: 0, count: nodes)
        var ranked = Set(0..<nodes)
        for round in 0..<60 {
            for node in 0..<nodes { fixture.board.loads[node] = UInt32(stream.index(below: 1 + round % 7)) }
            fixture.pass(round == 0 ? 1 : 1_000)
            let isRenewed = round > 0
            if isRenewed {
                shown = (0..<nodes).map { Int(fixture.board.loads[$0]) }
                ranked = Set((0..<nodes).filter { fixture.choice.listing.contains(UInt32($0)) })
            }
            for _ in 0..<stream.index(below: 40) {
                Self.change(fixture.choice, &stream)
                let (choice, ask) = (fixture.choice, fixture.choice.ask())
                let permitted = (0..<nodes).filter { choice.listing.contains(UInt32($0)) && ask.permits(UInt32($0)) }
                let known = permitted.filter(ranked.contains)
                let chosen = policy.choose(from: choice.listing, for: ask, &stream).map { Int($0) }
                guard let least = known.map({ shown[$0] }).min() else {
                    // Nobody of those listed at the last refresh: any other that may be asked will do.
                    #expect(chosen.map(permitted.contains) ?? permitted.isEmpty)
                    continue
                }
                #expect(chosen.map { known.contains($0) && shown[$0] == least } == true)
                if let chosen { shown[chosen] += 1 }
            }
            let found = fixture.shown()
            #expect(found == shown)
        }
    }

    /// Lists or delists a few nodes and asks about another request, which some nodes already work on.
    private static func change(_ choice: Choice, _ stream: inout Stream) {
        let count = choice.participants.count
        for _ in 0..<3 {
            let node = UInt32(stream.index(below: count))
            if stream.bernoulli(0.7) { choice.listing.insert(node) } else { choice.listing.remove(node) }
        }
        choice.live.requests[choice.request].newestAttempt = Request.nothing
        for _ in 0..<stream.index(below: 4) { choice.exclude(stream.index(below: count)) }
    }

    @Test("takes from a rank what sorting the nodes by load each time would give", arguments: 0..<10)
    func rank(seed: Int) {
        var stream = key("rank").stream(UInt64(seed))
        let nodes = 25
        let choice = Choice(nodes: nodes)
        let loads = (0..<nodes).map { _ in UInt32(stream.index(below: 5)) }
        let rank = LoadRank()
        // Sorted a second time, after use, it must be as new.
        for _ in 0..<2 {
            loads.withUnsafeBufferPointer { rank.sort(choice.listing, by: $0.baseAddress!) }
            // Stable by load, each taken node joining the end of its new row: with nobody passed over the order is known.
            var rows = Dictionary(grouping: 0..<nodes) { Int(loads[$0]) }
            for _ in 0..<200 {
                let row = rows.filter { !$0.value.isEmpty }.keys.min()!
                let expected = rows[row]!.removeFirst()
                rows[row + 1, default: []].append(expected)
                let taken = rank.take { _ in true }
                #expect(taken == UInt32(expected))
            }
        }
        let untouched = rank.take { _ in false }
        #expect(untouched == nil)
    }

    @Test("of two random nodes takes the one with fewer requests, as often as two draws say")
    func powerOfTwo() {
        // So far apart that the choices made do not change the order.
        let fixture = Fixture(nodes: 5, loads: [30_000, 10_000, 0, 40_000, 20_000])
        let policy = PowerOfTwoRouting(view: fixture.view)
        var stream = key("two").stream(0)
        var counts = Array(repeating: 0, count: 5)
        for _ in 0..<9_000 {
            counts[Int(policy.choose(from: fixture.choice.listing, for: fixture.choice.ask(), &stream)!)] += 1
        }
        // The i-th least loaded of n is the better of two with probability ((n - i + 1)² - (n - i)²) / n².
        let byLoad = [2, 1, 4, 0, 3].map { counts[$0] }
        #expect(chiSquareP(byLoad, shares: [9, 7, 5, 3, 1].map { $0 / 25.0 }) > 1e-6, "\(byLoad)")
        let shown = fixture.shown()
        #expect(shown == zip([30_000, 10_000, 0, 40_000, 20_000], counts).map { $0 + $1 })
    }

    @Test("of two random nodes with equal loads takes either, so that all are asked alike")
    func powerOfTwoTies() {
        var fixture = Fixture(nodes: 6)
        let policy = PowerOfTwoRouting(view: fixture.view)
        var stream = key("two-ties").stream(0)
        var counts = Array(repeating: 0, count: 6)
        for _ in 0..<12_000 {
            fixture.pass(1_000)
            counts[Int(policy.choose(from: fixture.choice.listing, for: fixture.choice.ask(), &stream)!)] += 1
        }
        #expect(chiSquareP(counts) > 1e-6, "\(counts)")
    }

    @Test(
        "never asks an excluded node, finds the last one left, and nobody when there is none", arguments: [true, false])
    func exhausted(isLeastLoaded: Bool) {
        let fixture = Fixture(nodes: 100, loads: (0..<100).map { $0 / 7 })
        let policy = isLeastLoaded ? LeastLoadedRouting(view: fixture.view) : PowerOfTwoRouting(view: fixture.view)
        var stream = key("exhausted").stream(isLeastLoaded ? 1 : 0)
        var asked: [UInt32] = []
        for _ in 0..<110 {
            guard let node = policy.choose(from: fixture.choice.listing, for: fixture.choice.ask(), &stream) else {
                break
            }
            asked.append(node)
            fixture.choice.exclude(Int(node))
        }
        #expect(asked.count == 100 && Set(asked).count == 100)
    }
}
