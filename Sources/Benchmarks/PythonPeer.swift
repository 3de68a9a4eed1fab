// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A library that is measured against, in a Python process of its own that times single runs when told.
///
/// Its script says `ready`, then answers each line, a number of runs, with the least processor seconds of one.
final class PythonPeer {
    /// Why there is nothing to measure against.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let name: String
    private let process = Process()
    private let toChild = Pipe()
    private let fromChild = Pipe()
    private var unread = Data()

    /// - Parameters:
    ///   - name: of the library, for messages.
    ///   - python: the interpreter; it has the packages that the script imports.
    init(_ name: String, python: String, script: String, arguments: [String]) throws {
        self.name = name
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script] + arguments
        process.standardInput = toChild
        process.standardOutput = fromChild
        do { try process.run() } catch { throw Failure(description: "\(python) cannot be run: \(error)") }
        let greeting = try line()
        guard greeting == "ready" else { throw Failure(description: "\(name) said '\(greeting)', expected 'ready'") }
    }

    deinit {
        try? toChild.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The least processor seconds of several runs, one after another.
    func leastSeconds(ofRuns runs: Int) throws -> Double {
        try toChild.fileHandleForWriting.write(contentsOf: Data("\(runs)\n".utf8))
        let answer = try line()
        guard let seconds = Double(answer) else { throw Failure(description: "\(name) said '\(answer)'") }
        return seconds
    }

    private func line() throws -> String {
        while !unread.contains(UInt8(ascii: "\n")) {
            let data = fromChild.fileHandleForReading.availableData
            if data.isEmpty { throw Failure(description: "the process of \(name) ended; are its packages there?") }
            unread += data
        }
        let end = unread.firstIndex(of: UInt8(ascii: "\n")) ?? unread.endIndex
        defer { unread = Data(unread[end...].dropFirst()) }
        return String(decoding: unread[..<end], as: UTF8.self)
    }
}
