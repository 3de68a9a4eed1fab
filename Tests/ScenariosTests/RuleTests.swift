// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Scenarios
import Testing

/// Rules that concern more than one key, each with its message.
@Suite struct RuleTests {
    @Test(
        "A value that contradicts another is reported",
        arguments: [
            (
                "study: terminating", "study: steady", ["start: 2 min", "start: 0 s"],
                "found a steady study that deletes nothing; allowed: a start above 0 s, long enough to forget the beginning"
            ),
            (
                "first-token: 2 s", "first-token: 11 s", [],
                "found a first token allowed later than the last; allowed: at most the total, 10 s"
            ),
            (
                "total: 10 s", "total: 31 s", [],
                "found a total longer than clients wait; allowed: at most the client's deadline, 30 s"
            ),
            (
                "timeout: 8 s", "timeout: 31 s", [],
                "found an attempt longer than clients wait; allowed: at most the client's deadline, 30 s"
            ),
            (
                "idle-power: 50 W", "idle-power: 0.5 kW", [],
                "found less power at full use than idle; allowed: at least the idle power, 500 W"
            ),
            ("p50: 5 ms", "p50: 10 ms", [], "found a p90 below p50; allowed: p90 at least p50"),
            (
                "tokens: {name: fixed, input: 1000, output: 200}", "tokens: trace", [],
                "found lengths from a trace without its arrivals; allowed: tokens 'trace' only with arrivals 'trace'"
            ),
            (
                "substitute: digits-small, ", "", [],
                "found the conduct 'substitute' with no substitute for model 'chat'; allowed: this conduct when every model has the key 'substitute'"
            ),
            (
                "outputs: digits,", "outputs: digits, tolerance: 1,", [],
                "found tolerance of 'digits', which has its own; allowed: this key for models without"
            ),
            (
                "outputs: digits,", "outputs: digits, inputs: /etc,", [],
                "found inputs of 'digits', which has its own; allowed: this key for models without"
            ),
            (
                "outputs: digits,", "outputs: magika, tolerance: 0.1,", [],
                "found 'magika', which has no inputs of its own; allowed: a model with its own, or the key 'inputs'"
            ),
            (
                "outputs: digits,", "outputs: magika, inputs: /etc,", [],
                "found 'magika', which has no tolerance of its own; allowed: a model with its own, or the key 'tolerance'"
            ),
            (
                "start: 5 min", "start: 1 h", [],
                "found an outage after the end of the run; allowed: a start before the last deadline ends, 760 s"
            ),
            (
                "operator: cloud-a", "operator: cloud-a, operators: 2", [],
                "found both 'operator' and 'operators'; allowed: either a name or a count"
            ),
            (
                "operator: cloud-a, ", "", [],
                "found no key 'operators' of a pool; allowed: a count, or the key 'operator' with a name"
            ),
            (
                "operators: 9", "operators: 10", [],
                "found 10 operators of 9 nodes; allowed: at most one operator per node"
            ),
            (
                "size: 16 GB", "size: 26 GB", [],
                "found the model 'chat' of 26 GB; allowed: at most the memory of 'card', 24 GiB"
            ),
            (
                "hub: {region: north, bandwidth: 1 Gbit/s}", "", [],
                "found a cold start without a hub; allowed: 'cold' in a scenario with 'hub'"
            ),
            (
                "listed-for: 30 s", "listed-for: 9 s", [],
                "found nodes that are listed for less than a heartbeat; allowed: at least the heartbeat, 10 s"
            ),
            (
                "operator: cloud-a", "operator: cloud-a, role: checking", [],
                "found no serving pool for the model 'chat'; allowed: pools that serve every model users ask"
            ),
            (
                ", south: {p50: 80.5 ms, p90: 90 ms}", "", [],
                "found no round trip from 'north' to 'south'; allowed: a round trip between every two regions that exchange messages, itself included"
            ),
            (
                "gateways: [north]", "gateways: [north, north]", [],
                "found 'north' twice; allowed: a list of at least 1, each the id of a region, each once"
            ),
            (
                "executions: 3", "executions: 5", [],
                "found 5 executions of 'chat', for which there are 4 operators; allowed: at most one execution per operator"
            ),
            (
                "executions: 3, checkers: [watch]", "executions: 10", [],
                "found 10 executions of 'chat', for which there are 9 operators; allowed: at most one execution per operator"
            ),
            ("    rate: 4/s\n", "", [], "found no key 'rate' of a demand; allowed: a quantity like 4/s"),
        ] as [(String, String, [String], String)])
    func contradiction(old: String, new: String, also: [String], expected: String) {
        var text = Fixtures.replacing(old, new)
        if also.count == 2 { text = text.replacing(also[0], with: also[1], maxReplacements: 1) }
        let found = Fixtures.messages(text)
        #expect(found.contains { $0.hasSuffix(expected) }, "found \(found)")
        #expect(found.allSatisfy { $0.contains(": " + expected) }, "found \(found)")
    }

