// SPDX-License-Identifier: GPL-3.0-or-later

import Scenarios
import Testing

/// The exact words of every message about what stands in a file.
@Suite struct MessageTests {
    private static let topKeys =
        "name, question, seed, study, replications, scale, window, target, indifference, floor, event-limit, "
        + "service-level, deadlines, attempts, include, regions, hardware, workloads, models, demand, threat, faults, "
        + "equalise, hub, prices, layouts"

    @Test("A valid scenario has no message") func valid() {
        #expect(Fixtures.messages(Fixtures.valid) == [])
    }

    @Test("A mistyped top-level key is named with its neighbour, and not missed a second time") func mistypedKey() {
        let expected =
            "a.yaml:3:1: found unknown key 'sede' of the scenario; allowed: \(Self.topKeys); did you mean 'seed'?"
        #expect(Fixtures.messages(Fixtures.replacing("seed: 1", "sede: 1")) == [expected])
    }

    @Test(
        "Each mistake in a value is worded in full",
        arguments: [
            ("seed: 1", "seed: 1e3", "3:7: found '1e3'; allowed: a whole number from 0 through 18446744073709551615"),
            ("seed: 1", "seed: 0x10", "3:7: found '0x10'; allowed: a whole number from 0 through 18446744073709551615"),
            ("seed: 1", "seed: no", "3:7: found 'no'; allowed: a whole number from 0 through 18446744073709551615"),
            ("seed: 1", "seed: ~", "3:7: found '~'; allowed: a whole number from 0 through 18446744073709551615"),
            ("seed: 1", "seed:", "3:6: found nothing; allowed: a whole number from 0 through 18446744073709551615"),
            ("seed: 1", "seed: -1", "3:7: found '-1'; allowed: a whole number from 0 through 18446744073709551615"),
            ("seed: 1", "seed: 010", "3:7: found '010'; allowed: a whole number from 0 through 18446744073709551615"),
            ("seed: 1", "seed: [1]", "3:7: found a list; allowed: a whole number from 0 through 18446744073709551615"),
            (
                "scale: [1, 2]", "scale: [0, 2]", "6:9: found '0'; allowed: a whole number from 1 through 1000000"
            ),
            (
                "scale: [1, 2]", "scale: [2, 1]",
                "6:8: found [2, 1]; allowed: a list of rising whole numbers that begins with 1, like [1, 2, 4]"
            ),
            (
                "scale: [1, 2]", "scale: 2",
                "6:8: found '2'; allowed: a list of at least 1, each a whole number from 1 through 1000000"
            ),
            (
                "length: 10 min", "length: 10 minutes",
                "7:32: found unknown unit 'minutes'; allowed: a number with a unit, like 50 ms "
                    + "(units: s, ms, us, µs, ns, min, h, d)"
            ),
            (
                "length: 10 min", "length: 10 mn",
                "7:32: found unknown unit 'mn'; allowed: a number with a unit, like 50 ms "
                    + "(units: s, ms, us, µs, ns, min, h, d); did you mean 'ms'?"
            ),
            (
                "length: 10 min", "length: 10",
                "7:32: found '10' without a unit; allowed: a number with a unit, like 50 ms "
                    + "(units: s, ms, us, µs, ns, min, h, d)"
            ),
            (
                "length: 10 min", "length: 0 s",
                "7:32: found '0 s'; allowed: a quantity like 50 ms from 1 ns through 3650 d"
            ),
            (
                "length: 10 min", "length: -5 min",
                "7:32: found '-5 min'; allowed: a quantity like 50 ms from 1 ns through 3650 d"
            ),
            (
                "rate: 4/s", "rate: NaN",
                "37:11: found 'NaN'; allowed: a number with a unit, like 0.8/s (units: /s, /min, /h, /d)"
            ),
            (
                "rate: 4/s", "rate: inf/s",
                "37:11: found 'inf/s'; allowed: a number with a unit, like 0.8/s (units: /s, /min, /h, /d)"
            ),
            (
                "rate: 4/s", "rate: -4/s",
                "37:11: found '-4/s'; allowed: a quantity like 0.8/s from 0/s through 1000000000/s"
            ),
            (
                "rate: 4/s", "rate: 9999999999999999999/s",
                "37:11: found '9999999999999999999/s'; allowed: a number below 1e18"
            ),
            (
                "operator-dishonest: 10 %", "operator-dishonest: 100.1 %",
                "42:23: found '100.1 %'; allowed: a quantity like 30 % from 0 % through 100 %"
            ),
            (
                "target: L5", "target: L7",
                "8:9: found unknown word 'L7'; allowed: L0, L1, L2, L3, L4, L5, L6; did you mean 'L0'?"
            ),
            (
                "placement: one-region", "placement: oneregion",
                "43:14: found unknown word 'oneregion'; allowed: random, largest, one-region; did you mean 'one-region'?"
            ),
            ("nodes: 4", "nodes: 0", "60:61: found '0'; allowed: a whole number from 1 through 10000000"),
            (
                "per-minute: [3, 0, 2.5]", "per-minute: [0, 0]",
                "28:17: found zeros only; allowed: a list of at least 1, each a number from 0 through 1000000000000000, not all zero"
            ),
            (
                "[1, 20, 20]", "[1, 20, 19]",
                "30:23: found numbers that fall; allowed: a list of at least 2, each a number from 0 through 1000000000000000, none smaller than the one before"
            ),
            (
                "name: small", "name: Sm_all",
                "1:7: found 'Sm_all'; allowed: a name of lower-case letters, digits and hyphens, at most 64"
            ),
            (
                "arrivals: {name: profile, workload: recorded}", "arrivals: [poisson]",
                "38:15: found a list; allowed: an arrival process by name, or {name: ..., parameters}"
            ),
            (
                "checkers: [watch]", "checkers: watch", "64:59: found 'watch'; allowed: a list, each the id of a pool"
            ),
        ])
    func value(old: String, new: String, expected: String) {
        #expect(Fixtures.messages(Fixtures.replacing(old, new)) == ["a.yaml:" + expected])
    }

