// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Experiments
import Foundation
import Measures
import Scenarios
import Testing

@Suite("Determinism: the trajectory fingerprint and the record")
struct DeterminismTests {
    @Test("The record is the same to the byte with any number of workers")
    func workers() throws {
        let records = try [1, 2, 5].map { RunRecord.write(try SmallScenario().run(workers: $0).rows) }
        #expect(records[0] == records[1])
        #expect(records[0] == records[2])
    }

    @Test("Another seed gives another record")
    func seed() throws {
        let one = RunRecord.write(try SmallScenario().run().rows)
        let two = RunRecord.write(try SmallScenario(seed: 2).run().rows)
        #expect(one != two)
    }

    @Test("The fingerprint of a replication is frozen: the same on any machine, debug or release")
    func frozenFingerprint() throws {
        let scenario = try SmallScenario().read()
        let materials = try AnswerPreparation(workers: 2, store: nil).materials(of: scenario)
        let prints = ["cloud", "pool"].map {
            Replication(scenario, RunPoint(layout: $0, replication: 1), materials).fingerprint.description
        }
        #expect(prints == ["94bcfa38d83087db", "3b588a2b246f0b3f"])
    }

    @Test("A layout's rows do not depend on which other layouts the file holds")
    func otherLayouts() throws {
        let both = try SmallScenario().run()
        let alone = try SmallScenario(layouts: [SmallScenario.pool("pool")]).run()
        #expect(RunRecord.write(both.rows(of: "pool")) == RunRecord.write(alone.rows(of: "pool")))
    }
}

@Suite("One world for all layouts")
struct CommonWorldTests {
    private func offered(_ run: StudyRun, _ layout: String) -> [String: Double] {
        Dictionary(
            run.rows(of: layout).map { ("\($0.key.replication) \($0.key.region)", $0.counts.cohort.offered) },
            uniquingKeysWith: { first, _ in first })
    }

    @Test("Layouts get the same requests in every replication and region")
    func sameDemand() throws {
        let run = try SmallScenario().run()
        #expect(offered(run, "cloud") == offered(run, "pool"))
        #expect(run.total("pool") { $0.cohort.offered } > 1000)
    }

    @Test("Fewer tries, another routing or more nodes do not shift the demand")
    func demandIsIndependent() throws {
        let base = offered(try SmallScenario().run(), "pool")
        let changed = SmallScenario(
            attempts: "{most: 1, timeout: 8 s, pause: 100 ms}",
            layouts: [SmallScenario.pool("pool", nodes: 30, routing: "round-robin")])
        #expect(offered(try changed.run(), "pool") == base)
    }

    @Test("An operator of the same name is dishonest in the same replications in every layout")
    func sameOperators() throws {
        let scheme = "none"
        let run = try SmallScenario(
            replications: 40, threat: "{operator-dishonest: 50 %, placement: random, conduct: substitute}",
            layouts: [
                SmallScenario.pool("one", nodes: 6, scheme: scheme),
                SmallScenario.pool("two", nodes: 6, scheme: "receipts"),
            ]
        ).run()
        let honest = ["one", "two"].map { layout in
            run.rows(of: layout).filter { $0.key.region == RowKey.whole }.map(\.counts.honestOperatorYears)
        }
        #expect(honest[0] == honest[1])
        #expect(Set(honest[0]).count > 2)
    }
}
