// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quantities
import Scenarios
import Testing

/// What is made from the declarations: resolved text, schema, table of keys.
@Suite struct ResolvedTests {
    @Test("The resolved text reads back as an equal scenario, and resolves to itself") func roundTrip() throws {
        let scenario = try Fixtures.read(Fixtures.valid)
        let text = ScenarioWriter.yaml(scenario, catalogue: Fixtures.catalogue)
        let again = try Fixtures.read(text)
        #expect(again == scenario)
        #expect(ScenarioWriter.yaml(again, catalogue: Fixtures.catalogue) == text)
    }

    @Test("Values survive the resolved text to the last bit", arguments: 1...200) func exact(seed: Int) throws {
        var state = UInt64(seed)
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let rate = "\(next(1000)).\(next(1_000_000))/\(["s", "min", "h", "d"][Int(next(4))])"
        let share = "\(next(100)).\(next(100_000)) %"
        let number = "\(1 + next(9999)).\(next(10_000))"
        let short = number + " " + ["ns", "us", "ms", "s"][Int(next(4))]
        let long = number + " " + ["ns", "us", "ms", "s", "min", "h"][Int(next(6))]
        let text = Fixtures.replacing("rate: 4/s", "rate: \(rate)").replacing(
            "dishonest: 10 %", with: "dishonest: \(share)"
        )
        .replacing("prefill: 35.95 us", with: "prefill: \(short)").replacing("pause: 100 ms", with: "pause: \(long)")
        .replacing("mean: 30 d", with: "mean: \(long)")
        let scenario = try Fixtures.read(text)
        #expect(try Fixtures.read(ScenarioWriter.yaml(scenario, catalogue: Fixtures.catalogue)) == scenario)
    }

    @Test("Defaults are filled in, those from elsewhere too") func defaults() throws {
        let text = Fixtures.replacing("attempts: {most: 3, timeout: 8 s, pause: 100 ms}\n", "")
        let scenario = try Fixtures.read(text)
        #expect(
            scenario.attempts == (try Fixtures.read(text + "attempts: {most: 1, timeout: 30 s, pause: 0 s}\n")).attempts
        )
        #expect(scenario.indifference == 0.01)
        #expect(scenario.floor == 0.9)
        #expect(scenario.eventLimit == 200_000_000)
        #expect(scenario.layouts[1].title == "market")
        let watch = scenario.layouts[1].pools[1]
        #expect(watch.models == ["chat"])
        #expect(watch.price == 0.5)
        #expect(watch.concurrency == 1)
        #expect(scenario.layouts[1].scheme.word("compare") == "tolerance")
        #expect(scenario.window.end == Nanoseconds(seconds: 720))
    }

    @Test("Every default of the table reads as a value of its key") func everyDefault() throws {
        let text = ScenarioWriter.yaml(try Fixtures.read(Fixtures.valid), catalogue: Fixtures.catalogue)
        #expect(Fixtures.messages(text) == [])
        #expect(ScenarioSchema.keys(Fixtures.catalogue).allSatisfy { !$0.summary.isEmpty && !$0.allowed.isEmpty })
    }

    @Test("The schema is JSON that describes every key of the table") func schema() throws {
        let text = ScenarioSchema.json(Fixtures.catalogue)
        #expect(text == ScenarioSchema.json(Fixtures.catalogue))
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        let properties = try #require(object?["properties"] as? [String: Any])
        let rows = ScenarioSchema.keys(Fixtures.catalogue).filter { !$0.key.contains(".") }
        #expect(Set(properties.keys) == Set(rows.map(\.key)))
        for (key, value) in properties {
            #expect((value as? [String: Any])?["description"] is String, "no description of \(key)")
        }
        let keys = ScenarioSchema.keys(Fixtures.catalogue).map(\.key)
        #expect(Set(keys).count == keys.count)
        #expect(keys.contains("layouts.pools.faults.up.exponential.mean"))
        #expect(keys.contains("regions.round-trips.p50"))
    }

    @Test("The schema accepts units by pattern and things by name, with or without parameters") func shapes() throws {
        let text = ScenarioSchema.json(Fixtures.catalogue)
        #expect(text.contains(#""pattern": "^[-+]?[0-9]+(\\.[0-9]+)? ?(s|ms|us|µs|ns|min|h|d)$""#))
        #expect(text.contains(#""const": "receipts""#))
        #expect(text.contains(#""additionalProperties": false"#))
    }
}
