// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Models
import Quantities
import Randomness
import Testing

@testable import Networks
@testable import Nodes

@Suite("A node of a pool")
struct PoolTests {
    @Test("serves as many as it can at once, keeps as many waiting as it may, and refuses the rest at once")
    func capacity() {
        let town = Town(Town.profile(concurrency: 2, queue: 3))
        let attempts = town.jobs(8, at: 10)
        town.run(until: 10.5)
        let load = town.board.loads[0]
        town.run()
        #expect(attempts.map(town.result) == [11, 11, 12, 12, 13, nil, nil, nil])
        #expect(attempts.map(town.refusal) == [nil, nil, nil, nil, nil, 10, 10, 10])
        #expect(load == 5 && town.board.loads[0] == 0)
        #expect(
            attempts.prefix(5).allSatisfy {
                town.live.attempts[$0].answer == .random(seed: UInt64(town.live.attempts[$0].request) << 1)
            })
    }

    @Test("serves first come, first served, also when some come while others leave")
    func order() {
        let echo = Echo()
        let town = Town(Town.profile(queue: 4), conducts: [echo])
        var attempts = town.jobs(3, at: 0)
        attempts += [0.5, 1.5, 1.7, 2.2].map { town.job(at: $0) }
        town.run()
        #expect(echo.served == attempts)
        #expect(attempts.map(town.result) == [1, 2, 3, 4, 5, 6, 7])
    }

    @Test("gives a place that becomes free at an instant to who waits, before who arrives at that instant")
    func instants() {
        let town = Town(Town.profile(queue: 1))
        let (first, waiting, arriving) = (town.job(at: 0), town.job(at: 0.5), town.job(at: 1))
        let refused = town.job(at: 1)
        town.run()
        #expect([first, waiting, arriving].map(town.result) == [1, 2, 3])
        #expect(town.refusal(refused) == 1)
    }

    @Test("works alone: its neighbours have places, queues and loads of their own")
    func neighbours() {
        let town = Town(Town.profile(queue: 0), nodes: 3, first: 2)
        let attempts = [2, 2, 3, 4].map { town.job(at: 0, node: $0) }
        town.run(until: 0.5)
        let loads = (0..<5).map { town.board.loads[$0] }
        town.run()
        #expect(attempts.map(town.result) == [1, nil, 1, 1] && town.refusal(attempts[1]) == 0)
        #expect(loads == [0, 0, 1, 1, 1])
    }

    @Test("takes the law's time for the model at the conduct's pace, and the extra time whatever the pace")
    func times() {
        let town = Town(
            Town.profile(extraTime: 0.25), nodes: 2, conducts: [Echo(), Echo(pace: 0.5)], conductOf: { $0 })
        let attempts = [(0, 0), (1, 0), (0, 1)].map { town.job(at: $0.1 == 1 ? 5 : 0, node: $0.0, model: $0.1) }
        town.run()
        #expect(attempts.map(town.result) == [1.25, 0.75, 7.25])
        // Four further tokens at 150 ms, or half of that.
        #expect(attempts.map { town.live.attempts[$0].streaming.seconds } == [0.6, 0.3, 0])
        #expect(town.log.all(.worked).map(\.value) == [1_250_000_000, 750_000_000, 2_250_000_000])
        #expect(town.log.all(.worked).map(\.participant) == [0, 1, 0])
    }

    @Test("keeps what its conduct withholds: the place is taken for the time of service, and nothing is sent")
    func withheld() {
        let town = Town(Town.profile(), conducts: [Echo(isWithheld: true)])
        let attempts = town.jobs(2, at: 0)
        town.run(until: 1.5)
        let load = town.board.loads[0]
        town.run()
        #expect(load == 1 && town.gateway.entries.isEmpty)
        #expect(town.log.all(.withheld).map(\.attempt) == attempts)
        #expect(attempts.allSatisfy { town.live.attempts[$0].state == .gone })
        #expect(town.noticeboard.latest(of: 0, besides: .max) == nil)
    }

    @Test("varies its service by a factor of mean 1 that belongs to the attempt, whichever node serves it")
    func noise() {
        func busy(nodes: Int, first: Int) -> [Double] {
            let town = Town(Town.profile(concurrency: 1_000, noise: 0.5), nodes: nodes, first: first)
            for number in 0..<9_000 { _ = town.job(at: Double(number), node: first + number % nodes) }
            town.run()
            return town.log.all(.worked).map { Double($0.value) / 1e9 }
        }
        let alone = busy(nodes: 1, first: 0)
        #expect(busy(nodes: 7, first: 3) == alone && Set(alone).count == 9_000)
        let mean = alone.reduce(0, +) / 9_000
        let median = alone.sorted()[4_500]
        // Standard deviation exp(sigma²)-1 of the factor: 0.533; five standard errors. The median is exp(-sigma²/2).
        #expect((mean - 1).magnitude < 0.028 && (median - 0.8825).magnitude < 0.03, "\(mean), \(median)")
    }

    @Test("posts its answers for all to see: the latest, or the latest to another request")
    func noticeboard() {
        let town = Town(Town.profile())
        let attempts = town.jobs(3, at: 0)
        let again = town.job(at: 0.5, request: town.live.attempts[attempts[2]].request)
        let names = attempts.map { town.live.requests[town.live.attempts[$0].request].name }
        func seen(_ seconds: Double, besides name: UInt64 = .max) -> Answer? {
            town.run(until: seconds)
            return town.noticeboard.latest(of: 0, besides: name)
        }
        #expect(Set(names).count == 3)
        #expect(seen(0.9) == nil && seen(1.1, besides: names[0]) == nil)
        #expect(seen(1.2) == town.live.attempts[attempts[0]].answer)
        #expect(seen(2.1) == town.live.attempts[attempts[1]].answer)
        // The third request is served twice; neither time hides the second from who must not copy it.
        #expect(seen(4.1) == town.live.attempts[again].answer)
        #expect(seen(4.1, besides: names[2]) == town.live.attempts[attempts[1]].answer)
        #expect(town.noticeboard.latest(of: 1, besides: .max) == nil)
    }
}

