// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Measures
import Scenarios

/// A scenario that runs in milliseconds, with the parts that tests turn.
struct SmallScenario {
    var seed = 1
    var replications = 3
    var scale = "[1]"
    var rate = "4/s"
    var window = "{start: 20 s, length: 60 s}"
    var attempts = "{most: 3, timeout: 8 s, pause: 100 ms}"
    var threat = "{operator-dishonest: 10 %, placement: random, conduct: substitute}"
    var faults = "[{name: region-outage, region: us-east-1, start: 40 s, length: 10 s}]"
    var layouts = [Self.cloud(), Self.pool("pool")]
    var extra = ""

    static func cloud(_ id: String = "cloud", nodes: Int = 2, more: String = "") -> String {
        """
          - id: \(id)
            gateways: [us-east-1, eu-central-1]
            routing: {name: least-loaded, refresh: 1 s}
            scheme: receipts
            pools:
              - {id: cloud, regions: [us-east-1, eu-central-1], hardware: h100-sxm, nodes: \(nodes), operator: cloud-a, queue: 16\(more)}
        """
    }

    static func pool(
        _ id: String, nodes: Int = 12, operators: Int? = nil, routing: String = "random",
        scheme: String = "{name: re-execution, executions: 3}", queue: Int = 8
    ) -> String {
        """
          - id: \(id)
            gateways: at-clients
            routing: \(routing)
            registry: {heartbeat: 5 s, listed-for: 10 s}
            scheme: \(scheme)
            pools:
              - id: open
                regions: [us-east-1, eu-central-1, ap-south-1]
                hardware: rtx-4090
                nodes: \(nodes)
                operators: \(operators ?? nodes)
                queue: \(queue)
                faults: {up: {name: exponential, mean: 5 min}, down: {name: exponential, mean: 20 s}}
        """
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    var text: String {
        """
        name: small
        include: [library/regions.yaml, library/hardware.yaml, library/workloads.yaml]
        seed: \(seed)
        study: terminating
        replications: \(replications)
        scale: \(scale)
        window: \(window)
        target: L2
        service-level: {first-token: 10 s, total: 20 s}
        deadlines: {client: 30 s, verification: 10 s, revocation: 0 s}
        attempts: \(attempts)
        models:
          - {id: chat, outputs: digits, substitute: digits-small, stands-for: Llama-3.1-8B, size: 16 GB}
        demand:
          - {id: us, region: us-east-1, model: chat, rate: \(rate), arrivals: {name: profile, workload: azure-conversation-2023}, tokens: {name: workload, workload: azure-conversation-2023}}
          - {id: in, region: ap-south-1, model: chat, rate: \(rate), arrivals: poisson, tokens: {name: fixed, input: 500, output: 50}}
        \(threat.isEmpty ? "" : "threat: " + threat)
        \(faults.isEmpty ? "" : "faults: " + faults)
        \(extra)
        layouts:
        \(layouts.joined(separator: "\n"))
        """
    }

    func read() throws -> Scenario {
        try ScenarioReader.read(text: text, file: Self.root + "/Scenarios/small.yaml")
    }

    func run(workers: Int = 2) throws -> StudyRun { try StudyRun(read(), workers: workers) }
}

extension StudyRun {
    /// The rows of a layout, its twin left out.
    func rows(of layout: String) -> [Row] { rows.filter { $0.key.layout == layout && $0.key.variant == .scheme } }

    /// Sum over the rows of a layout.
    func total(_ layout: String, _ number: (Counts) -> Double) -> Double {
        rows(of: layout).reduce(0) { $0 + number($1.counts) }
    }
}
