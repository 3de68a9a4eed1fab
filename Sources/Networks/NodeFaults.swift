// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness

/// Crash and repair, or leaving and coming back, of single participants: up for a drawn time, down for a drawn time.
///
/// Draws are keyed by region and hardware, node and cycle, so that layouts with alike nodes meet the same faults. Everyone
/// is up at time zero.
public final class NodeFaults: Component {
    /// The participants of one kind, with their laws.
    public struct Family: Sendable {
        public let up: Law
        public let down: Law
        public let key: StreamKey

        public init(up: Law, down: Law, key: StreamKey) {
            self.up = up
            self.down = down
            self.key = key
        }
    }

    /// A participant that can fail.
    public struct Member: Sendable {
        public let participant: UInt32
        public let family: UInt32
        /// The how manieth of its family.
        public let ordinal: UInt32

        public init(participant: Int, family: Int, ordinal: Int) {
            self.participant = UInt32(participant)
            self.family = UInt32(family)
            self.ordinal = UInt32(ordinal)
        }
    }

    private static let crash: UInt16 = 0
    private static let repair: UInt16 = 1

    private let participants: Participants
    private let families: [Family]
    private let members: [Member]

    public init(_ families: [Family], members: [Member], participants: Participants, index: ComponentIndex) {
        self.families = families
        self.members = members
        self.participants = participants
        super.init(index: index)
    }

    /// Schedules everybody's first crash.
    public func start(in simulation: inout Simulation) {
        for member in members.indices { schedule(Self.crash, member, cycle: 0, &simulation) }
    }

    override public func handle(_ event: Event, in simulation: inout Simulation) {
        let member = Int(event.subject)
        if event.kind == Self.crash {
            participants.takeDown(members[member].participant, in: &simulation)
            schedule(Self.repair, member, cycle: event.detail, &simulation)
        } else {
            participants.bringUp(members[member].participant, in: &simulation)
            schedule(Self.crash, member, cycle: event.detail + 1, &simulation)
        }
    }

    /// One stream per cycle gives first the time up, then the time down.
    private func schedule(_ kind: UInt16, _ member: Int, cycle: UInt32, _ simulation: inout Simulation) {
        let family = families[Int(members[member].family)]
        var stream = family.key.stream(UInt64(members[member].ordinal), UInt64(cycle))
        let up = family.up.drawTime(&stream)
        let wait = kind == Self.crash ? up : family.down.drawTime(&stream)
        simulation.schedule(
            kind, at: simulation.now + wait, in: .environment, for: index, subject: UInt32(member), detail: cycle)
    }
}
