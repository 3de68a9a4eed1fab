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

    override public var hasForesight: Bool { true }

    override public func foresee(_ event: Event, _ glance: Glance, in simulation: borrowing Simulation) {
        switch (event.kind, glance) {
        case (Self.submission, .first): live.requests.fetch(event.subject)
        case (Self.submission, .second): dispatch.foresee(event.subject, live)
        case (Self.result, .first):
            live.attempts.fetch(event.subject)
            live.requests.fetch(event.detail)
        case (Self.result, .second):
            // Most results are answers, with which the client stops waiting.
            simulation.fetch(live.requests[event.detail].giveUp)
            simulation.fetch(live.requests[event.detail].tryTimeout)
        default: break
        }
    }

    /// A try comes in: as many nodes as the scheme wants are chosen, and asked when they suffice for an answer.
    private func take(_ request: UInt32, gateway: Int, _ simulation: inout Simulation) {
        defer { live.release(request, in: &simulation) }
        guard isUp(gateway) else { return simulation.tell(.lostOnTheWay, request: request) }
        guard !live.requests[request].isSettled else { return }
        let before = live.requests[request].newestAttempt
        for execution in 0..<scheme.executions { choose(request, gateway, isCheck: execution > 0) }
        let tally = TryTally(of: request, try: live.requests[request].tries, live)
        if scheme.canAnswer(first: tally.first, all: tally.all) {
            askChosen(live.requests[request].newestAttempt, after: before, &simulation)
        } else {
            while live.requests[request].newestAttempt != before { live.withdrawNewest(request, in: &simulation) }
            refuse(request, gateway, .noNodeKnown, &simulation)
        }
    }

    /// Opens an attempt with a node that suits. False when none is known.
    @discardableResult private func choose(_ request: UInt32, _ gateway: Int, isCheck: Bool) -> Bool {
        let region = places[gateway].region
        guard let node = dispatch.choose(for: request, isCheck: isCheck, from: region, live) else { return false }
        _ = live.openAttempt(request, node: node, gateway: gateway, isCheck: isCheck)
        return true
    }

    /// Asks the nodes chosen after the attempt `before`, in the order chosen.
    private func askChosen(_ attempt: UInt32, after before: UInt32, _ simulation: inout Simulation) {
        guard attempt != before else { return }
        askChosen(live.attempts[attempt].previous, after: before, &simulation)
        ask(attempt, &simulation)
    }

    /// Sends the request to the node chosen for an attempt.
    private func ask(_ attempt: UInt32, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        let (request, node) = (record.request, record.node)
        simulation.tell(.attemptStarted, request: request, attempt: attempt, participant: node)
        var stream = live.stream(.networkHop, request, Hop.toNode.ordinal(attempt: record.ordinal))
        let message = Network.Message(
            Pool.job, to: participants.entries[Int(node)].owner, subject: attempt,
            bytes: MessageSize.prompt(tokens: live.requests[request].inputTokens))
        let (from, to) = (places[Int(record.gateway)].region, participants.region(of: node))
        if !network.send(message, from: from, to: to, &stream, in: &simulation) {
            simulation.tell(.lostOnTheWay, request: request, attempt: attempt, participant: node)
            live.end(attempt, .gone, in: &simulation)
        }
    }

    private func collect(_ attempt: UInt32, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        defer { live.end(attempt, .arrived, in: &simulation) }
        guard isUp(Int(record.gateway)) else {
            return simulation.tell(.lostOnTheWay, request: record.request, attempt: attempt, participant: record.node)
        }
        simulation.tell(.arrived, request: record.request, attempt: attempt, participant: record.node)
        live.attempts[attempt].state = .arrived
        follow(scheme.arrived(attempt, live, in: &simulation), of: attempt, &simulation)
    }

    /// A node refused: another one is asked for the same work; when none is and the try cannot be answered any more, the
    /// client hears of it, once.
    private func replace(_ attempt: UInt32, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        defer { live.end(attempt, .refused, in: &simulation) }
        let (request, gateway) = (record.request, Int(record.gateway))
        let before = TryTally(of: request, try: record.tryNumber, live)
        live.attempts[attempt].state = .refused
        guard isUp(gateway), !live.requests[request].isSettled else { return }
        guard live.requests[request].tries == record.tryNumber else { return }
        guard scheme.canAnswer(first: before.first, all: before.all) else { return }
        // Checks have substitutes of their own, or they would leave the first execution without.
        let wanted = record.isCheck ? scheme.executions - 1 : 1
        if before.asked(isCheck: record.isCheck) < wanted + Self.substitutes,
            choose(request, gateway, isCheck: record.isCheck)
        {
            return ask(live.requests[request].newestAttempt, &simulation)
        }
        let after = TryTally(of: request, try: record.tryNumber, live)
        guard scheme.canAnswer(first: after.first, all: after.all) else {
            return refuse(request, gateway, .queueFull, &simulation)
        }
        follow(scheme.dropped(attempt, live, in: &simulation), of: attempt, &simulation)
    }

    /// Does what the scheme wants after something happened to an attempt.
    private func follow(_ ruling: Scheme.Ruling, of attempt: UInt32, _ simulation: inout Simulation) {
        guard case .deliver(let chosen) = ruling else { return }
        let record = live.attempts[attempt]
        let bytes = MessageSize.answer(tokens: live.requests[record.request].outputTokens) + scheme.answerBytes
        reply(Clients.answer, record.request, Int(record.gateway), detail: chosen, bytes: bytes, &simulation)
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
        var stream = live.stream(.networkHop, request, Hop.toClient.ordinal(attempt: UInt16(record.tries)))
        let message = Network.Message(kind, to: client, subject: request, detail: detail, bytes: bytes)
        let (from, to) = (places[gateway].region, Int(record.region))
        if !network.send(message, from: from, to: to, after: preparation, &stream, in: &simulation) {
            simulation.tell(.lostOnTheWay, request: request)
            live.release(request, in: &simulation)
        }
    }

    private func isUp(_ gateway: Int) -> Bool { places[gateway].participant.map(participants.isUp) ?? true }
}
