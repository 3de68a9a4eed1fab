// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Measures
import Reports
import Testing

struct FormatTests {
    @Test("JSON keeps the order of keys, escapes what it must and writes undefined numbers as null")
    func json() {
        let value = JSON.object([
            .init("b", .number(1.0 / 3)), .init("a", .text("\"\\\n\u{1}é")), .init("none", .number(.nan)),
            .init("list", .list([.flag(true), .null, .number(-0.0)])), .init("empty", .object([])),
        ])
        #expect(
            value.encoded == """
                {
                  "b": 0.3333333333,
                  "a": "\\"\\\\\\n\\u0001é",
                  "none": null,
                  "list": [true, null, 0],
                  "empty": {}
                }

                """)
    }

    @Test("The JSON of a report is read by another reader and has the documented keys")
    func reportJSON() throws {
        let data = Data(try Example.report().json.encoded.utf8)
        let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "answer", "study", "layouts", "verdicts", "profile_divergence", "price_ratios", "notes", "files",
            ])
        let layouts = try #require(object["layouts"] as? [[String: Any]])
        #expect(layouts.map { $0["name"] as? String } == ["cloud", "pool", "hybrid"])
        let scales = try #require(layouts[1]["scales"] as? [[String: Any]])
        let levels = try #require(scales[0]["levels"] as? [[String: Any]])
        let utility = try #require(levels[5]["utility"] as? [String: Double])
        #expect(utility["value"] == 0.76)
        #expect(levels[6]["reachable"] as? Bool == false)
        #expect(levels[6]["utility"] == nil)
        let verdicts = try #require(object["verdicts"] as? [[String: Any]])
        #expect(verdicts.map { $0["verdict"] as? String } == ["better", "better"])
    }

    @Test("The documented keys of the JSON are exactly those written")
    func keys() throws {
        let documented = JSONKey.all.map(\.path)
        #expect(Set(documented).count == documented.count)
        var written: [String] = []
        collect(try Example.report().json, at: "", into: &written)
        #expect(Set(written).subtracting(documented).sorted() == [])
        #expect(Set(documented).subtracting(written).sorted() == [])
        #expect(JSONKey.all.allSatisfy { $0.meaning.hasSuffix(".") })
    }

    /// The paths of all leaves; an estimate is a leaf, and a null stands for nothing when others show what it could be.
    private func collect(_ value: JSON, at path: String, into paths: inout [String]) {
        switch value {
        case .object(let members) where members.map(\.key) != ["value", "low", "high"]:
            for member in members {
                collect(member.value, at: path.isEmpty ? member.key : "\(path).\(member.key)", into: &paths)
            }
        case .list(let items) where items.contains { if case .object = $0 { true } else { false } }:
            for item in items { collect(item, at: path + "[]", into: &paths) }
        case .null where JSONKey.all.contains { $0.path.hasPrefix(path + ".") }, .list([]): break
        default: paths.append(path)
        }
    }

    @Test("Regions and models have their states, funnel and VIPN in the JSON")
    func parts() throws {
        let data = Data(try Example.report().json.encoded.utf8)
        let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let layouts = try #require(object["layouts"] as? [[String: Any]])
        let parts = try #require(layouts[1]["parts"] as? [[String: Any]])
        #expect(parts.map { $0["region"] as? String } == ["eu", "us", nil])
        #expect(parts.map { $0["model"] as? String } == [nil, nil, "digits"])
        let states = try #require(parts[0]["states"] as? [String: Double])
        #expect(states["offered"] == 200)
        let levels = try #require(parts[0]["levels"] as? [[String: Any]])
        let rate = try #require(levels[5]["right_per_s"] as? [String: Double])
        let utility = try #require(levels[5]["utility"] as? [String: Double])
        // Fifty requests in 100 s.
        #expect(abs(try #require(rate["value"]) - 0.5 * #require(utility["value"])) < 1e-9)
        #expect(utility["low"] != nil)
    }

    @Test("Curves and the table of measures are tidy: a full line for every point")
    func tables() throws {
        let report = try Example.report()
        for (text, columns) in [(report.curves, 8), (report.csv, 7)] {
            let lines = try CommaSeparated.parse(text)
            #expect(lines.count > 100)
            #expect(lines.allSatisfy { $0.count == columns })
        }
        #expect(report.curves.contains("time_to_level,pool,L5,age_s,0.3,0,0,"))
        #expect(report.curves.contains("time_to_level,pool,L5,age_s,1,1,"))
        #expect(report.curves.contains("utility,pool,L5,scale,2,0.76,"))
    }

    @Test("A table is aligned as text and as Markdown, where pipes are escaped")
    func table() {
        var table = Table([.words("layout"), .number("U")])
        table.add(["a|b", "0.5"])
        table.add(["cloud", "12.25"])
        #expect(
            table.text == """
                layout      U
                ------  -----
                a|b       0.5
                cloud   12.25
                """)
        #expect(
            table.markdown == """
                | layout |     U |
                | ------ | ----: |
                | a\\|b   |   0.5 |
                | cloud  | 12.25 |
                """)
    }

    @Test("Paragraphs are wrapped, sections without content left out")
    func document() {
        var document = Document()
        document.add(.paragraph("one two three four"))
        document.add("Empty", [.list([]), .table(Table([.words("nothing")]))])
        document.add("List", [.list(["alpha beta gamma"])])
        #expect(document.text(width: 9) == "one two\nthree\nfour\n\nList\n----\n\n- alpha\n  beta\n  gamma\n")
        #expect(document.markdown == "one two three four\n\n## List\n\n- alpha beta gamma\n")
    }
}
