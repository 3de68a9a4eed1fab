// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Models
import Quantities
import Randomness

@testable import Networks
@testable import Nodes

/// Answers with a made-up answer that tells the request's number, at a pace.
final class Echo: ServingConduct {
    private let pace: Double
    private let isWithheld: Bool
    private(set) var served: [UInt32] = []

    init(pace: Double = 1, isWithheld: Bool = false) {
        self.pace = pace
        self.isWithheld = isWithheld
    }

    override func serve(_ job: Job, in simulation: inout Simulation) -> Work {
        served.append(job.attempt)
        return Work(.random(seed: UInt64(job.request) << 1), pace: pace, isWithheld: isWithheld)
    }
}

/// A pool in one region, a tenth of a second away from a recorder that stands in for its gateway.
final class Town {
    static let travel = Nanoseconds(seconds: 0.1)

    var simulation: Simulation
    let log = Log()
    let live = LiveRequests.tests()
    let gateway: Recorder
    let pool: Pool
    let script: Script
    let board: LoadBoard
    let noticeboard = Noticeboard(models: 2)
    private var serial: UInt64 = 0

    /// Whose service takes a second, with a few exceptions; 400 ms of it before the first token of ten.
    static func profile(
        concurrency: Int = 1, queue: Int = 10, noise: Double = 0, extraTime: Double = 0,
        hub: PoolProfile.Hub? = nil, moreBuckets: Int = 0
    ) -> PoolProfile {
        PoolProfile(
            concurrency: concurrency, queue: queue,
            laws: [ServiceLaw(fixed: 0.3, prefill: 0.01, decode: 0.15), ServiceLaw(fixed: 2, prefill: 0, decode: 0)],
            noise: noise, extraTime: Nanoseconds(seconds: extraTime), extraBytes: 0, arithmetic: 0,
            moreBuckets: moreBuckets, memory: 100,
            modelSizes: [60, 60], hub: hub, startsWarm: false)
    }

    init(
        _ profile: PoolProfile, nodes: Int = 1, conducts: [ServingConduct] = [Echo()],
        conductOf: (Int) -> Int = { _ in 0 },
        first: Int = 0
    ) {
        simulation = Simulation(observer: log)
        gateway = Recorder(index: simulation.reserve())
        let index = simulation.reserve()
        let participants = Participants(
            (0..<first + nodes).map { .init(region: 0, operatorNumber: $0, owner: index) }, watchers: [])
        script = Script(participants, index: simulation.reserve())
        board = LoadBoard(count: first + nodes)
        // Half of a round trip of 0.2 s, without jitter; messages take no time to transfer.
        let network = Network(
            map: LatencyMap(regions: ["a"], delays: [[.init(p50: 0.2, p90: 0.2)]]), loss: 0, bandwidth: 1e18)
        pool = Pool(
            profile, members: (0..<nodes).map { .init(participant: first + $0, conduct: conductOf($0)) },
            conducts: conducts, live: live, network: network, participants: participants, board: board,
            noticeboard: noticeboard, gateways: gateway.index, gatewayRegions: [0], index: index)
        simulation.add(gateway)
        simulation.add(pool)
        simulation.add(script)
    }

    /// A job that reaches the node at an instant; its attempt.
    func job(at seconds: Double, node: Int = 0, model: Int = 0, request: UInt32? = nil) -> UInt32 {
        let asked = request ?? live.open(serial: serial, model: model)
        serial += 1
        let attempt = live.openAttempt(asked, node: UInt32(node), gateway: 0, isCheck: false)
        simulation.schedule(
            Pool.job, at: Nanoseconds(seconds: seconds), in: .delivery, for: pool.index, subject: attempt)
        return attempt
    }

    func jobs(_ count: Int, at seconds: Double, node: Int = 0) -> [UInt32] {
        var attempts: [UInt32] = []
        for _ in 0..<count { attempts.append(job(at: seconds, node: node)) }
        return attempts
    }

    func fault(down: Double, up: Double? = nil, node: UInt32 = 0) {
        simulation.schedule(
            0, at: Nanoseconds(seconds: down), in: .environment, for: script.index, subject: node)
        guard let up else { return }
        simulation.schedule(1, at: Nanoseconds(seconds: up), in: .environment, for: script.index, subject: node)
    }

    func run(until seconds: Double = 1e6) { _ = simulation.run(until: Nanoseconds(seconds: seconds)) }

    /// When the gateway heard of an attempt, in seconds less the way; nil when it did not.
    func result(_ attempt: UInt32) -> Double? { time(attempt, Gateways.result) }
    func refusal(_ attempt: UInt32) -> Double? { time(attempt, Gateways.nodeRefusal) }

    private func time(_ attempt: UInt32, _ kind: UInt16) -> Double? {
        let found = gateway.entries.filter { $0.subject == attempt && $0.kind == kind }
        guard found.count == 1 else { return nil }
        // To a microsecond: whole nanoseconds are lost in the logarithm of the delay.
        return ((found[0].time - Self.travel).seconds * 1e6).rounded() / 1e6
    }
}
