// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Measures
import Scenarios
import Testing

/// What the counts say of a run, against what their definitions ask.
@Suite("The books of a run")
struct BooksTests {
    @Test("Without a check everything delivered is accepted", arguments: ["none", "receipts"])
    func accepted(scheme: String) throws {
        // Little patience and few nodes: late answers and retries, which the client does not use, are delivered too.
        let run = try SmallScenario(
            rate: "8/s", attempts: "{most: 3, timeout: 3 s, pause: 100 ms}",
            threat: "{operator-dishonest: 50 %, placement: random, conduct: substitute}",
            layouts: [SmallScenario.pool("pool", nodes: 6, scheme: scheme)]
        ).run()
        #expect(run.total("pool") { $0.deliveredUnfaithful } > 0)
        #expect(run.total("pool") { $0.delivered } > run.total("pool") { $0.cohort.answered })
        #expect(run.total("pool") { $0.acceptedUnfaithful } == run.total("pool") { $0.deliveredUnfaithful })
        #expect(run.total("pool") { $0.acceptedWrong } == run.total("pool") { $0.deliveredWrong })
    }

    @Test("Where a majority cannot be had, requests are refused because no node is known")
    func noMajority() throws {
        let outages = ["us-east-1", "eu-central-1"].map {
            "{name: region-outage, region: \($0), start: 0 s, length: 10 min}"
        }
        let run = try SmallScenario(
            threat: "", faults: "[\(outages.joined(separator: ", "))]", layouts: [SmallScenario.pool("pool", nodes: 3)]
        ).run()
        let offered = run.total("pool") { $0.cohort.offered }
        #expect(offered > 0)
        #expect(run.total("pool") { $0.cohort.refused[.noNodeKnown] } == offered)
    }

    @Test("Nodes are busy no longer than they are paid for, however long the service and whenever they crash")
    func busy() throws {
        let run = try SmallScenario(
            rate: "40/s", window: "{start: 20 s, length: 5 s}",
            layouts: [SmallScenario.cloud(nodes: 1), SmallScenario.pool("pool", nodes: 4)]
        ).run()
        for row in run.rows where row.key.region == RowKey.whole {
            #expect(row.counts.busySeconds[.serving] <= row.counts.paidSeconds[.serving])
            #expect(row.counts.gpuBusySeconds <= row.counts.gpuPaidSeconds)
        }
        #expect(run.total("pool") { $0.gpuBusySeconds } > 0.5 * run.total("pool") { $0.gpuPaidSeconds })
    }

    @Test("A node that is down draws no power and is paid all the same; 300 outages at once take it down once")
    func power() throws {
        let outages = ["us-east-1", "eu-central-1", "ap-south-1"].flatMap { region in
            (0..<100).map { "{name: region-outage, region: \(region), start: \($0) ms, length: 1 h}" }
        }
        let run = try SmallScenario(
            faults: "[\(outages.joined(separator: ", "))]", layouts: [SmallScenario.pool("pool")]
        ).run()
        #expect(run.total("pool") { $0.paidSeconds[.serving] } == 3 * 12 * 60)
        #expect(run.total("pool") { $0.joules } == 0)
        #expect(run.total("pool") { $0.cohort.answered } == 0)
    }

    @Test("Signs of life are traffic, in proportion to the time nodes are up")
    func signs() throws {
        let text = SmallScenario(rate: "0/s", faults: "", layouts: [SmallScenario.pool("pool")]).text
        let steady = text.components(separatedBy: "\n").filter { !$0.contains("faults:") }.joined(separator: "\n")
        let scenario = try ScenarioReader.read(text: steady, file: SmallScenario.root + "/Scenarios/small.yaml")
        let run = try StudyRun(scenario, workers: 1)
        // Twelve nodes for a minute, a sign every 5 s, 1,000 bytes each, in three replications.
        #expect(run.total("pool") { $0.bytes } == 3 * 12 * 12 * 1000)
    }

    @Test("Requests are dealt to users; those of whose requests less than half are timely are ill served")
    func users() throws {
        func run(_ level: String) throws -> StudyRun {
            let text = SmallScenario(layouts: [SmallScenario.cloud()]).text
                .replacingOccurrences(of: "model: chat, rate", with: "model: chat, users: 20, rate")
                .replacingOccurrences(of: "{first-token: 10 s, total: 20 s}", with: level)
            let scenario = try ScenarioReader.read(text: text, file: SmallScenario.root + "/Scenarios/small.yaml")
            return try StudyRun(scenario, workers: 2)
        }
        let (good, bad) = (try run("{first-token: 10 s, total: 20 s}"), try run("{first-token: 1 ns, total: 1 ns}"))
        for row in good.rows(of: "cloud") where row.key.region != RowKey.whole {
            #expect((1...20).contains(row.counts.users))
            #expect(row.counts.usersBelowHalf <= row.counts.users)
        }
        #expect(bad.total("cloud") { $0.usersBelowHalf } == bad.total("cloud") { $0.users })
        #expect(good.total("cloud") { $0.users } == bad.total("cloud") { $0.users })
        #expect(good.total("cloud") { $0.usersBelowHalf } < good.total("cloud") { $0.users })
    }

    @Test("Without gateways the nodes see who asks; with them only the gateway does")
    func privacy() throws {
        let study = try SmallScenario(rate: "0/s").run().study
        let layouts = Dictionary(uniqueKeysWithValues: study.layouts.map { ($0.name, $0) })
        #expect(layouts["cloud"]?.seesIdentity == "gateway")
        #expect(layouts["pool"]?.seesIdentity == "3 nodes")
        #expect(layouts["pool"]?.seesPrompt == "3 nodes")
    }
}
