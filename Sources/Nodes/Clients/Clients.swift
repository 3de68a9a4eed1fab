// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Networks
import Quantities
import Randomness

/// The users of one demand: they ask, wait, try again and give up.
///
/// A request is one intent. A try that fails (refused, or silent for too long) is followed by another through the next
/// gateway until the tries are used up; whatever the client sees first, an answer to any of its tries, a refusal of the
/// last one or its own deadline, is the outcome.
public final class Clients: Component {
    static let arrival: UInt16 = 0
    static let answer: UInt16 = 1
    static let refusal: UInt16 = 2
    private static let giveUp: UInt16 = 3
    private static let tryTimeout: UInt16 = 4
    private static let tryAgain: UInt16 = 5

    private let profile: ClientProfile
    private let live: LiveRequests
    private let network: Network
    private let entry: GatewayEntry
    private let arrivals: ArrivalProcess
    private let tokens: TokenLaw
    private let shapes: StreamKey
    private let prompts: StreamKey
    private let users: StreamKey
    private var asked: UInt64 = 0

    public init(
        _ profile: ClientProfile, arrivals: ArrivalProcess, tokens: TokenLaw, shapes: StreamKey, prompts: StreamKey,
        users: StreamKey, live: LiveRequests, network: Network, entry: GatewayEntry, index: ComponentIndex
    ) {
        self.profile = profile
        self.arrivals = arrivals
        self.tokens = tokens
        self.shapes = shapes
        self.prompts = prompts
        self.users = users
        self.live = live
        self.network = network
        self.entry = entry
        super.init(index: index)
    }

    /// Schedules the first arrival.
    public func start(in simulation: inout Simulation) { scheduleArrival(&simulation) }

    override public func handle(_ event: Event, in simulation: inout Simulation) {
        switch event.kind {
        case Self.arrival: arrive(&simulation)
        case Self.answer: receive(answer: event.detail, to: event.subject, &simulation)
        case Self.refusal: receive(refusal: event.detail, to: event.subject, &simulation)
        case Self.giveUp: giveUp(event.subject, &simulation)
        default: submit(event.subject, &simulation)
        }
    }

    override public var hasForesight: Bool { true }

    override public func foresee(_ event: Event, _ glance: Glance, in simulation: borrowing Simulation) {
        guard glance == .first, event.kind == Self.answer || event.kind == Self.refusal else { return }
        live.requests.fetch(event.subject)
        if event.kind == Self.answer { live.attempts.fetch(event.detail) }
    }

    private func scheduleArrival(_ simulation: inout Simulation) {
        let time = arrivals.next()
        guard time < profile.lastArrival else { return }
        entry.foresee(model: profile.model, demand: profile.demand, serial: asked, live)
        simulation.schedule(Self.arrival, at: time, in: .arrival, for: index)
    }

    private func arrive(_ simulation: inout Simulation) {
        var shape = shapes.stream(asked)
        var prompt = prompts.stream(asked)
        let length = tokens.draw(&shape, recorded: arrivals.tokens)
        let request = live.requests.open(
            Request(
                offered: simulation.now, serial: asked, prompt: prompt.index(below: profile.prompts),
                inputTokens: length.input, outputTokens: length.output, demand: profile.demand, model: profile.model,
                region: profile.region))
        live.requests[request].user = user()
        asked += 1
        simulation.tell(.offered, request: request, value: UInt64(profile.demand))
        live.requests[request].giveUp = simulation.scheduleTimer(
            Self.giveUp, at: simulation.now + profile.deadline, in: .deadline, for: index, subject: request)
        submit(request, &simulation)
        scheduleArrival(&simulation)
    }

    /// Who asks the next request.
    private func user() -> UInt32 {
        guard profile.users > 1 else { return 0 }
        var stream = users.stream(asked)
        return UInt32(stream.index(below: profile.users))
    }

    /// Makes the next try, and sees to it that a silent one is followed by another while tries are left.
    private func submit(_ request: UInt32, _ simulation: inout Simulation) {
        live.requests[request].tries += 1
        let tryNumber = live.requests[request].tries
        if tryNumber < profile.mostTries {
            live.requests[request].tryTimeout = simulation.scheduleTimer(
                Self.tryTimeout, at: simulation.now + profile.tryTimeout, in: .deadline, for: index, subject: request)
        }
        live.hold(request)
        let sent = entry.submit(request, try: tryNumber, from: profile.region, live, network, &simulation)
        if !sent {
            simulation.tell(.lostOnTheWay, request: request)
            live.release(request, in: &simulation)
        }
    }

    private func receive(answer attempt: UInt32, to request: UInt32, _ simulation: inout Simulation) {
        defer { live.release(request, in: &simulation) }
        let node = live.attempts[attempt].node
        guard !live.requests[request].isSettled else {
            return simulation.tell(.cameLate, request: request, attempt: attempt, participant: node)
        }
        let streamed = profile.streams ? live.attempts[attempt].streaming : .zero
        simulation.tell(
            .firstToken, request: request, attempt: attempt, participant: node, value: UInt64(streamed.count))
        simulation.tell(.delivered, request: request, attempt: attempt, participant: node)
        if profile.factsAtDelivery != [] {
            simulation.tell(
                .assured, request: request, attempt: attempt, value: UInt64(profile.factsAtDelivery.rawValue))
        }
        settle(request, &simulation)
    }

    private func receive(refusal reason: UInt32, to request: UInt32, _ simulation: inout Simulation) {
        defer { live.release(request, in: &simulation) }
        let (number, tryNumber) = (reason & 0xFF, UInt8(truncatingIfNeeded: reason >> 8))
        guard !live.requests[request].isSettled, live.requests[request].tries == tryNumber else { return }
        simulation.cancel(live.requests[request].tryTimeout)
        if tryNumber < profile.mostTries {
            live.requests[request].tryTimeout = simulation.scheduleTimer(
                Self.tryAgain, at: simulation.now + profile.pause, in: .deadline, for: index, subject: request)
        } else {
            simulation.tell(.refused, request: request, value: UInt64(number))
            settle(request, &simulation)
        }
    }

    private func giveUp(_ request: UInt32, _ simulation: inout Simulation) {
        simulation.tell(.gaveUp, request: request)
        settle(request, &simulation)
    }

    /// The client has seen its outcome and no longer waits.
    private func settle(_ request: UInt32, _ simulation: inout Simulation) {
        live.requests[request].isSettled = true
        simulation.cancel(live.requests[request].giveUp)
        simulation.cancel(live.requests[request].tryTimeout)
        live.release(request, in: &simulation)
    }
}