@Suite("A node of a pool that crashes or starts cold")
struct PoolFaultTests {
    @Test("loses what it serves and what waits, sends none of it, and tells nobody in the network")
    func crash() {
        let town = Town(Town.profile(concurrency: 2), nodes: 2)
        let attempts = town.jobs(4, at: 0)
        let other = town.job(at: 0, node: 1)
        town.fault(down: 0.5)
        town.run(until: 0.6)
        let load = town.board.loads[0]
        town.run()
        #expect(load == 0 && town.gateway.entries.count == 1 && town.result(other) == 1)
        #expect(Set(town.log.all(.lostOnTheWay).map(\.attempt)) == Set(attempts))
        #expect(town.log.all(.lostOnTheWay).allSatisfy { $0.time.seconds == 0.5 }, "all is lost at once")
        #expect(town.log.all(.stopped).map(\.time.seconds) == [0.5, 0.5], "two were in service")
        #expect(Set(town.log.all(.stopped).map(\.attempt)) == Set(attempts[..<2]))
        #expect(attempts.allSatisfy { town.live.attempts[$0].state == .gone })
    }

    @Test("loses what reaches it while it is down, from that very instant to just before its repair")
    func down() {
        let town = Town(Town.profile(concurrency: 9))
        town.fault(down: 1, up: 2)
        let attempts = [0, 1, 1.5, 2, 2.5].map { town.job(at: $0) }
        town.run()
        // What it completes at the instant of the crash is lost with it.
        #expect(attempts.map(town.result) == [nil, nil, nil, 3, 3.5])
        #expect(town.log.all(.lostOnTheWay).map(\.attempt) == [0, 1, 2].map { attempts[$0] })
    }

    @Test("stops exactly what is in service when it crashes, whatever came and went before")
    func inService() {
        let town = Town(Town.profile(concurrency: 3, queue: 100))
        // A second each, so that at 2.25 those begun at 1.5, 1.75 and 2 are in service.
        let attempts = [0, 0.25, 0.5, 1.5, 1.75, 2].map { town.job(at: $0) }
        town.fault(down: 2.25)
        town.run()
        #expect(Set(town.log.all(.stopped).map(\.attempt)) == Set(attempts[3...]))
        #expect(attempts.map(town.result) == [1, 1.25, 1.5, nil, nil, nil])
    }

