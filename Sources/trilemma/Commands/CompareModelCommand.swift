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
        @Option(help: "Tokens that a language model writes; those on its card unless told.")
        var newTokens: Int?
        @Option(help: "The model that the conduct 'substitute' serves; the smaller one of the same family unless told.")
        var substitute: String?
        @Option(help: "Threads; the results do not depend on it. Default: the cores this process may use.")
        var workers: Int?
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
            if let newTokens, !(1...256).contains(newTokens) {
                throw ValidationError("--new-tokens: found \(newTokens); allowed 1 to 256")
            }
        }

        private var names: [String] { profiles.split(separator: ",").map(String.init) }

        func run() throws {
            let served = try model.read()
            guard let name = served.card.inputs else {
                throw Failure.badInput(
                    "model '\(served.card.id)' has no inputs of its own; allowed: "
                        + ModelCard.all.filter { $0.inputs != nil }.map(\.id).joined(separator: ", "))
            }
            let set = InputSet.named(name)
            do {
                let other = try (substitute ?? served.card.substitute).map {
                    try ModelLibrary().model(ModelLibrary.card($0))
                }
                let study = DivergenceStudy(
                    served, profiles: names.compactMap(NumericProfile.named),
                    conducts: DivergenceStudy.Conduct.all(of: served, substitute: other),
                    asked: Array(set.asked.prefix(inputs)), calibration: Array(set.calibration.prefix(inputs)),
                    newTokens: newTokens,
                    preparation: AnswerPreparation(workers: workers ?? Machine.cores, store: Terminal.store))
                let divergence = try study.run { Terminal.progress("inference \($0) of \($1)") }
                Terminal.progress("")
                let document = DivergenceReport(divergence).document
                print(markdown ? document.markdown : document.text(width: 160), terminator: "")
            } catch {
                Terminal.progress("")
                throw Failure.badInput("\(error)")
            }
        }
    }
}
