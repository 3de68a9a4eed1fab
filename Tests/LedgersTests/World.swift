// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness

@testable import Ledgers
@testable import Networks

/// Streams of the tests of this room.
func stream(_ name: String, _ ordinal: Int = 0) -> Stream {
    StreamKey(seed: 12, replication: 0, purpose: .rehearsal, subject: Subject("ledgers/" + name)).stream(
        UInt64(ordinal))
}

/// Participants in so many regions, in turn.
func participants(_ count: Int, regions: Int = 1, owner: ComponentIndex, watchers: [ComponentIndex] = [])
    -> Participants
{
    Participants(
        (0..<count).map { .init(region: $0 % regions, operatorNumber: $0, owner: owner) },
        watchers: watchers)
}

/// Owns participants and takes them down and up at given instants.
final class Script: Component {
    var participants: Participants?

    func plan(down: Bool, _ participant: UInt32, at time: Nanoseconds, in simulation: inout Simulation) {
        simulation.schedule(down ? 0 : 1, at: time, in: .environment, for: index, subject: participant)
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        switch event.kind {
        case 0: participants?.takeDown(event.subject, in: &simulation)
        case 1: participants?.bringUp(event.subject, in: &simulation)
        default: break
        }
    }
}

/// Participants, a registry that watches them, and a script for their faults.
struct Fixture: ~Copyable {
    var simulation = Simulation()
    let script: Script
    let participants: Participants
    let listings: [Listing]

    /// - Parameter memberships: by participant, the numbers of the listings it belongs to.
    init(rule: Registry.Rule?, memberships: [[Int]], regions: Int = 1) {
        script = Script(index: simulation.reserve())
        let index = simulation.reserve()
        let all = LedgersTests.participants(
            memberships.count, regions: regions, owner: script.index, watchers: [index])
        participants = all
        script.participants = all
        let count = (memberships.flatMap { $0 }.max() ?? 0) + 1
        let listings = (0..<count).map { Listing(number: $0, regions: regions, participants: all) }
        self.listings = listings
        simulation.add(script)
        simulation.add(Registry(rule: rule, memberships: memberships.map { $0.map { listings[$0] } }, index: index))
    }

    mutating func plan(down: Bool, _ participant: UInt32, at time: Int64) {
        script.plan(down: down, participant, at: Nanoseconds(time), in: &simulation)
    }

    /// Lets everything happen up to the instant, itself included.
    mutating func run(through time: Int64) { _ = simulation.run(until: Nanoseconds(time + 1)) }

    /// Who is listed then.
    mutating func listed(at time: Int64, in listing: Int = 0) -> [UInt32] {
        run(through: time)
        return (0..<listings[listing].count).map { listings[listing][$0] }.sorted()
    }
}
