// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Randomness

/// What produced a study: the only file of a study folder that says so, and that no test compares.
public enum Provenance {
    public static let version = "0.1.0"

    /// A JSON object with version, commit, toolchain, libraries and date.
    public static func json() -> String {
        let facts: [(String, String)] = [
            ("program", "trilemma"), ("version", version), ("commit", commit()), ("swift", swiftVersion),
            ("gsl", GSL.version), ("libc", Machine.libc),
            ("date", ISO8601DateFormatter().string(from: Date())),
        ]
        let lines = facts.map { "  \"\($0.0)\": \"\($0.1)\"" }
        return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
    }

    /// The commit of the working folder, with a mark when files differ from it; `unknown` outside a repository.
    private static func commit() -> String {
        guard let head = git(["rev-parse", "HEAD"]) else { return "unknown" }
        return head + (git(["status", "--porcelain", "--untracked-files=no"])?.isEmpty == false ? " (changed)" : "")
    }

    private static func git(_ arguments: [String]) -> String? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? text.trimmingCharacters(in: .whitespacesAndNewlines) : nil
    }

    private static var swiftVersion: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
