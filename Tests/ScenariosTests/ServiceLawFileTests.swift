// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Models
import Scenarios
import Testing

/// Measured service laws: the file, the scenario that names it, and what is said of files that hold none.
@Suite("Service law files") struct ServiceLawFileTests {
    private static let law = FittedServiceLaw(
        model: "chat: \"quick\"", machine: "one thread",
        prefill: .init(perPass: 0.1, perToken: 1.0 / 3, perContextToken: 1e-17, residualScale: 0.02),
        decode: .init(perPass: 0, perToken: .leastNonzeroMagnitude, perContextToken: 0, residualScale: 0),
        inputTokens: 4...64, outputTokens: 1...32, batch: 1...8, measurements: 40)

    private static let linear = "    prefill: 35.95 us\n    decode: 6.479 ms\n"
    private static let scenario = Fixtures.replacing(linear, "    law: card.law.json\n")

    /// What is said of a scenario that names a law file of this text; the folder's path is left out.
    private static func messages(_ law: String?, scenario: String = scenario) throws -> [String] {
        var found: [String] = []
        var files = ["a.yaml": Array(scenario.utf8)]
        files["card.law.json"] = law.map { Array($0.utf8) }
        try Fixtures.withFolder(files) { folder in
            found = Fixtures.messages(path: folder + "a.yaml").map { $0.replacing(folder, with: "") }
        }
        return found
    }

    @Test("a law is read back bit for bit, from its file and from the resolved scenario, which needs no file")
    func roundTrip() throws {
        let files = ["a.yaml": Array(Self.scenario.utf8), "card.law.json": Array(ServiceLawFile.json(Self.law).utf8)]
        var resolved = ""
        try Fixtures.withFolder(files) { folder in
            let scenario = try ScenarioReader.read(path: folder + "a.yaml", catalogue: Fixtures.catalogue)
            #expect(scenario.hardware("card").law == Self.law)
            resolved = ScenarioWriter.yaml(scenario, catalogue: Fixtures.catalogue)
        }
        let again = try Fixtures.read(resolved)
        #expect(again.hardware("card").law == Self.law)
        #expect(ScenarioWriter.yaml(again, catalogue: Fixtures.catalogue) == resolved)
    }

    @Test("the file is JSON, the same text each time") func json() throws {
        let text = ServiceLawFile.json(Self.law)
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["measurements"] as? Int == 40)
        #expect(object["model"] as? String == Self.law.model)
        #expect((object["prefill"] as? [String: Any])?["per-pass"] as? String == "0.1 s")
        #expect(text == ServiceLawFile.json(Self.law))
    }

    @Test("the path is relative to the file that names it, an included one too") func included() throws {
        let (start, end) = (
            try #require(Self.scenario.range(of: "hardware:")), try #require(Self.scenario.range(of: "workloads:"))
        )
        let library = String(Self.scenario[start.lowerBound..<end.lowerBound])
        let rest = Self.scenario.replacing(library, with: "").replacing(
            "seed: 1", with: "seed: 1\ninclude: [deep/b.yaml]")
        try Fixtures.withFolder(["a.yaml": Array(rest.utf8)]) { folder in
            try FileManager.default.createDirectory(atPath: folder + "deep", withIntermediateDirectories: false)
            try library.write(toFile: folder + "deep/b.yaml", atomically: true, encoding: .utf8)
            try ServiceLawFile.json(Self.law).write(
                toFile: folder + "deep/card.law.json", atomically: true, encoding: .utf8)
            let scenario = try ScenarioReader.read(path: folder + "a.yaml", catalogue: Fixtures.catalogue)
            #expect(scenario.hardware("card").law == Self.law)
        }
    }

    @Test(
        "a damaged file is refused, with the place in it and what is allowed",
        arguments: [
            (
                "\"machine\"", "\"machin\"",
                "card.law.json:3:3: found unknown key 'machin' of a service law; allowed: model"
            ),
            ("\"0.1 s\"", "\"-0.1 s\"", "card.law.json:5:17: found '-0.1 s'; allowed: a quantity like 50 ms from 0 s"),
            ("\"0.1 s\"", "0.1", "card.law.json:5:17: found '0.1' without a unit; allowed: a number with a unit"),
            ("\"0.1 s\"", "[]", "card.law.json:5:17: found a list; allowed: a quantity like 50 ms"),
            (
                "\"from\": 4", "\"from\": 65",
                "card.law.json:16:19: found a range from 65 through 64; allowed: 'through' at"
            ),
            ("\"from\": 4", "\"from\": 0", "card.law.json:17:13: found '0'; allowed: a whole number from 1 through"),
            (
                "\"measurements\": 40", "\"measurements\": 0",
                "card.law.json:28:19: found '0'; allowed: a whole number from"
            ),
            ("40\n}", "40\n", "card.law.json:30:1: found neither ',' nor '}' in the keys that begins at 1:1"),
        ])
    func damaged(text: String, replacement: String, message: String) throws {
        let json = ServiceLawFile.json(Self.law)
        #expect(json.contains(text))
        let found = try Self.messages(json.replacing(text, with: replacement, maxReplacements: 1))
        #expect(found.count == 1 && found.first?.hasPrefix(message) == true, "found \(found)")
    }

    @Test("a file cut off anywhere is refused, with a position in it") func cutOff() throws {
        let json = ServiceLawFile.json(Self.law)
        for length in stride(from: 0, to: json.utf8.count - 2, by: 37) {
            let found = try Self.messages(String(json.prefix(length)))
            #expect(found.first?.hasPrefix("card.law.json:") == true, "after \(length) characters: \(found)")
        }
    }

    @Test("a file that is not there is reported where it is named") func missing() throws {
        #expect(
            try Self.messages(nil) == [
                "a.yaml:20:10: found no such file; allowed: the path of a file, relative to the file that names it"
            ])
    }

    @Test("a hardware class states one law: not two, not none") func oneLaw() throws {
        let json = ServiceLawFile.json(Self.law)
        let both = Fixtures.replacing(Self.linear, "    law: card.law.json\n" + Self.linear)
        let allowed = "allowed: 'law' alone, or 'fixed', 'prefill' and 'decode'"
        #expect(
            try Self.messages(json, scenario: both) == [
                "a.yaml:21:14: found 'prefill' beside a measured law; " + allowed,
                "a.yaml:22:13: found 'decode' beside a measured law; " + allowed,
            ])
        let fixed = Fixtures.replacing(Self.linear, "    law: card.law.json\n    fixed: 0 s\n")
        #expect(
            try Self.messages(json, scenario: fixed) == [
                "a.yaml:21:12: found 'fixed' beside a measured law; " + allowed
            ])
        let none = "of a hardware class; allowed: a quantity like 50 ms, or 'law' with a measured law"
        #expect(
            try Self.messages(json, scenario: Fixtures.replacing(Self.linear, "")) == [
                "a.yaml:19:5: found no key 'decode' " + none, "a.yaml:19:5: found no key 'prefill' " + none,
            ])
    }
}
