// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Experiments
import Measures
import Networks
import Quantities
import Randomness
import Scenarios
import Testing

@Suite("Validation against reliability and voting")
struct FaultAndVoteTests {
    /// Adds up the time that participants are down.
    private final class DownTime: Component {
        private var since: [Nanoseconds]
        private(set) var total = 0.0

        init(count: Int, index: ComponentIndex) {
            since = Array(repeating: .never, count: count)
            super.init(index: index)
        }

        override func handle(_ event: Event, in simulation: inout Simulation) {
            let participant = Int(event.subject)
            if event.kind == Participants.wentDown {
                since[participant] = event.time
            } else {
                total += (event.time - since[participant]).seconds
                since[participant] = .never
            }
        }

        func close(at end: Nanoseconds) { for start in since where start < .never { total += (end - start).seconds } }
    }

    @Test("Availability is MTBF / (MTBF + MTTR), whatever the laws")
    func availability() throws {
        let values: (UInt64) -> [Double] = { seed in
            (0..<16).map { replication in
                var simulation = Simulation()
                let (owner, faults) = (simulation.reserve(), simulation.reserve())
                let down = DownTime(count: 200, index: owner)
                let participants = Participants(
                    (0..<200).map { .init(region: 0, operatorNumber: $0, owner: owner) }, watchers: [])
                let key = StreamKey(
                    seed: seed, replication: replication, purpose: .nodeFault, subject: Subject("validation/nodes"))
                let process = NodeFaults(
                    [.init(up: .weibull(mean: 3, shape: 0.8), down: .exponential(mean: 1), key: key)],
                    members: (0..<200).map { .init(participant: $0, family: 0, ordinal: $0) },
                    participants: participants, index: faults)
                simulation.add(down)
                simulation.add(process)
                process.start(in: &simulation)
                let end = Nanoseconds(seconds: 2_000)
                _ = simulation.run(until: end)
                down.close(at: end)
                return 1 - down.total / (200 * 2_000)
            }
        }
        try Validation(truth: 3.0 / 4, wrong: 1 - 1.0 / 3, values: values).check("Availability")
    }

    private func votes(_ seed: UInt64, nodes: Int, share: String) throws -> [Double] {
        let text = """
            name: votes
            seed: \(seed)
            study: terminating
            replications: 800
            window: {start: 1 s, length: 200 s}
            target: L5
            service-level: {first-token: 20 s, total: 20 s}
            deadlines: {client: 20 s, verification: 1 s, revocation: 0 s}
            regions: [{id: here, place: here, round-trips: {here: {p50: 5 ms, p90: 9 ms}}, source: test, grade: assumed}]
            hardware: [{id: card, profile: fused-16, concurrency: 4, fixed: 100 ms, prefill: 0 ms, decode: 0 ms, noise: 0 %, memory: 24 GiB, bandwidth: 1 Gbit/s, price: 1 USD/h, idle-power: 1 W, busy-power: 2 W, source: test, grade: assumed}]
            models: [{id: chat, outputs: digits, size: 16 GB}]
            demand: [{id: users, region: here, model: chat, rate: 8/s, arrivals: poisson, tokens: {name: fixed, input: 1, output: 1}}]
            threat: {operator-dishonest: \(share), placement: random, conduct: random}
            layouts:
              - id: pool
                gateways: at-clients
                routing: random
                scheme: {name: re-execution, executions: 3}
                pools: [{id: pool, regions: [here], hardware: card, nodes: \(nodes), operators: \(nodes), queue: 16}]
            """
        let scenario = try ScenarioReader.read(text: text, file: "votes.yaml")
        let materials = try AnswerPreparation(workers: 2, store: nil).materials(of: scenario)
        let points = (0..<800).map { RunPoint(layout: "pool", replication: $0) }
        return ParallelRuns(workers: 2).results(of: scenario, points, materials).map { result in
            let checked = result.rows.reduce(0) { $0 + $1.counts.verified[.checked] }
            let right = result.rows.reduce(0) { $0 + $1.counts.right[.checked] }
            return (checked - right) / checked
        }
    }

    @Test("A majority of three is dishonest as often as the binomial distribution says, in the whole simulation")
    func majority() throws {
        let p = 0.3
        try Validation(
            truth: 3 * p * p * (1 - p) + p * p * p, wrong: p, values: { try votes($0, nodes: 2000, share: "30 %") }
        ).check("Majority, binomial")
    }

    @Test("Three executors drawn from ten of whom four are dishonest: hypergeometric")
    func hypergeometric() throws {
        let values: (UInt64) -> [Double] = { seed in
            (0..<40).map { replication in
                let key = StreamKey(
                    seed: seed, replication: replication, purpose: .rehearsal, subject: Subject("validation/committee"))
                let majorities = (0..<20_000).count { number in
                    var stream = key.stream(UInt64(number))
                    var left = (dishonest: 4, all: 10, bad: 0)
                    for _ in 0..<3 {
                        if stream.index(below: left.all) < left.dishonest {
                            left.dishonest -= 1
                            left.bad += 1
                        }
                        left.all -= 1
                    }
                    return left.bad >= 2
                }
                return Double(majorities) / 20_000
            }
        }
        // (C(4,2) C(6,1) + C(4,3)) / C(10,3); with replacement it would be 0.352.
        try Validation(truth: 40.0 / 120, wrong: 0.352, values: values).check("Majority, hypergeometric")
    }

    @Test("A persistent cheat is found within k audits with probability 1 - (1 - p)^k")
    func detection() throws {
        let values: (UInt64) -> [Double] = { seed in
            (0..<40).map { replication in
                let key = StreamKey(
                    seed: seed, replication: replication, purpose: .audit, subject: Subject("validation/audit"))
                let found = (0..<10_000).count { number in
                    var stream = key.stream(UInt64(number))
                    return (0..<10).contains { _ in stream.bernoulli(0.08) }
                }
                return Double(found) / 10_000
            }
        }
        let missed = (0..<10).reduce(1.0) { product, _ in product * 0.92 }
        try Validation(truth: 1 - missed, wrong: 0.8, values: values).check("Detection")
    }
}
