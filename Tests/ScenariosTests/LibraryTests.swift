// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Scenarios
import Testing

/// The files every scenario can include.
@Suite struct LibraryTests {
    private static func scenario() throws -> Scenario {
        let text = """
            name: library
            seed: 1
            target: L0
            include: [library/regions.yaml, library/hardware.yaml, library/workloads.yaml]
            window: {length: 1 min}
            service-level: {first-token: 2 s, total: 10 s}
            models: [{id: chat, outputs: digits, size: 16 GB}]
            demand:
              - id: all
                region: sa-east-1
                model: chat
                rate: 4/s
                tokens: {name: workload, workload: azure-code-2023}
            layouts:
              - id: one
                gateways: at-clients
                routing: random
                scheme: none
                pools: [{id: p, regions: [eu-west-1, ap-east-1], hardware: rtx-3090, nodes: 2, operators: 2}]
            """
        return try ScenarioReader.read(
            text: text, file: Fixtures.root + "Scenarios/library-test.yaml", catalogue: Fixtures.catalogue)
    }

    @Test("All library files read; the scenario that includes them survives resolving") func all() throws {
        let scenario = try Self.scenario()
        #expect(scenario.regions.count == 16)
        #expect(scenario.hardware.count == 8)
        #expect(scenario.workloads.map(\.id) == ["azure-conversation-2023", "azure-code-2023"])
        let text = ScenarioWriter.yaml(scenario, catalogue: Fixtures.catalogue)
        let file = Fixtures.root + "Scenarios/again.yaml"
        #expect(try ScenarioReader.read(text: text, file: file, catalogue: Fixtures.catalogue) == scenario)
    }

    @Test("Every pair of regions has a round trip, as published") func regions() throws {
        let scenario = try Self.scenario()
        for region in scenario.regions { #expect(region.roundTrips.count == 16) }
        let trips = scenario.regions.flatMap { region in
            region.roundTrips.filter { $0.key != region.id }.values.map(\.p50)
        }
        let largest = try #require(trips.max())
        #expect(abs(largest - 0.4088) < 1e-12)
        let east = try #require(scenario.region("us-east-1").roundTrips["eu-west-1"])
        let west = try #require(scenario.region("eu-west-1").roundTrips["us-east-1"])
        for (found, published) in [(east.p50, 69.6), (east.p90, 74.6), (west.p50, 69.7), (west.p90, 72.8)] {
            #expect(abs(found * 1000 - published) < 1e-9)
        }
    }

    @Test(
        "The service laws follow from the stated roofline",
        arguments: [
            ("h100-sxm", 3350.0, 989.0), ("h200-sxm", 4800, 989), ("a100-80gb", 2039, 312), ("l40s", 864, 362.05),
            ("l4", 300, 121), ("mi300x", 5300, 1307.4), ("rtx-4090", 1008, 165.2), ("rtx-3090", 936.2, 71.2),
        ])
    func hardware(id: String, bandwidth: Double, arithmetic: Double) throws {
        let hardware = try Self.scenario().hardware(id)
        let decode = (16e9 + 8 * 1300 * 131_072) / (bandwidth * 1e9 * 0.8)
        let prefill = 2 * 8e9 / (arithmetic * 1e12 * 0.45)
        #expect(abs(hardware.decode / decode - 1) < 1e-3)
        #expect(abs(hardware.prefill / prefill - 1) < 1e-3)
    }

    @Test("The workloads have the quantiles of the traces") func workloads() throws {
        let chat = try Self.scenario().workload("azure-conversation-2023")
        #expect(chat.perMinute.count == 58)
        #expect(chat.inputQuantiles.count == 101)
        #expect([chat.inputQuantiles[50], chat.inputQuantiles[90], chat.inputQuantiles[99]] == [1020, 2734.5, 4142])
        #expect([chat.outputQuantiles[50], chat.outputQuantiles[90], chat.outputQuantiles[99]] == [129, 424, 601])
        let code = try Self.scenario().workload("azure-code-2023")
        #expect(code.perMinute.count == 57)
        #expect([code.inputQuantiles[50], code.inputQuantiles[90], code.inputQuantiles[100]] == [1469, 5187.6, 7437])
    }
}
