// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Quantities
import Randomness
import Testing

@testable import Networks

@Suite("A network")
struct NetworkTests {
    private static let map = LatencyMap(
        regions: ["a", "b"],
        delays: [[0.002, 0.08], [0.1, 0.004]].map { row in row.map { .init(p50: $0, p90: 1.5 * $0) } })

    private final class Log: Observer {
        private(set) var milestones: [Milestone] = []
        override func note(_ milestone: Milestone) { milestones.append(milestone) }
    }

    /// A network of so much loss with a receiver, and what sending so many messages of a kilobyte gave.
    private struct Traffic {
        let receiver: Recorder
        let sent: [Bool]
        let log = Log()
        let state: (UInt64, UInt64, UInt64, UInt64)

        init(loss: Double, messages: Int, from origin: Int = 0, to destination: Int = 1) {
            var simulation = Simulation(observer: log)
            let receiver = Recorder(index: simulation.reserve())
            simulation.add(receiver)
            let network = Network(map: NetworkTests.map, loss: loss, bandwidth: 1e6)
            var stream = key("network").stream(1)
            sent = (0..<messages).map { number in
                network.send(
                    .init(7, to: receiver.index, subject: UInt32(number), detail: 9, bytes: 1_000), from: origin,
                    to: destination, after: Nanoseconds(5), &stream, in: &simulation)
            }
            _ = simulation.run(until: .never)
            self.receiver = receiver
            state = stream.state
        }
    }

    @Test("delivers a message after preparation, delay and transfer, with what it says")
    func delivery() {
        let traffic = Traffic(loss: 0, messages: 20)
        var stream = key("network").stream(1)
        let expected = (0..<20).map { number in
            let travel = Self.map.delay(from: 0, to: 1, &stream)
            _ = stream.next()
            // A kilobyte at a megabyte per second takes a millisecond.
            return Recorder.Entry(
                time: Nanoseconds(5) + travel + Nanoseconds(1_000_000), kind: 7, subject: UInt32(number), detail: 9)
        }
        #expect(traffic.receiver.entries == expected.sorted { $0.time < $1.time })
        #expect(traffic.sent.allSatisfy { $0 })
    }

    @Test(
        "loses the declared share of messages, tells the sender which, and delivers the others", arguments: [0.03, 0.4])
    func loss(share: Double) {
        let count = 20_000
        let traffic = Traffic(loss: share, messages: count)
        let lost = traffic.sent.count { !$0 }
        let deviation = (share * (1 - share) / Double(count)).squareRoot()
        #expect((Double(lost) / Double(count) - share).magnitude < 5 * deviation)
        let delivered = Set(traffic.receiver.entries.map(\.subject))
        #expect(delivered == Set(traffic.sent.indices.filter { traffic.sent[$0] }.map { UInt32($0) }))
    }

    @Test("loses nothing at a loss of 0 and everything at 1")
    func extremes() {
        #expect(Traffic(loss: 0, messages: 1_000).sent.allSatisfy { $0 })
        let all = Traffic(loss: 1, messages: 1_000)
        #expect(all.sent.allSatisfy { !$0 } && all.receiver.entries.isEmpty)
    }

    @Test("consumes two words per message, lost or not, so that loss shifts nobody's draws")
    func words() {
        var stream = key("network").stream(1)
        for _ in 0..<200 { _ = stream.next() }
        for loss in [0, 0.5, 1] { #expect(Traffic(loss: loss, messages: 100).state == stream.state) }
    }

    @Test("tells the bytes of every message, lost ones too, within a region and away from it apart")
    func bytes() {
        for (destination, kind) in [(0, MilestoneKind.sent), (1, .sentAway)] {
            let traffic = Traffic(loss: 0.5, messages: 50, to: destination)
            #expect(traffic.log.milestones.count == 50)
            #expect(traffic.log.milestones.allSatisfy { $0.kind == kind.rawValue && $0.value == 1_000 })
        }
    }

    @Test("delivers to whoever keeps the participant, who finds it down from the very instant of its crash")
    func down() {
        let map = LatencyMap(regions: ["a"], delays: [[.init(p50: 0.2, p90: 0.2)]])
        let network = Network(map: map, loss: 0, bandwidth: 1e9)
        var stream = key("down").stream(0)
        let travel = map.delay(from: 0, to: 0, &stream)
        let states = [Nanoseconds(-1), .zero, Nanoseconds(1)].map { late in
            var simulation = Simulation()
            let receiver = Recorder(index: simulation.reserve())
            let participants = Participants(
                [.init(region: 0, operatorNumber: 0, owner: receiver.index)], watchers: [])
            receiver.participants = participants
            let script = Script(participants, index: simulation.reserve())
            simulation.add(receiver)
            simulation.add(script)
            let message = Network.Message(7, to: receiver.index, subject: 0, bytes: 0)
            _ = network.send(message, from: 0, to: 0, &stream, in: &simulation)
            script.plan(down: true, 0, at: travel + late, in: &simulation)
            _ = simulation.run(until: .never)
            return receiver.entries.first { $0.kind == 7 }?.isUp
        }
        #expect(states == [false, false, true])
    }
}