    @Test("admits each request in the smallest batch bucket that holds it, and keeps it there")
    func buckets() {
        let town = Town(Town.profile(concurrency: 40, moreBuckets: 4))
        // Twenty at once, then one in the company of none, then one beside another.
        let attempts = town.jobs(20, at: 0) + [town.job(at: 3), town.job(at: 3.5)]
        town.run()
        let expected = [0, 1] + [2, 2] + [Int](repeating: 3, count: 4) + [Int](repeating: 4, count: 12) + [0, 1]
        #expect(attempts.map { Int(town.live.attempts[$0].arithmetic) } == expected)
        let small = Town(Town.profile(concurrency: 40, moreBuckets: 2))
        let capped = small.jobs(5, at: 0)
        small.run()
        #expect(capped.map { Int(small.live.attempts[$0].arithmetic) } == [0, 1, 2, 2, 2])
        let invariant = Town(Town.profile(concurrency: 40))
        let alike = invariant.jobs(5, at: 0)
        invariant.run()
        #expect(alike.allSatisfy { invariant.live.attempts[$0].arithmetic == 0 })
    }

    @Test("takes as many requests as a scenario may ask for, and serves for as long as it may say")
    func extremes() {
        let town = Town(Town.profile(concurrency: 100_000, queue: 100_000))
        let attempts = town.jobs(200_001, at: 0)
        town.run(until: 0.2)
        #expect(town.board.loads[0] == 200_000)
        #expect(town.log.all(.worked).count == 100_000)
        #expect(attempts.filter { town.live.attempts[$0].state == .open }.count == 200_001)
        let slow = ServiceLaw(fixed: 86_400, prefill: 86_400, decode: 86_400)
        #expect(slow.total(inputTokens: 1_000_000_000, outputTokens: 1_000_000_000) == .farthest)
    }

    @Test("starts empty after a repair, and work lost in the crash frees no place when it would have ended")
    func repair() {
        let town = Town(Town.profile(queue: 5))
        let lost = town.jobs(2, at: 0)
        town.fault(down: 0.5, up: 0.6)
        let later = [0.7, 0.8, 0.9].map { town.job(at: $0) }
        town.run()
        #expect(lost.map(town.result) == [nil, nil])
        #expect(later.map(town.result) == [1.7, 2.7, 3.7])
        #expect(town.board.loads[0] == 0)
    }

    @Test("downloads a model before it serves the first request, and again after a crash", arguments: [1.0, 4.0])
    func cold(crash: Double) {
        // A second to the first byte and 60 bytes at 20 per second.
        let hub = PoolProfile.Hub(region: 0, delays: [Nanoseconds(seconds: 1)], bandwidth: 20)
        let town = Town(Town.profile(concurrency: 4, hub: hub))
        let attempts = [0, 2, 20].map { town.job(at: $0) }
        town.fault(down: 30 + crash, up: 36)
        let after = town.job(at: 40)
        town.run()
        #expect(attempts.map(town.result) == [5, 5, 21])
        #expect(town.result(after) == 45)
        #expect(town.log.all(.worked).map(\.value) == Array(repeating: 1_000_000_000, count: 4), "waiting is not work")
    }

    @Test("puts out one model for another when both do not fit")
    func eviction() {
        let hub = PoolProfile.Hub(region: 0, delays: [Nanoseconds(seconds: 1)], bandwidth: 20)
        let town = Town(Town.profile(concurrency: 4, hub: hub))
        defer { #expect(town.log.all(.sent).count { $0.value == 60 } == 3, "every download is traffic") }
        let attempts = [(0, 0), (10, 1), (20, 1), (30, 0)].map { town.job(at: Double($0.0), model: $0.1) }
        town.run()
        #expect(attempts.map(town.result) == [5, 16, 22, 35])
    }
}
