// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Models
import Testing

/// The stored form of a service law, and what is said of files that hold none.
@Suite("Service law files") struct ServiceLawFileTests {
    private let law = FittedServiceLaw(
        model: "austen, F16", machine: "one core at \"full\" speed",
        prefill: .init(perPass: 0.1, perToken: 1.0 / 3, perContextToken: 1e-17, residualScale: 0.02),
        decode: .init(perPass: 0, perToken: .leastNonzeroMagnitude, perContextToken: 0, residualScale: 0),
        inputTokens: 4...64, outputTokens: 1...32, batch: 1...8, measurements: 40)

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appendingPathComponent("law.json").path)
    }

    @Test("a law is read back bit for bit, and written the same again")
    func roundTrip() throws {
        try inFolder { path in
            try ServiceLawFile.write(law, to: path)
            let found = try ServiceLawFile.read(path)
            #expect(found == law)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == ServiceLawFile.json(found))
        }
    }

    @Test(
        "a damaged file is refused, naming place and what is allowed",
        arguments: [
            ("\"machine\"", "\"engine\"", "machine: expected a value, found none"),
            ("\"batch\" : {", "\"batch\" : 8, \"b\" : {", "batch: expected a value of type"),
            ("\"from\" : 4", "\"from\" : 65", "inputTokens: expected a range from 1 or more through no less, found 65"),
            ("\"from\" : 4", "\"from\" : -4", "inputTokens: expected a range from 1 or more through no less, found -4"),
            ("\"from\" : 4", "\"from\" : \"4\"", "inputTokens.from: expected a value of type Int"),
            ("\"secondsPerPass\" : 0.1", "\"secondsPerPass\" : -0.1", "prefill: expected numbers from 0 through 1000"),
            ("\"secondsPerPass\" : 0.1", "\"secondsPerPass\" : 1e300", "prefill: expected numbers from 0 through 1000"),
            ("\"measurements\" : 40", "\"measurements\" : 0", "measurements: expected at least 1, found 0"),
            ("\"measurements\" : 40", "\"measurements\" : 40, \"more\" : 1", "more: expected no such key"),
            ("\"residualScale\" : 0.02", "\"residualScale\" : 0.02, \"a\" : 1", "prefill.a: expected no such key"),
            ("\"through\" : 32", "\"through\" : 32, \"a\" : 1", "outputTokens.a: expected no such key"),
            ("{", "[", "file: expected JSON with numbers in range"),
        ])
    func damaged(text: String, replacement: String, message: String) throws {
        try inFolder { path in
            let json = ServiceLawFile.json(law)
            let place = try #require(json.range(of: text))
            try Data(json.replacingCharacters(in: place, with: replacement).utf8).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: CalibrationMistake.self) { try ServiceLawFile.read(path) }
            let found = error?.description ?? "nothing thrown"
            #expect(found.hasPrefix("\(path): \(message)"), "\(found)")
        }
    }

    @Test("a file cut off anywhere is refused")
    func truncated() throws {
        try inFolder { path in
            let bytes = Array(ServiceLawFile.json(law).utf8)
            // The last two bytes are the closing brace and the end of its line.
            for length in 0..<bytes.count - 1 {
                try Data(bytes.prefix(length)).write(to: URL(fileURLWithPath: path))
                #expect(throws: CalibrationMistake.self) { try ServiceLawFile.read(path) }
            }
        }
    }

    @Test("a missing file and an unwritable place are said by path")
    func missing() throws {
        try inFolder { path in
            let error = #expect(throws: CalibrationMistake.self) { try ServiceLawFile.read(path) }
            #expect(error?.description.hasPrefix(path) == true)
            #expect(throws: CalibrationMistake.self) { try ServiceLawFile.write(law, to: path + "/none/law.json") }
        }
    }
}
