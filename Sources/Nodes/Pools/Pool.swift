// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Memory
import Models
import Networks
import Quantities
import Randomness

/// Nodes declared together: each serves a few requests at a time, keeps some waiting, refuses the rest.
///
/// First come, first served per node. A crash loses what waits and what is being served; nobody is told, as in life.
public final class Pool: Component {
    static let job: UInt16 = 0
    private static let completion: UInt16 = 1

    /// What the node itself is and does.
    public struct Member: Sendable {
        public let participant: UInt32
        /// Number of the conduct in the list given.
        public let conduct: UInt16

        public init(participant: Int, conduct: Int) {
            self.participant = UInt32(participant)
            self.conduct = UInt16(conduct)
        }
    }

    private let profile: PoolProfile
    private let first: UInt32
    private let nodes: UnsafeMutablePointer<PoolNode>
    private let conducts: [ServingConduct]
    private var cache: ModelCache
    private let live: LiveRequests
    private let network: Network
    private let board: LoadBoard
    private let noticeboard: Noticeboard
    private let gateways: ComponentIndex
    private let gatewayRegions: [Int]

    /// - Parameters:
    ///   - members: participants with consecutive numbers.
    ///   - gatewayRegions: by gateway number, where answers are sent.
    public init(
        _ profile: PoolProfile, members: [Member], conducts: [ServingConduct], live: LiveRequests, network: Network,
        participants: Participants, board: LoadBoard, noticeboard: Noticeboard, gateways: ComponentIndex,
        gatewayRegions: [Int], index: ComponentIndex
    ) {
        require(!members.isEmpty, "pool: expected at least one node, found none")
        self.profile = profile
        self.conducts = conducts
        self.live = live
        self.network = network
        self.board = board
        self.noticeboard = noticeboard
        self.gateways = gateways
        self.gatewayRegions = gatewayRegions
        first = members[0].participant
        nodes = .scattered(members.count)
        for (place, member) in members.enumerated() {
            let region = UInt16(participants.region(of: member.participant))
            (nodes + place).initialize(to: PoolNode(conduct: member.conduct, region: region))
        }
        cache = ModelCache(
            nodes: members.count, sizes: profile.modelSizes, memory: profile.memory, hub: profile.hub,
            warm: profile.startsWarm)
        super.init(index: index)
    }

    deinit { nodes.deallocate() }

    override public func handle(_ event: Event, in simulation: inout Simulation) {
        switch event.kind {
        case Self.job: take(event.subject, &simulation)
        case Self.completion: complete(event.subject, isWithheld: event.detail == 1, &simulation)
        case Participants.wentDown: crash(Int(event.subject - first), &simulation)
        case Participants.cameUp: nodes[Int(event.subject - first)].isUp = true  // Empty, as its crash left it.
        default: break
        }
    }

    override public var hasForesight: Bool { true }

    override public func foresee(_ event: Event, _ glance: Glance, in simulation: borrowing Simulation) {
        guard event.kind == Self.job || event.kind == Self.completion else { return }
        live.foresee(event.subject, glance)
        guard glance == .second else { return }
        let participant = Int(live.attempts[event.subject].node)
        (nodes + (participant - Int(first))).fetch()
        (board.loads + participant).fetch()
    }

    private func take(_ attempt: UInt32, _ simulation: inout Simulation) {
        let participant = live.attempts[attempt].node
        let node = Int(participant - first)
        guard nodes[node].isUp else { return lose(attempt, &simulation) }
        if Int(nodes[node].serving) < profile.concurrency {
            nodes[node].serving += 1
            board.loads[Int(participant)] += 1
            serve(attempt, node, &simulation)
        } else if Int(nodes[node].waiting) < profile.queue {
            board.loads[Int(participant)] += 1
            enqueue(attempt, node)
        } else {
            send(Gateways.nodeRefusal, about: attempt, bytes: MessageSize.envelope, &simulation)
        }
    }

    private func serve(_ attempt: UInt32, _ node: Int, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        let request = live.requests[record.request]
        let job = Job(
            request: record.request, attempt: attempt, node: record.node, model: Int(request.model),
            profile: profile.numericProfile, prompt: Int(request.prompt), live: live)
        let work = conducts[Int(nodes[node].conduct)].serve(job, in: &simulation)
        let wait = fetch(job.model, node, &simulation)
        let factor = work.pace * noise(record.request, record.ordinal)
        let law = profile.laws[job.model]
        let total = scaled(
            law.total(inputTokens: Int(request.inputTokens), outputTokens: Int(request.outputTokens)), factor)
        let toFirst = scaled(law.firstToken(inputTokens: Int(request.inputTokens)), factor)
        live.attempts[attempt].answer = work.answer
        live.attempts[attempt].streaming = total - toFirst
        live.attempts[attempt].epoch = nodes[node].epoch
        let busy = total + profile.extraTime
        live.attempts[attempt].serviceStart = simulation.now + wait
        live.attempts[attempt].serviceEnd = simulation.now + wait + busy
        join(attempt, node)
        simulation.tell(
            .worked, request: record.request, attempt: attempt, participant: record.node, value: UInt64(busy.count))
        simulation.schedule(
            Self.completion, at: simulation.now + wait + busy, in: .completion, for: index, subject: attempt,
            detail: work.isWithheld ? 1 : 0)
        if work.isWithheld { simulation.tell(.withheld, request: record.request, attempt: attempt) }
    }

