// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Measures
import Quantities
import Scenarios

/// Whole replications, from building the world to the counts, on one core.
struct SimulationBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulation", abstract: "Requests simulated per second, and what a thousand times the nodes cost.")

    @Flag(help: "Print a JSON object.")
    var json = false

    private static let repeats = 5

    func run() throws {
        let times = try Self.secondsPerRequest([
            Self.text(1000, 200, 1000, "none"),
            Self.text(1000, 100, 1000, "{name: re-execution, executions: 3}"),
            // The same load per node; the window shrinks so that both offer as many requests.
            // Long enough that building the larger world is a small part, as in any study of such a world.
            Self.text(100, 10, 200_000, "none"),
            Self.text(100_000, 10_000, 200, "none"),
        ])
        let (plain, three, few, many) = (times[0], times[1], times[2], times[3])
        var figures = Figures()
        figures.add("plain_requests_per_s", 1 / plain)
        figures.add("reexecution_requests_per_s", 1 / three)
        figures.add("cost_ratio_100_to_100000_nodes", many / few)
        figures.add("plain_ns", plain * 1e9)
        figures.add("reexecution_ns", three * 1e9)
        figures.add("nodes_100_ns", few * 1e9)
        figures.add("nodes_100000_ns", many * 1e9)
        figures.print(asJSON: json)
    }

    /// Processor time of the one thread per offered request, building the world included, preparing answers left out: the
    /// least of several runs of each scenario, taken in turns, so that all meet the same neighbours.
    private static func secondsPerRequest(_ texts: [String]) throws -> [Double] {
        let scenarios = try texts.map { try ScenarioReader.read(text: $0, file: "benchmark.yaml") }
        let materials = try scenarios.map { try AnswerPreparation(workers: 1, store: nil).materials(of: $0) }
        var least = scenarios.map { _ in Double.infinity }
        for _ in 0..<repeats {
            for (number, scenario) in scenarios.enumerated() {
                var offered = 0
                let seconds = Stopwatch.processorSeconds {
                    offered =
                        Replication(scenario, RunPoint(layout: "pool", replication: 0), materials[number]).offered
                }
                least[number] = min(least[number], seconds / Double(offered))
            }
        }
        return least
    }

    /// Two regions with jitter, a recorded load, noise on service times, churn, routing by two choices.
    private static func text(_ nodes: Int, _ rate: Int, _ window: Int, _ scheme: String) -> String {
        """
        name: benchmark
        seed: 1
        study: terminating
        replications: 1
        window: {start: 1 s, length: \(window) s}
        target: L0
        service-level: {first-token: 5 s, total: 10 s}
        deadlines: {client: 20 s, verification: 1 s, revocation: 0 s}
        attempts: {most: 2, timeout: 10 s, pause: 100 ms}
        regions:
          - {id: east, place: here, round-trips: {east: {p50: 5 ms, p90: 9 ms}, west: {p50: 60 ms, p90: 70 ms}}, source: benchmark, grade: assumed}
          - {id: west, place: there, round-trips: {west: {p50: 5 ms, p90: 9 ms}, east: {p50: 60 ms, p90: 70 ms}}, source: benchmark, grade: assumed}
        hardware:
          - {id: card, profile: fused-16, concurrency: 4, fixed: 5 ms, prefill: 0.1 ms, decode: 5 ms, noise: 10 %, memory: 24 GiB, bandwidth: 1 Gbit/s, price: 0.5 USD/h, idle-power: 50 W, busy-power: 400 W, source: benchmark, grade: assumed}
        workloads:
          - {id: minutes, per-minute: [3, 5, 4, 6, 2], input-quantiles: [10, 400, 4000], output-quantiles: [5, 100, 600], source: benchmark, grade: assumed}
        models:
          - {id: chat, outputs: digits, substitute: digits-small, size: 16 GB}
        demand:
          - {id: users, region: east, model: chat, rate: \(rate)/s, arrivals: {name: profile, workload: minutes}, tokens: {name: workload, workload: minutes}}
        threat: {operator-dishonest: 10 %, placement: random, conduct: substitute}
        layouts:
          - id: pool
            gateways: at-clients
            routing: {name: power-of-two, refresh: 1 s}
            scheme: \(scheme)
            pools:
              - id: pool
                regions: [east, west]
                hardware: card
                nodes: \(nodes)
                operators: \(nodes)
                queue: 8
                faults: {up: {name: exponential, mean: 1 h}, down: {name: exponential, mean: 1 min}}
        """
    }
}
