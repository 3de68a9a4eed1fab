// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Measures
import Reports
import Scenarios

/// What stands in a study folder.
struct StudyFiles {
    private let run: StudyRun
    private let command: String

    init(_ run: StudyRun, command: String) {
        self.run = run
        self.command = command
    }

    private static let described = [
        ("summary.md", "every table, with a glossary"),
        ("runs.csv", "the record: one row per layout, scale, stratum, replication, region and model"),
        ("study.csv", "what was asked, as facts; with runs.csv enough to make any report"),
        ("curves.csv", "curves over scale and over time since delivery, tidy"),
        ("scenario.resolved.yaml", "the scenario with every default filled in"),
        ("command.txt", "the command that made this folder"),
        ("provenance.json", "version, commit, toolchain, date"),
    ]

    func named(in folder: String) -> [StudyReport.File] {
        Self.described.map { StudyReport.File(folder + "/" + $0.0, $0.1) }
    }

    /// Names and contents of all files. Those of a report name the files relative to the folder; they are missing when no
    /// report can be made, because runs failed: then the record tells why.
    func contents() -> [(name: String, contents: String)] {
        let files = Self.described.map { StudyReport.File($0.0, $0.1) }
        let report = try? StudyReport(run.study, run.rows, files: files)
        let made = report.map { [("summary.md", $0.document(.full).markdown), ("curves.csv", $0.curves)] } ?? []
        return made + [
            ("runs.csv", RunRecord.write(run.rows)), ("study.csv", StudyRecord.write(run.study)),
            ("scenario.resolved.yaml", ScenarioWriter.yaml(run.scenario)), ("command.txt", command + "\n"),
            ("provenance.json", Provenance.json()),
        ]
    }
}
