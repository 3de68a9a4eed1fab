// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Models
import Quantities
import Reports

extension ModelsCommand {
    /// `trilemma models fit`
    struct FitTolerance: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fit",
            abstract: "Find how far apart honest machines of all numeric profiles are with a model.",
            discussion: "The tolerance is the 99.9 % quantile of the distances; a scenario can state it.")

        @OptionGroup var model: ModelArgument
        @OptionGroup var given: GivenCalibration
        @OptionGroup var length: AnswerLength
        @OptionGroup var threads: ThreadsOption

        func run() throws {
            let served = try model.read()
            do {
                let inputs = try given.set(of: served)
                let fit = try ToleranceFit(
                    served, inputs: inputs.calibration, newTokens: length.newTokens,
                    preparation: AnswerPreparation(workers: threads.count, store: Terminal.store)
                ) { Terminal.progress("inference \($0) of \($1)") }
                Terminal.progress("")
                guard let tolerance = ToleranceFit.stated(fit.tolerance) else {
                    throw Failure.failedRun(
                        "no tolerance: of more than one honest pair in a thousand, or of all, the outputs cannot be compared"
                    )
                }
                var table = Table([.words("of the distances between honest outputs"), .number("value")])
                table.add(["tolerance", tolerance])
                for (name, share) in [("median", 0.5), ("90 % quantile", 0.9), ("99 % quantile", 0.99), ("largest", 1)]
                {
                    table.add([name, "\(Float(fit.quantile(share)))"])
                }
                table.add(["number", "\(fit.distances.count)"])
                table.add(["pairs left out, of other classes or decisions", "\(fit.disagreements)"])
                table.add(["inputs", "\(inputs.calibration.count)"])
                print(table.text)
                let left = Double(fit.disagreements) / Double(fit.disagreements + fit.distances.count)
                if left > 0.001 {
                    print(
                        "\nHonest machines name other classes or decide otherwise in \(Digits.fixed(100 * left, places: 1)) % "
                            + "of pairs, which this tolerance rejects all the same.")
                }
            } catch {
                Terminal.progress("")
                throw Failure.badInput(error)
            }
        }
    }
}
