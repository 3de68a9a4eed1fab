// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quantities
import Scenarios

/// What the tests read scenarios with.
enum Fixtures {
    /// A few things of each sort, so that the tests do not depend on what the program implements.
    static let catalogue: Catalogue = {
        var catalogue = Catalogue.standard
        catalogue.schemes = [
            Declaration("none", "No check."),
            Declaration("receipts", "Signed receipts."),
            Declaration(
                "re-execution", "Several nodes answer.",
                [
                    Parameter("executions", .count(from: 2, through: 99), "How many nodes answer."),
                    Parameter(
                        "compare", .choice(["exact", "tolerance"]), default: "tolerance", "How answers are compared."),
                    Parameter("checkers", .references(to: "pool"), default: "", "Pools that answer too."),
                ]),
        ]
        catalogue.conducts = [
            Declaration("substitute", "Serves the smaller model."),
            Declaration(
                "withhold", "Does not answer.",
                [Parameter("share", .quantity(.share, from: 0, through: 1), default: "100 %", "Of requests.")]),
        ]
        catalogue.routings = [
            Declaration("random", "Any node."),
            Declaration(
                "least-loaded", "The least loaded node.",
                [Parameter("refresh", .quantity(.time, from: 0, through: 3600), default: "0 s", "Age of the load.")]),
        ]
        catalogue.times = [
            Declaration(
                "exponential", "Memoryless.",
                [Parameter("mean", .quantity(.time, from: 1e-9, through: 3.2e8), "The mean.")])
        ]
        return catalogue
    }()

    /// A small scenario in which every section appears and nothing is wrong.
    static let valid = """
        name: small
        question: Does it read?
        seed: 1
        study: terminating
        replications: 20
        scale: [1, 2]
        window: {start: 2 min, length: 10 min}
        target: L5
        service-level: {first-token: 2 s, total: 10 s}
        deadlines: {client: 30 s, verification: 10 s, revocation: 0 s}
        attempts: {most: 3, timeout: 8 s, pause: 100 ms}
        regions:
          - id: north
            place: North
            round-trips: {north: {p50: 5 ms, p90: 9 ms}, south: {p50: 80.5 ms, p90: 90 ms}}
          - id: south
            round-trips: {north: {p50: 81 ms, p90: 90 ms}, south: {p50: 4 ms, p90: 8 ms}}
        hardware:
          - id: card
            prefill: 35.95 us
            decode: 6.479 ms
            memory: 24 GiB
            price: 0.5 USD/h
            idle-power: 50 W
            busy-power: 400 W
        workloads:
          - id: recorded
            per-minute: [3, 0, 2.5]
            input-quantiles: [1, 100, 5000]
            output-quantiles: [1, 20, 20]
        models:
          - {id: chat, outputs: digits, substitute: digits-small, stands-for: Llama-3.1-8B, size: 16 GB}
        demand:
          - id: users
            region: south
            model: chat
            rate: 4/s
            arrivals: {name: profile, workload: recorded}
            tokens: {name: fixed, input: 1000, output: 200}
            users: 1000
        threat:
          operator-dishonest: 10 %
          placement: one-region
          conduct: substitute
        faults:
          - {name: region-outage, region: north, start: 5 min, length: 2 min}
        equalise: {by: cost, like: cloud}
        hub: {region: north, bandwidth: 1 Gbit/s}
        prices: {egress: 0.09 USD/GB}
        layouts:
          - id: cloud
            title: "One cloud: receipts"
            gateways: [north]
            gateway-price: 0.1 USD/h
            routing: {name: least-loaded, refresh: 1 s}
            registry: {heartbeat: 10 s, listed-for: 30 s}
            scheme: receipts
            threat: assumed-honest
            pools:
              - {id: main, regions: [north], hardware: card, nodes: 4, operator: cloud-a, price: 2.99 USD/h}
          - id: market
            gateways: at-clients
            routing: random
            scheme: {name: re-execution, executions: 3, checkers: [watch]}
            pools:
              - id: crowd
                regions: [north, south]
                hardware: card
                nodes: 9
                operators: 9
                models: [chat]
                queue: 8
                concurrency: 2
                start: cold
                faults: {up: {name: exponential, mean: 30 d}, down: {name: exponential, mean: 4 h}}
              - {id: watch, regions: [south], hardware: card, nodes: 3, operators: 3, role: checking}

        """

    /// The valid scenario with one text replaced by another.
    static func replacing(_ old: String, _ new: String) -> String {
        precondition(valid.contains(old), "fixture: expected to find \(old)")
        return valid.replacing(old, with: new, maxReplacements: 1)
    }

    /// All messages about a text, empty when it reads.
    static func messages(_ text: String) -> [String] {
        do {
            _ = try ScenarioReader.read(text: text, file: "a.yaml", catalogue: catalogue)
            return []
        } catch {
            return error.mistakes.map(\.description)
        }
    }

    /// All messages about a file.
    static func messages(path: String) -> [String] {
        do {
            _ = try ScenarioReader.read(path: path, catalogue: catalogue)
            return []
        } catch {
            return error.mistakes.map(\.description)
        }
    }

    static func read(_ text: String) throws -> Scenario {
        try ScenarioReader.read(text: text, file: "a.yaml", catalogue: catalogue)
    }

    /// The folder of the package.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path()

    /// Runs `body` with a fresh folder that holds the files, and removes it.
    static func withFolder(_ files: [String: [UInt8]], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, content) in files { try Data(content).write(to: folder.appending(path: name)) }
        try body(folder.path() + (folder.path().hasSuffix("/") ? "" : "/"))
    }
}
