// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Measures
import Scenarios
import Testing

/// Whatever is turned to its end must still add up.
@Suite("Extremes")
struct ExtremesTests {
    private func check(_ scenario: SmallScenario, _ comment: Comment? = nil) throws -> StudyRun {
        let run = try scenario.run()
        for row in run.rows {
            #expect(row.failure.isEmpty, comment)
            #expect(row.counts.conservationMistake == nil, comment)
            for (lower, higher) in zip(Level.allCases, Level.allCases.dropFirst()) {
                #expect(row.counts.verified[higher] <= row.counts.verified[lower], comment)
                #expect(row.counts.right[higher] <= row.counts.verified[higher], comment)
            }
            #expect(row.counts.timely <= row.counts.cohort.answered, comment)
            #expect(row.counts.acceptedWrong <= row.counts.deliveredWrong, comment)
            #expect(row.counts.acceptedUnfaithful <= row.counts.deliveredUnfaithful, comment)
        }
        return run
    }

    @Test(
        "Every share of dishonest operators from 0 to 1 adds up, and truth falls with it",
        arguments: ["none", "{name: re-execution, executions: 3}"])
    func adversaryShare(scheme: String) throws {
        var truths: [Double] = []
        for share in ["0 %", "20 %", "50 %", "80 %", "100 %"] {
            let run = try check(
                SmallScenario(
                    replications: 8, threat: "{operator-dishonest: \(share), placement: random, conduct: substitute}",
                    layouts: [SmallScenario.pool("pool", scheme: scheme)]), "\(share)")
            truths.append(run.total("pool") { $0.right[.unassured] } / run.total("pool") { $0.verified[.unassured] })
        }
        #expect(truths.first == 1)
        // What is left are answers of the small model within the tolerance of the large one's.
        #expect(truths.last.map { $0 > 0 && $0 < 0.02 } == true)
        #expect(truths == truths.sorted(by: >))
    }

    @Test(
        "Every conduct adds up and harms",
        arguments: ["int8-weights", "int4-weights", "substitute", "random", "copy", "withhold"])
    func conducts(conduct: String) throws {
        let run = try check(
            SmallScenario(
                threat: "{operator-dishonest: 40 %, placement: random, conduct: \(conduct)}",
                layouts: [SmallScenario.pool("pool", scheme: "none")]))
        let harm = run.total("pool") { $0.deliveredWrong } + run.total("pool") { $0.cohort.timedOut[.withheld] }
        #expect(harm > 0)
        #expect(run.total("pool") { $0.right[.unassured] } > 0)
    }

    @Test("Every placement adds up", arguments: ["random", "largest", "one-region"])
    func placements(placement: String) throws {
        _ = try check(
            SmallScenario(
                threat: "{operator-dishonest: 30 %, placement: \(placement), conduct: substitute}",
                layouts: [SmallScenario.cloud(), SmallScenario.pool("pool", nodes: 9, operators: 3)]))
    }

    @Test(
        "Every routing policy adds up and answers",
        arguments: [
            "random", "round-robin", "nearest", "{name: least-loaded, refresh: 1 s}",
            "{name: power-of-two, refresh: 500 ms}",
        ])
    func routing(policy: String) throws {
        let run = try check(SmallScenario(layouts: [SmallScenario.pool("pool", nodes: 24, routing: policy)]))
        #expect(run.total("pool") { $0.cohort.answered } > 0.8 * run.total("pool") { $0.cohort.offered })
    }

    @Test("No demand gives no requests and no numbers")
    func noDemand() throws {
        let run = try check(SmallScenario(rate: "0/s"))
        #expect(run.total("pool") { $0.wholeRun.offered } == 0)
        #expect(run.total("pool") { $0.gpuPaidSeconds } > 0)
    }

    @Test("Overload refuses, times out and adds up")
    func overload() throws {
        let run = try check(SmallScenario(rate: "60/s", layouts: [SmallScenario.pool("pool", nodes: 3)]))
        #expect(run.total("pool") { $0.cohort.refused[.queueFull] } > 0)
        #expect(run.total("pool") { $0.timely } < 0.5 * run.total("pool") { $0.cohort.offered })
    }

    @Test("One node that never fails answers a light load")
    func oneNode() throws {
        let run = try check(
            SmallScenario(rate: "0.2/s", faults: "", layouts: [SmallScenario.cloud(nodes: 1)]))
        #expect(run.total("cloud") { $0.cohort.answered } == run.total("cloud") { $0.cohort.offered })
    }

    @Test("A hundred thousand nodes with churn add up")
    func manyNodes() throws {
        _ = try check(
            SmallScenario(replications: 1, layouts: [SmallScenario.pool("pool", nodes: 100_000, scheme: "none")]))
    }

    @Test("A cold pool downloads its model before the first answer")
    func coldStart() throws {
        func mean(start: String) throws -> Double {
            let run = try check(
                SmallScenario(
                    rate: "0.1/s", window: "{start: 0 s, length: 60 s}",
                    attempts: "{most: 1, timeout: 30 s, pause: 0 s}",
                    faults: "", layouts: [SmallScenario.cloud(more: ", start: \(start)")],
                    extra: "hub: {region: us-east-1, bandwidth: 10 Gbit/s}"))
            return run.total("cloud") { $0.totalSeconds } / run.total("cloud") { $0.cohort.answered }
        }
        // 16 GB at 10 Gbit/s take 12.8 s, once per node; few requests follow.
        #expect(try mean(start: "cold") > mean(start: "warm") + 1)
    }

    @Test("A run that hits the event limit is a row with its reason")
    func eventLimit() throws {
        let run = try SmallScenario(extra: "event-limit: 1000").run()
        #expect(run.rows.allSatisfy { $0.failure == "event limit of 1000 reached" })
    }
}
