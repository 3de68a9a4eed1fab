// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Testing

@testable import Networks

@Suite("The outage of a region")
struct RegionOutageTests {
    /// Six participants in three regions, an outage of region 1 from 100 to 150 ns, and whatever else the script says.
    private struct Fixture: ~Copyable {
        var simulation = Simulation()
        let owner: Recorder
        let participants: Participants
        let script: Script

        init() {
            owner = Recorder(index: simulation.reserve())
            participants = Participants(
                (0..<6).map { [owner] in
                    .init(region: $0 % 3, operatorNumber: $0 / 3, owner: owner.index)
                }, watchers: [])
            owner.participants = participants
            script = Script(participants, index: simulation.reserve())
            let outage = RegionOutage(
                region: 1, start: Nanoseconds(100), length: Nanoseconds(50), participants: participants,
                index: simulation.reserve())
            simulation.add(owner)
            simulation.add(script)
            simulation.add(outage)
            outage.start(in: &simulation)
        }

        /// Who is down once everything at the instant has happened.
        mutating func down(at time: Int64) -> [UInt32] {
            _ = simulation.run(until: Nanoseconds(time + 1))
            return (0..<6).filter { !participants.isUp($0) }
        }
    }

    @Test("takes everybody there down, of every operator and nobody else, exactly from beginning to end")
    func window() {
        var fixture = Fixture()
        for (time, expected) in [(0, []), (99, []), (100, [1, 4]), (149, [1, 4]), (150, []), (1_000, [])] {
            let down = fixture.down(at: Int64(time))
            #expect(down == expected.map { UInt32($0) }, "at \(time) ns")
        }
        #expect(fixture.owner.entries.map(\.time.count) == [100, 100, 150, 150])
    }

    @Test("is seen by a message that arrives in its first instant, and is over for one that arrives in its last")
    func instants() {
        var fixture = Fixture()
        for time in [Int64(99), 100, 149, 150] {
            fixture.simulation.schedule(
                7, at: Nanoseconds(time), in: .delivery, for: fixture.owner.index, subject: 4)
        }
        _ = fixture.down(at: 200)
        #expect(fixture.owner.entries.filter { $0.kind == 7 }.map(\.isUp) == [true, false, false, true])
    }

    @Test("ends for a node that also crashed only when it is repaired")
    func overlap() {
        var fixture = Fixture()
        fixture.script.plan(down: true, 1, at: Nanoseconds(120), in: &fixture.simulation)
        fixture.script.plan(down: true, 4, at: Nanoseconds(90), in: &fixture.simulation)
        fixture.script.plan(down: false, 4, at: Nanoseconds(130), in: &fixture.simulation)
        fixture.script.plan(down: false, 1, at: Nanoseconds(180), in: &fixture.simulation)
        for (time, expected) in [(95, [4]), (125, [1, 4]), (140, [1, 4]), (150, [1]), (179, [1]), (180, [])] {
            let down = fixture.down(at: Int64(time))
            #expect(down == expected.map { UInt32($0) }, "at \(time) ns")
        }
    }
}