    @Test(
        "Each mistake in a name is worded in full",
        arguments: [
            (
                "    region: south", "    region: sooth",
                "35:13: found unknown region 'sooth'; allowed: north, south; did you mean 'south'?"
            ),
            (
                "hardware: card, nodes: 4", "hardware: gpu, nodes: 4",
                "60:48: found unknown hardware 'gpu'; allowed: card"
            ),
            ("checkers: [watch]", "checkers: [main]", "64:60: found unknown pool 'main'; allowed: crowd, watch"),
            (
                "like: cloud}", "like: clout}",
                "47:28: found unknown layout 'clout'; allowed: cloud, market; did you mean 'cloud'?"
            ),
            (
                "scheme: receipts", "scheme: receits",
                "57:13: found unknown scheme 'receits'; allowed: none, receipts, re-execution; did you mean 'receipts'?"
            ),
            (
                "executions: 3", "exections: 3",
                "64:34: found unknown key 'exections' of scheme 're-execution'; allowed: name, executions, compare, checkers; did you mean 'executions'?"
            ),
            (
                "executions: 3, ", "",
                "64:13: found no key 'executions' of scheme 're-execution'; allowed: a whole number from 2 through 99"
            ),
            (
                "  - id: south", "  - id: north",
                "16:9: found the region 'north' again, first at 13:9; allowed: each id once"
            ),
            (
                "    price: 0.5 USD/h\n", "",
                "19:5: found no key 'price' of a hardware class; allowed: a quantity like 2.99 USD/h from 0 USD/h through 1000000 USD/h"
            ),
        ])
    func name(old: String, new: String, expected: String) {
        let found = Fixtures.messages(Fixtures.replacing(old, new))
        #expect(found.first { $0 == "a.yaml:" + expected } != nil, "found \(found)")
    }

    @Test("All mistakes come at once, sorted by position") func together() {
        let text = Fixtures.replacing("seed: 1", "sede: 1").replacing("L5", with: "L9").replacing(
            "nodes: 9", with: "nodes: many"
        )
        .replacing("[north, south]", with: "[nirth, south]")
        let starts = Fixtures.messages(text).map { $0.prefix { $0 != " " } }
        #expect(starts == ["a.yaml:3:1:", "a.yaml:8:9:", "a.yaml:67:19:", "a.yaml:69:16:"])
    }

    @Test("A long or strange text from the file is shown short and plain") func quoting() {
        let text = Fixtures.replacing("target: L5", "target: \"" + String(repeating: "x", count: 100) + "\"")
        #expect(Fixtures.messages(text)[0].contains("'" + String(repeating: "x", count: 48) + "...'"))
        let escape = Fixtures.replacing("target: L5", "target: \"a\\e[31m\\nb\"")
        #expect(Fixtures.messages(escape)[0].contains("'a [31m b'"))
    }
}
