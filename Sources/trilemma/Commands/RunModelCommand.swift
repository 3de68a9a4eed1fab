// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Kernels

extension ModelsCommand {
    /// `trilemma models run`
    struct RunModel: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Run a model on the inputs of a folder.",
            discussion: """
                A graph reads input_0.pb, input_1.pb, ... in the order of its inputs (ONNX TensorProto files) and writes \
                output_0.pb, output_1.pb, ...; of a folder of such folders, each. A language model continues every file \
                that ends in .txt, or every line of one file, and writes as many files.
                """)

        @OptionGroup var model: ModelArgument
        @Option(help: "The folder, or the file of prompts, that is read.")
        var inputs: String
        @Option(help: "The folder that is written; made if it is not there.")
        var outputs: String
        @OptionGroup var profile: ProfileOption
        @Option(help: "Tokens that a language model writes at most.")
        var newTokens = 64

        func validate() throws {
            guard (1...4096).contains(newTokens) else {
                throw ValidationError("--new-tokens: found \(newTokens); allowed 1 to 4096")
            }
        }

        func run() throws {
            do {
                let run = try FolderRun(model.read(), profile: profile.profile, newTokens: newTokens)
                for file in try run.run(from: inputs, to: outputs) { print(file) }
            } catch {
                throw Failure.badInput(error)
            }
        }
    }
}

/// The numeric profile a model is run under.
struct ProfileOption: ParsableArguments {
    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp("The numeric profile: \(NumericProfile.names.joined(separator: ", "))."))
    var profileName = NumericProfile.fused1.name

    var profile: NumericProfile { NumericProfile.named(profileName) ?? .fused1 }

    func validate() throws {
        guard NumericProfile.named(profileName) != nil else {
            let allowed = NumericProfile.names.joined(separator: ", ")
            throw ValidationError("--profile: found '\(profileName)'; allowed \(allowed)")
        }
    }
}
