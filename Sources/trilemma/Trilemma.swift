// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Foundation

/// The command line.
@main
struct Trilemma: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trilemma",
        abstract: "Simulates AI-inference networks and measures how much verified inference they deliver.",
        discussion: """
            Results go to standard output and to a study folder; progress and messages go to standard error.
            Exit codes: 0 fine, 1 bad input, 2 a run failed or its results could not be written,
            3 a stated claim did not hold (no command states claims yet).
            """,
        version: Provenance.version,
        subcommands: [
            Validate.self, Explain.self, Run.self, Compare.self, ModelsCommand.self, Calibrate.self, Schema.self,
        ])

    /// Maps every kind of bad input, of the command line as of scenario files, to exit code 1.
    static func main() {
        Terminal.allowInterrupts()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            Terminal.complain(failure.message)
            Foundation.exit(failure.code)
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if code == .success {
                print(message)
                Foundation.exit(0)
            }
            Terminal.complain(message)
            Foundation.exit(1)
        }
    }
}

/// Why a command ends early, with its exit code.
struct Failure: Error {
    let message: String
    let code: Int32

    static func badInput(_ message: String) -> Failure { Failure(message: message, code: 1) }
    /// In the error's own words; a failure stays the one it is.
    static func badInput(_ error: any Error) -> Failure { error as? Failure ?? badInput("\(error)") }
    static func failedRun(_ message: String) -> Failure { Failure(message: message, code: 2) }
}

/// Standard error, whatever is not a result; and interrupts.
enum Terminal {
    /// A parent that blocks signals in the thread that starts us hands that on; an interrupt must reach us all the same.
    static func allowInterrupts() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Writes results to standard output, to the last byte.
    /// - Throws: a failed run when that cannot be done: a result that nobody gets is none.
    static func print(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw Failure.failedRun("cannot write to standard output: \(error.localizedDescription)")
        }
    }

    static func complain(_ message: String) {
        FileHandle.standardError.write(Data((message + "\n").utf8))
    }

    /// How much of something is done, as a bar and in megabytes.
    static func bar(_ done: Int64, of total: Int64) -> String {
        let share = total > 0 ? Double(done) / Double(total) : 1
        let full = Int(40 * min(1, share))
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: 40 - full)
        return "[\(bar)] \(done / 1_000_000) of \(total / 1_000_000) MB"
    }

    /// Where answers are remembered between runs.
    static let store = MemoStore(.standard()) { complain($0) }

    /// A line that the next one replaces; nothing when nobody watches.
    static func progress(_ message: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data(("\r" + message + "\u{1B}[K").utf8))
    }
}
