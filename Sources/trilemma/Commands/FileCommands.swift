// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Scenarios

/// `trilemma validate`: all mistakes of a scenario file, with their positions.
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a scenario file and the traces it names, and report every mistake.")

    @OptionGroup var scenario: ScenarioArgument

    func run() throws {
        let read = try scenario.read()
        do { try ScenarioReader.checkFiles(of: read) } catch { throw Failure.badInput(error.description) }
        try Terminal.print("\(scenario.file): fine; \(read.layouts.count) layouts, \(read.demand.count) demands\n")
    }
}

/// `trilemma explain`: the resolved scenario and what running it would mean.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the resolved scenario, every default filled in, and the plan of its runs.")

    @OptionGroup var scenario: ScenarioArgument

    func run() throws {
        let read = try scenario.read()
        try Terminal.print(ScenarioWriter.yaml(read) + RunPlan(read).text)
    }
}

/// `trilemma schema`: for editors that complete and check YAML while it is written.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print a JSON Schema of scenario files.")

    func run() throws { try Terminal.print(ScenarioSchema.json()) }
}
