// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Scenarios

/// `trilemma run`: one design point per layout, every measure with its interval.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the layouts of a scenario and print every measure with its interval.")

    @OptionGroup var scenario: ScenarioArgument
    @Option(help: "Run this layout only; may be given several times.")
    var layout: [String] = []
    @OptionGroup var options: StudyOptions

    func run() throws {
        let read = try scenario.read()
        for name in layout where read.layout(name) == nil {
            let known = read.layouts.map(\.id).joined(separator: ", ")
            throw Failure.badInput("--layout: found '\(name)'; allowed \(known)")
        }
        try options.study(read, comparing: false, options.command("run", scenario.file, layouts: layout))
    }
}

/// `trilemma compare`: the same world for all layouts, and what can be said of each pair.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run all layouts against the same world and print paired verdicts.")

    @OptionGroup var scenario: ScenarioArgument
    @OptionGroup var options: StudyOptions

    func run() throws {
        try options.study(try scenario.read(), comparing: true, options.command("compare", scenario.file))
    }
}
