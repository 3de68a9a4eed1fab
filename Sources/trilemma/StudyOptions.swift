// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Foundation
import Measures
import Reports
import Scenarios

/// How results are written to standard output.
enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, csv, markdown
}

/// The options of the commands that run a study.
struct StudyOptions: ParsableArguments {
    @Option(help: "How to print the results: text, json, csv or markdown.")
    var format = Format.text

    @Option(help: "Threads; the results do not depend on it. Default: the cores this process may use.")
    var workers: Int?

    @Option(help: "Replications, instead of the scenario's.")
    var replications: Int?

    @Option(help: "The seed, instead of the scenario's.")
    var seed: UInt64?

    @Option(help: "The study folder. Default: Results/<name of the scenario>.")
    var output: String?

    @Flag(name: .customLong("no-files"), help: "Print the results only.")
    var noFiles = false

    @Flag(name: .customLong("no-memory"), help: "Compute every answer anew instead of remembering those of earlier runs.")
    var noMemory = false

    func validate() throws {
        if let workers, !(1...1024).contains(workers) {
            throw ValidationError("--workers: found \(workers); allowed 1 to 1024")
        }
        if let replications, !(1...100_000).contains(replications) {
            throw ValidationError("--replications: found \(replications); allowed 1 to 100000")
        }
    }

    /// The scenario with what the command line says instead.
    func applied(to scenario: Scenario) -> Scenario {
        var scenario = scenario
        if let seed { scenario.seed = seed }
        if let replications { scenario.replications = replications }
        return scenario
    }

    /// Runs the study, writes its folder and prints it.
    func study(_ scenario: Scenario, only: [String]?, comparing: Bool, command: String) throws {
        let run = try run(applied(to: scenario), only)
        let folder = output ?? "Results/" + scenario.name
        let files = StudyFiles(run, command: command)
        let report: StudyReport
        do {
            report = try StudyReport(run.study, run.rows, files: noFiles ? [] : files.named(in: folder))
        } catch {
            throw Failure.failedRun("no report: \(error)")
        }
        if !noFiles {
            do {
                try StudyFolder(folder).write(try files.contents())
            } catch {
                throw Failure.failedRun("\(error)")
            }
        }
        print(printed(report, run.rows, comparing: comparing), terminator: "")
        try failIfAnyRunFailed(run.rows)
    }

    private func run(_ scenario: Scenario, _ only: [String]?) throws -> StudyRun {
        let start = Date()
        do {
            let run = try StudyRun(
                scenario, only: only, workers: workers ?? Machine.cores, store: noMemory ? nil : Terminal.store
            ) { phase, finished, planned in
                Terminal.progress("\(phase.rawValue) \(finished) of \(planned)")
            }
            let seconds = Date().timeIntervalSince(start)
            Terminal.progress("")
            Terminal.complain(
                "\(run.offered) requests, \(run.events) events in \(String(format: "%.1f", seconds)) s of wall time")
            return run
        } catch {
            throw Failure.badInput("\(error)")
        }
    }

    private func printed(_ report: StudyReport, _ rows: [Row], comparing: Bool) -> String {
        switch format {
        case .text: report.document(comparing ? .verdicts : .measures).text()
        case .markdown: report.document(.full).markdown
        case .json: report.json.encoded
        case .csv: RunRecord.write(rows)
        }
    }

    private func failIfAnyRunFailed(_ rows: [Row]) throws {
        let failed = rows.filter { !$0.failure.isEmpty }
        guard let first = failed.first else { return }
        let runs = Set(
            failed.map { "\($0.key.layout) \($0.key.variant) \($0.key.scale) \($0.key.stratum) \($0.key.replication)" })
        throw Failure.failedRun(
            "\(runs.count) runs failed; the first is replication \(first.key.replication) of layout "
                + "'\(first.key.layout)' at scale \(first.key.scale): \(first.failure)")
    }
}
