// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Networks
import Quantities
import Randomness

/// The gateways of a layout: they choose nodes, collect what comes back, apply the scheme and answer the client.
public final class Gateways: Component {
    static let submission: UInt16 = 0
    static let result: UInt16 = 1
    static let nodeRefusal: UInt16 = 2

    /// One gateway: where it is, and who it is when it can fail.
    public struct Place: Sendable {
        let region: Int
        let participant: UInt32?

        public init(region: Int, participant: Int?) {
            self.region = region
            self.participant = participant.map { UInt32($0) }
        }
    }

    /// Nodes asked in place of those that refused, per try.
    private static let substitutes = 2

    private let places: [Place]
    private let scheme: Scheme
    private let dispatch: Dispatch
    private let live: LiveRequests
    private let network: Network
    private let participants: Participants
    /// By demand.
    private let clients: [ComponentIndex]
    private let areAtClients: Bool

    public init(
        _ places: [Place], areAtClients: Bool, scheme: Scheme, dispatch: Dispatch, clients: [ComponentIndex],
        live: LiveRequests, network: Network, participants: Participants, index: ComponentIndex
    ) {
        self.places = places
        self.areAtClients = areAtClients
        self.scheme = scheme
        self.dispatch = dispatch
        self.clients = clients
        self.live = live
        self.network = network
        self.participants = participants
        super.init(index: index)
    }

    override public func handle(_ event: Event, in simulation: inout Simulation) {
        switch event.kind {
        case Self.submission: take(event.subject, gateway: Int(event.detail >> 8), &simulation)
        case Self.result: collect(event.subject, &simulation)
        case Self.nodeRefusal: replace(event.subject, &simulation)
        default: break  // A gateway keeps no state that a crash could lose: messages find it down.
        }
    }

    /// A try comes in: as many nodes as the scheme wants are asked.
    private func take(_ request: UInt32, gateway: Int, _ simulation: inout Simulation) {
        defer { live.release(request, in: &simulation) }
        guard isUp(gateway) else { return simulation.tell(.lostOnTheWay, request: request) }
        guard !live.requests[request].isSettled else { return }
        var asked = 0
        for execution in 0..<scheme.executions {
            if ask(request, gateway, isCheck: execution > 0, &simulation) { asked += 1 }
        }
        if asked == 0 { refuse(request, gateway, .noNodeKnown, &simulation) }
    }

    /// Chooses a node and sends it the request. False when nobody suitable is known.
    private func ask(_ request: UInt32, _ gateway: Int, isCheck: Bool, _ simulation: inout Simulation) -> Bool {
        let region = places[gateway].region
        guard let node = dispatch.choose(for: request, isCheck: isCheck, from: region, live) else { return false }
        let attempt = live.openAttempt(request, node: node, gateway: gateway, isCheck: isCheck)
        simulation.tell(.attemptStarted, request: request, attempt: attempt, participant: node)
        let owner = participants.entries[Int(node)].owner
        var stream = live.stream(.networkHop, request, Hop.toNode.ordinal(attempt: live.attempts[attempt].ordinal))
        let message = Network.Message(
            Pool.job, to: owner, subject: attempt,
            bytes: MessageSize.prompt(tokens: live.requests[request].inputTokens))
        if !network.send(message, from: region, to: participants.region(of: node), &stream, in: &simulation) {
            simulation.tell(.lostOnTheWay, request: request, attempt: attempt, participant: node)
            live.end(attempt, .gone, in: &simulation)
        }
        return true
    }

    private func collect(_ attempt: UInt32, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        defer { live.end(attempt, .arrived, in: &simulation) }
        guard isUp(Int(record.gateway)) else {
            return simulation.tell(.lostOnTheWay, request: record.request, attempt: attempt, participant: record.node)
        }
        simulation.tell(.arrived, request: record.request, attempt: attempt, participant: record.node)
        live.attempts[attempt].state = .arrived
        if case .deliver(let chosen) = scheme.arrived(attempt, live, in: &simulation) {
            let bytes = MessageSize.answer(tokens: live.requests[record.request].outputTokens) + scheme.answerBytes
            reply(Clients.answer, record.request, Int(record.gateway), detail: chosen, bytes: bytes, &simulation)
        }
    }

    /// A node refused: another one is asked, or, when the whole try has come to nothing, the client hears of it.
    private func replace(_ attempt: UInt32, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        defer { live.end(attempt, .refused, in: &simulation) }
        live.attempts[attempt].state = .refused
        let (request, gateway) = (record.request, Int(record.gateway))
        guard isUp(gateway), !live.requests[request].isSettled else { return }
        guard live.requests[request].tries == record.tryNumber else { return }
        let tally = tally(of: request, try: record.tryNumber)
        if tally.made < scheme.executions + Self.substitutes,
            ask(request, gateway, isCheck: record.isCheck, &simulation)
        {
            return
        }
        if tally.refused == tally.made { refuse(request, gateway, .queueFull, &simulation) }
    }

    private func tally(of request: UInt32, try number: UInt8) -> (made: Int, refused: Int) {
        var (made, refused) = (0, 0)
        var attempt = live.requests[request].newestAttempt
        while attempt != Request.nothing, live.attempts[attempt].tryNumber == number {
            made += 1
            if live.attempts[attempt].state == .refused { refused += 1 }
            attempt = live.attempts[attempt].previous
        }
        return (made, refused)
    }

    private func refuse(
        _ request: UInt32, _ gateway: Int, _ reason: RefusalReason, _ simulation: inout Simulation
    ) {
        let detail = UInt32(live.requests[request].tries) << 8 | UInt32(reason.rawValue)
        reply(Clients.refusal, request, gateway, detail: detail, bytes: MessageSize.envelope, &simulation)
    }

    /// Sends the client something about its request, which the message holds.
    private func reply(
        _ kind: UInt16, _ request: UInt32, _ gateway: Int, detail: UInt32, bytes: Int, _ simulation: inout Simulation
    ) {
        let record = live.requests[request]
        let client = clients[Int(record.demand)]
        let preparation = kind == Clients.answer ? scheme.clientTime : .zero
        live.hold(request)
        if areAtClients {
            return simulation.schedule(
                kind, at: simulation.now + preparation, in: .delivery, for: client, subject: request, detail: detail)
        }
        var stream = live.stream(.networkHop, request, Hop.toClient.ordinal(attempt: record.tries))
        let message = Network.Message(kind, to: client, subject: request, detail: detail, bytes: bytes)
        let (from, to) = (places[gateway].region, Int(record.region))
        if !network.send(message, from: from, to: to, after: preparation, &stream, in: &simulation) {
            simulation.tell(.lostOnTheWay, request: request)
            live.release(request, in: &simulation)
        }
    }

    private func isUp(_ gateway: Int) -> Bool { places[gateway].participant.map(participants.isUp) ?? true }
}
