// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Kernels
import Models
import Reports

extension ModelsCommand {
    /// `trilemma models compare`
    struct CompareModel: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compare",
            abstract: "Compare what honest machines and cheats make of a model, and what checks make of them.")

        @OptionGroup var model: ModelArgument
        @Option(help: ArgumentHelp("Numeric profiles, with commas: \(NumericProfile.names.joined(separator: ", "))."))
        var profiles = "fused-1,wide-8,bf16-activations,fp16-accumulate"
        @Option(help: "How many inputs are asked; as many again, at most, fit the tolerance where the model has none.")
        var inputs = 64
        @Option(help: "What is asked, for a model without inputs of its own: a path, as with --calibration.")
        var asked: String?
        @OptionGroup var given: GivenCalibration
        @OptionGroup var length: AnswerLength
        @Option(help: "The model that the conduct 'substitute' serves; the smaller one of the same family unless told.")
        var substitute: String?
        @OptionGroup var threads: ThreadsOption
        @Flag(help: "Print Markdown.")
        var markdown = false

        func validate() throws {
            let allowed = NumericProfile.names.joined(separator: ", ")
            for name in names where NumericProfile.named(name) == nil {
                throw ValidationError("--profiles: found '\(name)'; allowed \(allowed)")
            }
            guard Set(names).count == names.count, names.count >= 2 else {
                throw ValidationError("--profiles: found \(profiles); allowed two or more different names")
            }
            guard inputs >= 1 else { throw ValidationError("--inputs: found \(inputs); allowed 1 or more") }
        }

        private var names: [String] { profiles.split(separator: ",").map(String.init) }

        func run() throws {
            let served = try model.read()
            do {
                guard given.calibration == nil || served.card.tolerance == nil else {
                    throw Failure.badInput(
                        "--calibration: found inputs for '\(served.card.id)', which has a tolerance; allowed for models without"
                    )
                }
                let set = try given.set(of: served, asked: asked)
                guard !set.asked.isEmpty else { throw GivenCalibration.missing("--asked", of: served) }
                let other = try (substitute ?? served.card.substitute).map {
                    try ModelLibrary().model(ModelLibrary.card($0))
                }
                let study = DivergenceStudy(
                    served, profiles: names.compactMap(NumericProfile.named),
                    conducts: DivergenceStudy.Conduct.all(of: served, substitute: other),
                    asked: Array(set.asked.prefix(inputs)), calibration: Array(set.calibration.prefix(inputs)),
                    newTokens: length.newTokens,
                    preparation: AnswerPreparation(workers: threads.count, store: Terminal.store))
                let divergence = try study.run { Terminal.progress("inference \($0) of \($1)") }
                Terminal.progress("")
                let document = DivergenceReport(divergence).document
                print(markdown ? document.markdown : document.text(width: 160), terminator: "")
            } catch {
                Terminal.progress("")
                throw Failure.badInput(error)
            }
        }
    }
}