    /// How long a request for the model has to wait. A download is traffic, at the time it is asked for.
    private func fetch(_ model: Int, _ node: Int, _ simulation: inout Simulation) -> Nanoseconds {
        let region = Int(nodes[node].region)
        let (wait, isDownload) = cache.wait(node: node, model: model, region: region, now: simulation.now)
        if isDownload, let hub = profile.hub {
            simulation.tell(hub.region == region ? .sent : .sentAway, value: UInt64(profile.modelSizes[model]))
        }
        return wait
    }

    private func complete(_ attempt: UInt32, isWithheld: Bool, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        let node = Int(record.node - first)
        // Lost in a crash, which was told then.
        guard nodes[node].epoch == record.epoch else { return live.end(attempt, .gone, in: &simulation) }
        leave(attempt, node)
        nodes[node].serving -= 1
        board.loads[Int(record.node)] -= 1
        serveNext(node, &simulation)
        if isWithheld { return live.end(attempt, .gone, in: &simulation) }
        let request = live.requests[record.request]
        noticeboard.post(record.answer, of: Int(request.model), to: request.name)
        let tokens = request.outputTokens
        send(
            Gateways.result, about: attempt, bytes: MessageSize.answer(tokens: tokens) + profile.extraBytes, &simulation
        )
    }

    private func serveNext(_ node: Int, _ simulation: inout Simulation) {
        let next = nodes[node].head
        guard next != Request.nothing else { return }
        nodes[node].head = live.attempts[next].next
        if nodes[node].head == Request.nothing { nodes[node].tail = Request.nothing }
        nodes[node].waiting -= 1
        nodes[node].serving += 1
        serve(next, node, &simulation)
    }

    /// Adds an attempt to those in service at a node.
    private func join(_ attempt: UInt32, _ node: Int) {
        let neighbour = nodes[node].served
        live.attempts[attempt].next = neighbour
        live.attempts[attempt].before = Request.nothing
        if neighbour != Request.nothing { live.attempts[neighbour].before = attempt }
        nodes[node].served = attempt
    }

    /// Takes one out again. Complexity: O(1).
    private func leave(_ attempt: UInt32, _ node: Int) {
        let (before, next) = (live.attempts[attempt].before, live.attempts[attempt].next)
        if before == Request.nothing { nodes[node].served = next } else { live.attempts[before].next = next }
        if next != Request.nothing { live.attempts[next].before = before }
    }

    private func enqueue(_ attempt: UInt32, _ node: Int) {
        if nodes[node].tail == Request.nothing {
            nodes[node].head = attempt
        } else {
            live.attempts[nodes[node].tail].next = attempt
        }
        nodes[node].tail = attempt
        nodes[node].waiting += 1
    }

    /// What waits is lost, and so is work in service: told now, though its record is kept until it would complete, where its
    /// epoch gives it away.
    private func crash(_ node: Int, _ simulation: inout Simulation) {
        var (waiting, served) = (nodes[node].head, nodes[node].served)
        nodes[node] = PoolNode(
            conduct: nodes[node].conduct, region: nodes[node].region, isUp: false, epoch: nodes[node].epoch &+ 1)
        board.loads[Int(first) + node] = 0
        cache.forget(node: node)
        while waiting != Request.nothing {
            let next = live.attempts[waiting].next
            lose(waiting, &simulation)
            waiting = next
        }
        while served != Request.nothing {
            let record = live.attempts[served]
            live.attempts[served].state = .gone
            simulation.tell(.stopped, request: record.request, attempt: served, participant: record.node)
            simulation.tell(.lostOnTheWay, request: record.request, attempt: served, participant: record.node)
            served = record.next
        }
    }

    private func lose(_ attempt: UInt32, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        simulation.tell(.lostOnTheWay, request: record.request, attempt: attempt, participant: record.node)
        live.end(attempt, .gone, in: &simulation)
    }

    /// Sends the gateway a result or a refusal.
    private func send(_ kind: UInt16, about attempt: UInt32, bytes: Int, _ simulation: inout Simulation) {
        let record = live.attempts[attempt]
        var stream = live.stream(.networkHop, record.request, Hop.fromNode.ordinal(attempt: record.ordinal))
        let message = Network.Message(kind, to: gateways, subject: attempt, detail: record.request, bytes: bytes)
        let (from, to) = (Int(nodes[Int(record.node - first)].region), gatewayRegions[Int(record.gateway)])
        if !network.send(message, from: from, to: to, &stream, in: &simulation) { lose(attempt, &simulation) }
    }

    /// Lognormal with mean 1, by inversion; the same for every layout that serves this attempt.
    private func noise(_ request: UInt32, _ ordinal: UInt16) -> Double {
        guard profile.noise > 0 else { return 1 }
        var stream = live.stream(.service, request, UInt64(ordinal))
        return PortableMath.exp(profile.noise * stream.normal() - profile.noise * profile.noise / 2)
    }

    private func scaled(_ time: Nanoseconds, _ factor: Double) -> Nanoseconds {
        Nanoseconds(Int64(min(Double(time.count) * factor, Double(Nanoseconds.farthest.count))))
    }
}
