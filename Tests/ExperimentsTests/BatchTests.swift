// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Measures
import Scenarios
import Testing

/// Hardware whose bits depend on how many requests it serves at a time.
@Suite("Batch buckets in a study") struct BatchTests {
    /// Honest cards, three of which compute every answer and compare the bits.
    private func study(profile: String, rate: String) throws -> StudyRun {
        var small = SmallScenario(replications: 3)
        small.rate = rate
        small.threat = ""
        small.faults = ""
        small.extra = """
            hardware:
              - {id: card, profile: \(profile), concurrency: 16, fixed: 100 ms, prefill: 0 s, decode: 10 ms, memory: 24 GiB, bandwidth: 1 Gbit/s, price: 0.5 USD/h, idle-power: 50 W, busy-power: 400 W, source: test, grade: assumed}
            """
        small.layouts = [
            SmallScenario.pool("pool", nodes: 9, scheme: "{name: re-execution, executions: 3, compare: exact}")
                .replacing("hardware: rtx-4090", with: "hardware: card")
                .replacing(
                    "        faults: {up: {name: exponential, mean: 5 min}, down: {name: exponential, mean: 20 s}}",
                    with: "")
        ]
        let known = "outputs: digits, substitute: digits-small"
        let text = small.text.replacing(known, with: "outputs: austen, new-tokens: 8")
        return try StudyRun(
            ScenarioReader.read(text: text, file: SmallScenario.root + "/Scenarios/small.yaml"), workers: 2)
    }

    @Test("machines that serve several requests at a time find fewer of each other's bits the same") func load() throws
    {
        let idle = try study(profile: "batch-dependent", rate: "0.05/s")
        let busy = try study(profile: "batch-dependent", rate: "2/s")
        func checked(_ run: StudyRun) -> Double {
            run.total("pool") { $0.verified[.checked] } / run.total("pool") { $0.timely }
        }
        #expect(idle.total("pool") { $0.timely } > 10 && checked(idle) == 1, "\(checked(idle))")
        #expect(checked(busy) < 0.9, "\(checked(busy))")
        // All are right all the same: truth is an honest execution in the bucket of the answering node.
        #expect(busy.total("pool") { $0.delivered } > 100 && busy.total("pool") { $0.deliveredWrong } == 0)
        #expect(busy.study.profilePairs.map(\.second).contains("batch-dependent/16"))
        #expect(busy.study.profilePairs.count == 10)
    }

    @Test("batch-invariant machines never do") func invariant() throws {
        let busy = try study(profile: "fused-16", rate: "2/s")
        #expect(busy.total("pool") { $0.verified[.checked] } > 100)
        #expect(busy.total("pool") { $0.honestJudgedBad } == 0)
        #expect(busy.study.profilePairs.isEmpty)
    }
}
