// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Testing

@testable import Networks

@Suite("Participants")
struct ParticipantsTests {
    /// Two owners and two watchers of four participants, and a script for their faults.
    private struct Fixture: ~Copyable {
        var simulation = Simulation()
        let owners: [Recorder]
        let watchers: [Recorder]
        let participants: Participants
        let script: Script

        init() {
            var recorders: [Recorder] = []
            for _ in 0..<4 { recorders.append(Recorder(index: simulation.reserve())) }
            owners = Array(recorders[..<2])
            watchers = Array(recorders[2...])
            participants = Participants(
                (0..<4).map { [recorders] in
                    .init(region: $0 % 3, operatorNumber: 70 + $0, owner: recorders[$0 / 2].index)
                }, watchers: recorders[2...].map(\.index))
            script = Script(participants, index: simulation.reserve())
            (recorders as [Component] + [script]).forEach { simulation.add($0) }
            recorders.forEach { $0.participants = participants }
        }

        mutating func plan(_ changes: [(at: Int64, down: Bool, participant: UInt32)]) {
            for change in changes {
                script.plan(down: change.down, change.participant, at: Nanoseconds(change.at), in: &simulation)
            }
        }

        mutating func run(until time: Int64 = .max) { _ = simulation.run(until: Nanoseconds(time)) }
    }

    @Test("keep what was declared, and are all up in the beginning")
    func declared() {
        let fixture = Fixture()
        let all = fixture.participants
        #expect(all.count == 4)
        #expect((0..<4).map { all.region(of: $0) } == [0, 1, 2, 0])
        #expect((0..<4).map { all.operatorNumber(of: $0) } == [70, 71, 72, 73])
        #expect((0..<4).allSatisfy { all.isUp($0) })
    }

    @Test("that go down and come up are told to their owner and to every watcher, at that instant and once")
    func told() {
        var fixture = Fixture()
        fixture.plan([(10, true, 2), (30, false, 2)])
        fixture.run()
        let expected: [Recorder.Entry] = [
            .init(time: Nanoseconds(10), kind: Participants.wentDown, subject: 2, isUp: false),
            .init(time: Nanoseconds(30), kind: Participants.cameUp, subject: 2),
        ]
        #expect(fixture.owners[0].entries.isEmpty)
        #expect(fixture.owners[1].entries == expected)
        #expect(fixture.watchers.allSatisfy { $0.entries == expected })
    }

    @Test("stay down until the last of several reasons is gone, and nobody hears of those between")
    func reasons() {
        var fixture = Fixture()
        fixture.plan([(10, true, 0), (20, true, 0), (25, true, 1), (30, false, 0), (40, false, 0)])
        var states: [Bool] = []
        for time in [Int64(10), 11, 21, 31, 41] {
            fixture.run(until: time)
            states.append(fixture.participants.isUp(0))
        }
        #expect(states == [true, false, false, false, true])
        #expect(fixture.owners[0].entries.filter { $0.subject == 0 }.map(\.time.count) == [10, 40])
        #expect(!fixture.participants.isUp(1) && fixture.participants.isUp(2))
    }

    @Test("that are up cannot come up")
    func alreadyUp() async {
        await #expect(processExitsWith: .failure) {
            var fixture = Fixture()
            fixture.plan([(1, true, 0), (2, false, 0), (3, false, 0)])
            fixture.run()
        }
    }
}
