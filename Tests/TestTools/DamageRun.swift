// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Damages copies of good files and tries them in this same program, started again under a limit of memory and time, 500
/// files a start: a crash or a hunger for memory then has a seed and a signal to its name.
public struct DamageRun: Sendable {
    private static let seedVariable = "TRILEMMA_DAMAGE_SEED"
    private static let filesPerChild = 500

    /// Good files of at most 64 KiB.
    public let fixtures: [[UInt8]]
    /// Reads a file and runs what it holds. What it throws is what a damaged file should come to; anything else ends the child.
    private let attempt: @Sendable ([UInt8]) throws -> Void
    /// Where three of four wounds are: the first bytes, where sizes and offsets stand. Nil for anywhere.
    private let head: Int?
    /// Whether files are damaged at random; otherwise they are tried as they are, one after another.
    private let damages: Bool

    public init(
        fixtures: [[UInt8]], head: Int? = nil, damages: Bool = true,
        attempt: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.fixtures = fixtures
        self.attempt = attempt
        self.head = head
        self.damages = damages
    }

    /// Children that try every fixture once.
    public var childrenForAll: Int { (fixtures.count + Self.filesPerChild - 1) / Self.filesPerChild }

    /// Whether this program is such a child.
    public static var isChild: Bool { ProcessInfo.processInfo.environment[seedVariable] != nil }

    /// In a child: damages and tries files.
    /// - Throws: what an attempt throws that is not expected.
    public func child(expecting isExpected: (any Error) -> Bool) throws {
        guard let first = ProcessInfo.processInfo.environment[Self.seedVariable].flatMap(UInt64.init) else { return }
        for number in 0..<UInt64(Self.filesPerChild) {
            var numbers = SeededNumbers(state: first + number)
            // Written before the attempt, so that the last line names the file that ended the child.
            FileHandle.standardError.write(Data("damage seed \(first + number)\n".utf8))
            let file = damages ? damaged(&numbers) : fixtures[Int((first + number - 1) % UInt64(fixtures.count))]
            do { try attempt(file) } catch  where isExpected(error) {}
        }
    }

    /// In the parent: starts children, one after another; sentences about those that ended badly. Nil where children cannot be
    /// limited, which it says.
    /// - Parameter test: the child's test, as a filter.
    public static func problems(of test: String, children: Int) throws -> [String]? {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit") else {
            print("SKIPPED: damaged files: no prlimit (Debian package util-linux)")
            return nil
        }
        return try (0..<children).compactMap { try problem(of: test, seed: 1 + $0 * filesPerChild) }
    }

    private static func problem(of test: String, seed: Int) throws -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.arguments = ["--as=2147483648", "--cpu=60", "--core=0", program] + arguments(of: test)
        process.environment = ProcessInfo.processInfo.environment.merging([
            seedVariable: String(seed), "SWIFT_BACKTRACE": "enable=no",
        ]) { $1 }
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let last = said.split(separator: "\n").last { $0.hasPrefix("damage seed") } ?? "no file was tried"
        let isGood = process.terminationReason == .exit && process.terminationStatus == 0
        if isGood, last == "damage seed \(seed + filesPerChild - 1)" { return nil }
        return
            "\(last): ended by \(process.terminationReason == .exit ? "status" : "signal") \(process.terminationStatus)"
    }

    /// How this program was started, with one test as the only one.
    private static func arguments(of test: String) -> [String] {
        var arguments = Array(CommandLine.arguments.dropFirst())
        while let filter = arguments.firstIndex(of: "--filter") {
            arguments.removeSubrange(filter...min(filter + 1, arguments.count - 1))
        }
        return arguments + ["--filter", test]
    }

    /// A fixture with one to four wounds: flipped bits, other bytes, missing or doubled pieces, huge numbers, a cut end.
    private func damaged(_ numbers: inout SeededNumbers) -> [UInt8] {
        var bytes = fixtures[Int.random(in: 0..<fixtures.count, using: &numbers)]
        for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
            let isInHead = head != nil && Int.random(in: 0..<4, using: &numbers) > 0
            let reach = min(bytes.count, isInHead ? head ?? .max : .max)
            let place = Int.random(in: 0..<reach, using: &numbers)
            let end = min(bytes.count, place + Int.random(in: 1...8, using: &numbers))
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4: bytes.replaceSubrange(place..<place + 1, with: Array(repeating: 0xFF, count: 8) + [0x7F])
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
