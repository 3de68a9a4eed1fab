// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Scenarios

/// `trilemma validate`: all mistakes of a scenario file, with their positions.
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check a scenario file and report every mistake.")

    @OptionGroup var scenario: ScenarioArgument

    func run() throws {
        let read = try scenario.read()
        print("\(scenario.file): fine; \(read.layouts.count) layouts, \(read.demand.count) demands")
    }
}

/// `trilemma explain`: the resolved scenario and what running it would mean.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the resolved scenario, every default filled in, and the plan of its runs.")

    @OptionGroup var scenario: ScenarioArgument

    func run() throws {
        let read = try scenario.read()
        print(ScenarioWriter.yaml(read), terminator: "")
        print(RunPlan(read).text, terminator: "")
    }
}

/// `trilemma schema`: for editors that complete and check YAML while it is written.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print a JSON Schema of scenario files.")

    func run() { print(ScenarioSchema.json(), terminator: "") }
}