    @Test("Warm nodes must hold all their models at once") func warm() {
        let text = Fixtures.replacing(
            "size: 16 GB}", "size: 16 GB}\n  - {id: code, outputs: digits, substitute: digits, size: 10 GB}")
        let expected =
            "found a warm start with models of 26 GB together; allowed: at most the memory of 'card', 24 GiB, or a cold start"
        #expect(Fixtures.messages(text).count == 2)
        #expect(Fixtures.messages(text).allSatisfy { $0.hasSuffix(expected) })
    }

    @Test("A rule is silent when one of its keys is missing or mistyped") func consequences() {
        let steady = Fixtures.replacing("study: terminating", "study: steady")
        let mistyped = Fixtures.messages(steady.replacing("window:", with: "windw:"))
        #expect(mistyped.count == 1)
        #expect(mistyped.first?.hasSuffix("did you mean 'window'?") == true)
        let missing = Fixtures.messages(steady.replacing("window: {start: 2 min, length: 10 min}\n", with: ""))
        #expect(missing == ["a.yaml:1:1: found no key 'window' of the scenario; allowed: the keys of the window"])
    }

    @Test(
        "What is unusual but meaningful is accepted",
        arguments: [
            ("rate: 4/s", "rate: 0/s"), ("operator-dishonest: 10 %", "operator-dishonest: 0 %"),
            ("operator-dishonest: 10 %", "operator-dishonest: 100 %"), ("queue: 8", "queue: 0"),
            ("nodes: 9", "nodes: 1000000"),
            ("seed: 1", "seed: 18446744073709551615"), ("scale: [1, 2]", "scale: [1]"),
            ("threat: assumed-honest", "threat: as-declared"),
        ])
    func meaningful(old: String, new: String) {
        #expect(Fixtures.messages(Fixtures.replacing(old, new)) == [])
    }

    @Test("A trace stands beside its scenario, brings its own rate, and may bring its lengths") func trace() throws {
        let scenario = Fixtures.replacing("    rate: 4/s\n", "").replacing(
            "arrivals: {name: profile, workload: recorded}", with: "arrivals: {name: trace, file: t.csv}"
        ).replacing("tokens: {name: fixed, input: 1000, output: 200}", with: "tokens: trace")
        let rated = scenario.replacing("    users: 1000", with: "    users: 1000\n    rate: 4/s")
        let trace = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44"
        let files = ["a.yaml": scenario, "b.yaml": rated, "t.csv": trace].mapValues { Array($0.utf8) }
        try Fixtures.withFolder(files) { folder in
            let read = try ScenarioReader.read(path: folder + "a.yaml", catalogue: Fixtures.catalogue)
            #expect(read.directory == folder)
            #expect(read.demand[0].rate == 0)
            #expect(read.path(of: read.demand[0].arrivals.word("file")) == folder + "t.csv")
            let found = Fixtures.messages(path: folder + "b.yaml")
            #expect(
                found == [
                    "\(folder)b.yaml:40:11: found a rate beside arrivals from a trace; "
                        + "allowed: the trace's own rate, changed by 'speed'"
                ])
        }
        let missing = Fixtures.messages(scenario)
        #expect(missing.count == 1)
        #expect(missing[0].contains("found no such file"))
    }
}
