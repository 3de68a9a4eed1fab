// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Networks
import Quantities

/// The shared list of nodes that gateways choose from.
///
/// Nodes send a sign of life at a fixed interval and stay listed for a time after the last one, so a crashed node remains
/// listed for a while (OpenGradient: interval 900 s, listed for 1,800 s; code, og-evm `TEERegistry.sol`) and a repaired one
/// comes back with its next sign of life. Signs of life are not simulated one by one: only the moments that change the
/// list are events. Without a rule the registry knows everything at once.
public final class Registry: Component {
    /// How the absence of a node is noticed.
    public struct Rule: Sendable {
        /// Between two signs of life, above zero.
        public let heartbeat: Nanoseconds
        /// How long one keeps a node listed, at least `heartbeat`.
        public let listedFor: Nanoseconds

        public init(heartbeat: Nanoseconds, listedFor: Nanoseconds) {
            require(heartbeat > .zero, "registry: expected a heartbeat above zero, found \(heartbeat)")
            require(listedFor >= heartbeat, "registry: expected listing for at least \(heartbeat), found \(listedFor)")
            self.heartbeat = heartbeat
            self.listedFor = listedFor
        }
    }

    private static let delist: UInt16 = 0
    private static let list: UInt16 = 1

    private let rule: Rule?
    /// The listings each participant belongs to while listed; gateways belong to none.
    private let memberships: [[Listing]]
    /// The pending change of each participant.
    private var changes: [Timer]

    /// - Parameter memberships: one entry per participant.
    public init(rule: Rule?, memberships: [[Listing]], index: ComponentIndex) {
        self.rule = rule
        self.memberships = memberships
        changes = Array(repeating: .none, count: memberships.count)
        super.init(index: index)
        for participant in memberships.indices { setListed(true, UInt32(participant)) }
    }

    override public func handle(_ event: Event, in simulation: inout Simulation) {
        let participant = event.subject
        switch event.kind {
        case Participants.wentDown: schedule(Self.delist, participant, &simulation)
        case Participants.cameUp: schedule(Self.list, participant, &simulation)
        default: setListed(event.kind == Self.list, participant)
        }
    }

    /// When the registry will notice: at once, or when the last sign of life has aged out, or at the next one.
    private func schedule(_ change: UInt16, _ participant: UInt32, _ simulation: inout Simulation) {
        simulation.cancel(changes[Int(participant)])
        guard let rule else { return setListed(change == Self.list, participant) }
        let phase = phase(of: participant, rule)
        let sinceLast = (simulation.now.count - phase + rule.heartbeat.count) % rule.heartbeat.count
        let wait = change == Self.list ? rule.heartbeat.count - sinceLast : rule.listedFor.count - sinceLast
        changes[Int(participant)] = simulation.scheduleTimer(
            change, at: simulation.now + Nanoseconds(wait), in: .environment, for: index, subject: participant)
    }

    /// Signs of life are spread evenly over the interval (golden-ratio steps), not sent in chorus.
    private func phase(of participant: UInt32, _ rule: Rule) -> Int64 {
        let turn = UInt64(participant) &* 0x9E37_79B9_7F4A_7C15
        return Int64(turn.multipliedFullWidth(by: UInt64(rule.heartbeat.count)).high)
    }

    private func setListed(_ listed: Bool, _ participant: UInt32) {
        for listing in memberships[Int(participant)] {
            if listed { listing.insert(participant) } else { listing.remove(participant) }
        }
    }
}
