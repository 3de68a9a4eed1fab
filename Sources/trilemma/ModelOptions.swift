// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Models

/// Calibration inputs of a model that has none of its own.
struct GivenCalibration: ParsableArguments {
    @Option(
        help: """
            Inputs that are never asked, on which the tolerance is fitted: a text file with a prompt on each line, or a \
            folder of inputs. Those of the model unless told.
            """)
    var calibration: String?

    /// What the model is asked and calibrated on, where it has inputs of its own.
    func set(of served: ServedModel, asked: String? = nil) throws -> InputSet {
        let own = served.card.inputs.map(InputSet.named)
        let given = GivenInputs(served)
        let set = InputSet(
            name: asked ?? own?.name ?? "", asked: try asked.map { try given.set(at: $0).asked } ?? own?.asked ?? [],
            calibration: try calibration.map { try given.set(at: $0).asked } ?? own?.calibration ?? [])
        guard !set.calibration.isEmpty || served.card.tolerance != nil else {
            throw Self.missing("--calibration", of: served)
        }
        let known = Set(set.asked.map(\.digest)), shared = set.calibration.count { known.contains($0.digest) }
        guard shared == 0 else {
            throw Failure.badInput(
                "--calibration: found \(shared) inputs that are asked too; allowed: others, or the tolerance would know them"
            )
        }
        return set
    }

    /// A model that has no inputs, and nobody named any.
    static func missing(_ option: String, of served: ServedModel) -> Failure {
        .badInput(
            "model '\(served.card.id)' has no inputs of its own; name some with \(option), or choose one of "
                + ModelCard.all.filter { $0.inputs != nil }.map(\.id).joined(separator: ", "))
    }
}

/// How long answers of a language model are.
struct AnswerLength: ParsableArguments {
    @Option(help: "Tokens that a language model writes; those on its card unless told.")
    var newTokens: Int?

    func validate() throws {
        if let newTokens, !(1...256).contains(newTokens) {
            throw ValidationError("--new-tokens: found \(newTokens); allowed 1 to 256")
        }
    }
}
