// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Scenarios

/// The scenario file every command but `schema` takes.
struct ScenarioArgument: ParsableArguments {
    @Argument(help: "The scenario file (YAML).")
    var file: String

    /// Reads and checks the file; all mistakes are reported at once.
    func read() throws -> Scenario {
        do {
            return try ScenarioReader.read(path: file)
        } catch {
            throw Failure.badInput(error.description)
        }
    }
}
