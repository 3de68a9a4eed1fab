// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// The built product, as a user meets it.
enum CommandLineProgram {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Beside the test bundle, which the same build has made.
    static var path: String {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let beside = bundle.deletingLastPathComponent().appendingPathComponent("trilemma").path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        let loaded = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() } + [Bundle.main.bundleURL]
        let found = loaded.map { $0.appendingPathComponent("trilemma").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        return found ?? beside
    }

    static func start(_ arguments: [String], output: Pipe, errors: Pipe) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: SmallScenario.root)
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        return process
    }

    static func run(_ arguments: [String]) throws -> Result {
        let (output, errors) = (Pipe(), Pipe())
        let process = try start(arguments, output: output, errors: errors)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let messages = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: text, errors: messages)
    }
}

@Suite("The command line")
struct CommandLineTests {
    private func file(_ text: String, _ name: String = "x") throws -> String {
        let path = SmallScenario.root + "/Scenarios/.\(name)-\(UUID().uuidString).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test(
        "Bad options and missing files end with exit code 1",
        arguments: [
            ["run"], ["nonsense"], ["run", "missing.yaml"], ["compare", "Scenarios", "--no-files"],
            ["run", "x", "--workers", "0"],
            ["run", "x", "--format", "xml"],
        ])
    func badInput(arguments: [String]) throws {
        let result = try CommandLineProgram.run(arguments)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(!result.errors.isEmpty)
    }

    @Test("Help and version end with exit code 0", arguments: [["--help"], ["--version"], ["help", "run"]])
    func help(arguments: [String]) throws {
        let result = try CommandLineProgram.run(arguments)
        #expect(result.status == 0)
        #expect(!result.output.isEmpty)
    }

    @Test("A mistyped key is reported with position and suggestion, before anything runs")
    func mistypedKey() throws {
        let path = try file(SmallScenario().text.replacingOccurrences(of: "seed:", with: "sede:"))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let result = try CommandLineProgram.run(["compare", path, "--no-files"])
        #expect(result.status == 1)
        #expect(result.errors.contains(":3:1: "))
        #expect(result.errors.contains("seed"))
    }

    @Test(
        "Every format is printed, and nothing but results goes to standard output",
        arguments: ["text", "json", "csv", "markdown"])
    func formats(format: String) throws {
        let path = try file(SmallScenario().text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let results = try [1, 2].map {
            try CommandLineProgram.run(["run", path, "--no-files", "--format", format, "--workers", "\($0)"])
        }
        #expect(results[0].status == 0)
        #expect(results[0].output == results[1].output)
        #expect(results[0].output.count > 500)
        if format == "json" {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(results[0].output.utf8)) }
        }
    }

    @Test("explain prints a scenario that reads again, and the plan")
    func explain() throws {
        let path = try file(SmallScenario().text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try CommandLineProgram.run(["explain", path])
        #expect(first.status == 0)
        #expect(first.output.contains("# plan: "))
        let again = try file(first.output, "resolved")
        defer { try? FileManager.default.removeItem(atPath: again) }
        #expect(try CommandLineProgram.run(["explain", again]).output == first.output)
    }

    @Test("An interrupt during a run leaves no file behind")
    func interrupt() throws {
        let folder = NSTemporaryDirectory() + "trilemma-interrupted-\(ProcessInfo.processInfo.processIdentifier)"
        let (output, errors) = (Pipe(), Pipe())
        let process = try CommandLineProgram.start(
            ["compare", "Scenarios/centralized-vs-decentralized.yaml", "--output", folder + "/study"], output: output,
            errors: errors)
        usleep(500_000)
        process.interrupt()
        // Where the parent ignores interrupts, children do too, until they are told otherwise.
        usleep(500_000)
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("Results that cannot be printed end with exit code 2")
    func fullOutput() throws {
        guard let full = FileHandle(forWritingAtPath: "/dev/full") else {
            print("SKIPPED: this system has no /dev/full; nothing was written to it")
            return
        }
        let path = try file(SmallScenario().text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        for arguments in [["run", path, "--no-files"], ["validate", path], ["schema"]] {
            let errors = Pipe()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: CommandLineProgram.path)
            process.arguments = arguments
            process.standardOutput = full
            process.standardError = errors
            try process.run()
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 2 && text.contains("standard output"), "\(arguments): \(text)")
        }
    }

    @Test("When every replication fails the record is written all the same, and the message says where")
    func allFail() throws {
        let path = try file(SmallScenario(extra: "event-limit: 1000").text)
        let folder = NSTemporaryDirectory() + "all-fail-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = try CommandLineProgram.run(["run", path, "--output", folder])
        #expect(result.status == 2 && result.errors.contains(folder + "/runs.csv"))
        let record = try String(contentsOfFile: folder + "/runs.csv", encoding: .utf8)
        #expect(record.contains("event limit of 1000 reached"))
    }

    @Test("A folder that cannot be written ends with exit code 2 and says why")
    func unwritable() throws {
        let path = try file(SmallScenario().text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let result = try CommandLineProgram.run(["run", path, "--output", "/dev/null/study"])
        #expect(result.status == 2)
        #expect(result.errors.contains("/dev/null/study"))
    }
}
