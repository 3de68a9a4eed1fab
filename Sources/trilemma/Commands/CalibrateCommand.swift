// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Foundation
import Models
import Reports
import Scenarios

/// `trilemma calibrate`: how long this machine takes over a model.
struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a model on this machine and write the law of its service times for scenarios to read.",
        discussion: """
            One thread; processor time; the shortest of at least three runs of each batch; robust regression. A \
            scenario names the file with the key 'law' of a hardware class.
            """)

    @OptionGroup var model: ModelArgument
    @OptionGroup var profile: ProfileOption
    @Option(
        help: "What a graph is run on: a folder of inputs of usual size, as for models run; the model's unless told."
    )
    var inputs: String?
    @Option(help: "The file that is written. Default: the model's name with .law.json, in the working folder.")
    var output: String?
    @Option(
        help: "Seconds that measuring may take; the few cheapest batches, which a fit needs, are measured in any case.")
    var seconds = 60.0

    func validate() throws {
        guard seconds > 0, seconds <= 86_400 else {
            throw ValidationError("--seconds: found \(seconds); allowed above 0, through 86400")
        }
    }

    func run() throws {
        let served = try model.read()
        do {
            guard inputs == nil || served.card.kind == .graph else {
                throw Failure.badInput(
                    "--inputs: found a path for a language model; allowed for graphs: which tokens are read changes no time"
                )
            }
            let given = try inputs.map { try GivenInputs(served).set(at: $0).asked } ?? []
            let calibration = Calibration(served, profile: profile.profile, budget: seconds, inputs: given)
            let law = try calibration.law { Terminal.progress("measurement \($0) of at most \($1)") }
            Terminal.progress("")
            let path = output ?? calibration.name + ".law.json"
            try Data(ServiceLawFile.json(law).utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            show(law)
            print("written to \(path)")
        } catch {
            Terminal.progress("")
            throw Failure.badInput(error)
        }
    }

    private func show(_ law: FittedServiceLaw) {
        print(law.words + "\n")
        var parts = Table([
            .words("phase"), .number("per pass"), .number("per token"), .number("per token of context"),
            .number("residuals"),
        ])
        for row in law.rows { parts.add(row) }
        print(parts.text + "\n")
        var ranges = Table([.words("measured"), .number("from"), .number("through")])
        for row in law.ranges { ranges.add(row) }
        print(ranges.text + "\n")
    }
}
