// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
import Kernels
import ModelFiles
import Testing

/// Damaged files are read, and executed if they can still be read, by this same program started again under a limit of
/// memory and time, 500 files a start: a crash or a hunger for memory then has a seed and a signal to its name.
@Suite("Damaged files are survived")
struct DamageTests {
    private static let seedVariable = "TRILEMMA_DAMAGE_SEED"
    private static let filesPerChild = 500
    private static let children = 41

    @Test("Every fixture is a good file of at most 64 KiB")
    func fixtures() throws {
        for bytes in Fixtures.all {
            #expect(bytes.count <= 65_536)
            try Self.execute(bytes)
        }
    }

    @Test(
        "In a child: damages, reads and executes files",
        .enabled(if: ProcessInfo.processInfo.environment[seedVariable] != nil))
    func child() throws {
        let text = ProcessInfo.processInfo.environment[Self.seedVariable] ?? ""
        let first = try #require(UInt64(text))
        for number in 0..<UInt64(Self.filesPerChild) {
            var numbers = TestNumbers(state: first + number)
            // Written before the attempt, so that the last line names the file that ended the child.
            FileHandle.standardError.write(Data("damage seed \(first + number)\n".utf8))
            do { try Self.execute(Self.damaged(&numbers)) } catch is ModelFileMistake {
                // What a damaged file should come to.
            }
        }
    }

    @Test(
        "20,500 damaged copies end in an answer or a typed error",
        .enabled(if: ProcessInfo.processInfo.environment[seedVariable] == nil))
    func survival() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit") else {
            print("SKIPPED: damaged ONNX files: no prlimit (Debian package util-linux)")
            return
        }
        for child in 0..<Self.children {
            let seed = 1 + child * Self.filesPerChild
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
            process.arguments = ["--as=2147483648", "--cpu=60", "--core=0", "/proc/self/exe"]
            process.arguments?[3] = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            process.arguments? += Self.argumentsOfChild
            process.environment = ProcessInfo.processInfo.environment.merging([
                Self.seedVariable: String(seed), "SWIFT_BACKTRACE": "enable=no",
            ]) { $1 }
            let errors = Pipe()
            process.standardError = errors
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            let last = said.split(separator: "\n").last { $0.hasPrefix("damage seed") } ?? "no file was tried"
            #expect(
                process.terminationReason == .exit && process.terminationStatus == 0,
                "\(last): ended by \(process.terminationReason == .exit ? "status" : "signal") \(process.terminationStatus)"
            )
            #expect(last == "damage seed \(seed + Self.filesPerChild - 1)", "the child stopped early")
        }
    }

    /// How this program was started, with the child test as the only one.
    private static var argumentsOfChild: [String] {
        var arguments = Array(CommandLine.arguments.dropFirst())
        while let filter = arguments.firstIndex(of: "--filter") {
            arguments.removeSubrange(filter...min(filter + 1, arguments.count - 1))
        }
        return arguments + ["--filter", "DamageTests/child"]
    }

    /// A fixture with one to four wounds: flipped bits, other bytes, missing or doubled pieces, huge numbers, a cut end.
    private static func damaged(_ numbers: inout TestNumbers) -> [UInt8] {
        var bytes = Fixtures.all[Int.random(in: 0..<Fixtures.all.count, using: &numbers)]
        for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &numbers)
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

    /// Reads a file and executes it on small inputs, free dimensions being 2.
    private static func execute(_ bytes: [UInt8]) throws {
        let graph = try Graph(onnx: bytes, file: "damaged")
        var inputs: [String: Tensor] = [:]
        for port in graph.inputs {
            let shape = port.shape.map { $0 ?? 2 }
            guard let count = CheckedSize.product(shape, most: 1 << 16) else { return }
            inputs[port.name] = tensor(port.elementType, shape, count)
        }
        _ = try GraphRun(graph, profile: .fused1, memory: 1 << 25).run(inputs)
    }

    private static func tensor(_ type: ElementType, _ shape: [Int], _ count: Int) -> Tensor {
        switch type {
        case .float32, .float16, .bfloat16:
            Tensor(shape: shape, floats: (0..<count).map { Float($0 % 5) - 1 }, as: type)
        case .int8: Tensor(shape: shape, int8: Array(repeating: 1, count: count))
        case .uint8: Tensor(shape: shape, uint8: Array(repeating: 1, count: count))
        case .int32: Tensor(shape: shape, int32: Array(repeating: 1, count: count))
        case .int64: Tensor(shape: shape, int64: Array(repeating: 1, count: count))
        case .bool: Tensor(shape: shape, bools: Array(repeating: true, count: count))
        }
    }
}
