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

    /// Bytes of a sign of life on the wire, like any other small message (`MessageSize.envelope`). Grade: assumed.
    public static let signBytes = 1_000

    private static let delist: UInt16 = 0
    private static let list: UInt16 = 1

    private let rule: Rule?
    /// The listings each participant belongs to while listed; gateways belong to none.
    private let memberships: [[Listing]]
    /// By participant, what is known of its signs of life.
    private var lives: [Life]

    private struct Life {
        /// The latest sign of life before the participant went down; before the run everybody was up.
        var lastSign = Int64.min
        var upSince = Int64.min
        var delisting = Timer.none
        var listing = Timer.none
    }

    /// - Parameter memberships: one entry per participant.
    public init(rule: Rule?, memberships: [[Listing]], index: ComponentIndex) {
        self.rule = rule
        self.memberships = memberships
        lives = Array(repeating: Life(), count: memberships.count)
        super.init(index: index)
        for participant in memberships.indices { setListed(true, UInt32(participant)) }
    }

    override public func handle(_ event: Event, in simulation: inout Simulation) {
        let participant = event.subject
        switch event.kind {
        case Participants.wentDown: wentDown(Int(participant), &simulation)
        case Participants.cameUp: cameUp(Int(participant), &simulation)
        default: setListed(event.kind == Self.list, participant)
        }
    }

    /// The registry will notice when the last sign of life has aged out, which need not be that of the latest interval: a
    /// node that was up too short to send one stays listed for the one before.
    private func wentDown(_ participant: Int, _ simulation: inout Simulation) {
        guard let rule else { return setListed(false, UInt32(participant)) }
        simulation.cancel(lives[participant].listing)
        let latest = latestSign(of: participant, rule, simulation.now)
        if latest > lives[participant].upSince { lives[participant].lastSign = latest }
        let end = Nanoseconds(lives[participant].lastSign + rule.listedFor.count)
        simulation.cancel(lives[participant].delisting)
        guard end >= simulation.now else { return }
        lives[participant].delisting = simulation.scheduleTimer(
            Self.delist, at: end, in: .environment, for: index, subject: UInt32(participant))
    }

    /// The registry will notice at the next sign of life; until then the last one may still age out.
    private func cameUp(_ participant: Int, _ simulation: inout Simulation) {
        guard let rule else { return setListed(true, UInt32(participant)) }
        lives[participant].upSince = simulation.now.count
        let next = latestSign(of: participant, rule, simulation.now) + rule.heartbeat.count
        if next <= lives[participant].lastSign + rule.listedFor.count {
            simulation.cancel(lives[participant].delisting)
        }
        lives[participant].listing = simulation.scheduleTimer(
            Self.list, at: Nanoseconds(next), in: .environment, for: index, subject: UInt32(participant))
    }

    /// When the participant sent, or would have sent, its latest sign of life.
    private func latestSign(of participant: Int, _ rule: Rule, _ now: Nanoseconds) -> Int64 {
        let phase = phase(of: UInt32(participant), rule)
        return now.count - (now.count - phase + rule.heartbeat.count) % rule.heartbeat.count
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
