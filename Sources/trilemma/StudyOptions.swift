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

    @OptionGroup var threads: ThreadsOption

    @Option(help: "Replications, instead of the scenario's.")
    var replications: Int?

    @Option(help: "The seed, instead of the scenario's.")
    var seed: UInt64?

    @Option(
        help: """
            The study folder. Default: Results/<name of the scenario> for all its layouts as the file stands; with \
            --layout, or another seed or number of replications, a folder beside it that is named after them.
            """)
    var output: String?

    @Flag(name: .customLong("no-files"), help: "Print the results only.")
    var noFiles = false

    @Flag(
        name: .customLong("no-memory"), help: "Compute every answer anew instead of remembering those of earlier runs.")
    var noMemory = false

    func validate() throws {
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

    /// What makes the study that these options ask for.
    func command(_ verb: String, _ file: String, layouts: [String] = []) -> StudyCommand {
        StudyCommand(verb: verb, file: file, layouts: layouts, seed: seed, replications: replications)
    }

    /// Runs the study, writes its folder and prints it. Whatever can be written and printed is, even when something fails.
    func study(_ scenario: Scenario, comparing: Bool, _ command: StudyCommand) throws {
        let folder = output ?? command.defaultFolder(for: scenario)
        if !noFiles { try failedRun { try StudyFolder(folder).check() } }
        let run = try run(applied(to: scenario), command.layouts.isEmpty ? nil : command.layouts)
        let files = StudyFiles(run, command: command.text(in: FileManager.default.currentDirectoryPath))
        let written = Result { if !noFiles { try failedRun { try StudyFolder(folder).write(files.contents()) } } }
        do {
            let named = noFiles || written.isFailure ? [] : files.named(in: folder)
            let report = try StudyReport(run.study, run.rows, files: named)
            try Terminal.print(printed(report, run.rows, comparing: comparing))
        } catch let mistake as PanelMistake {
            try written.get()
            try failIfAnyRunFailed(run.rows, files: noFiles ? nil : folder)
            throw Failure.failedRun("no report: \(mistake)")
        }
        try written.get()
        try failIfAnyRunFailed(run.rows, files: nil)
    }

    /// Any error ends the command as a failed run.
    private func failedRun(_ body: () throws -> Void) throws {
        do { try body() } catch { throw Failure.failedRun("\(error)") }
    }

    private func run(_ scenario: Scenario, _ only: [String]?) throws -> StudyRun {
        let start = Date()
        do {
            let run = try StudyRun(
                scenario, only: only, workers: threads.count, store: noMemory ? nil : Terminal.store
            ) { phase, finished, planned in
                Terminal.progress("\(phase.rawValue) \(finished) of \(planned)")
            }
            let seconds = Date().timeIntervalSince(start)
            Terminal.progress("")
            Terminal.complain(
                "\(run.offered) requests, \(run.events) events in \(String(format: "%.1f", seconds)) s of wall time")
            return run
        } catch {
            throw Failure.badInput(error)
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

    /// - Parameter files: where the reasons of all runs are, when nothing else tells.
    private func failIfAnyRunFailed(_ rows: [Row], files: String?) throws {
        let failed = rows.filter { !$0.failure.isEmpty }
        guard let first = failed.first else { return }
        func runs(_ rows: [Row]) -> Int {
            Set(
                rows.map {
                    "\($0.key.layout) \($0.key.variant) \($0.key.scale) \($0.key.stratum) \($0.key.replication)"
                }
            ).count
        }
        let place = files.map { "; no report can be made, every reason stands in \($0)/runs.csv" } ?? ""
        throw Failure.failedRun(
            "\(runs(failed)) of \(runs(rows)) runs failed; the first is replication \(first.key.replication) of layout "
                + "'\(first.key.layout)' at scale \(first.key.scale): \(first.failure)\(place)")
    }
}

extension Result {
    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
