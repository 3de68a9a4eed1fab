// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Models

/// Real outputs for tests.
enum Columns {
    static let digits = model(.digits)
    static let digitsSmall = model(.digitsSmall)
    static let asked = InputSet.named(.digits).asked

    static func model(_ card: ModelCard) -> ServedModel {
        guard let model = ServedModel(embedded: card) else { fatalError("\(card.id) is not embedded") }
        return model
    }

    /// A column of honest or other outputs for the digits that are asked.
    static func column(
        _ model: ServedModel, _ weights: WeightForm, _ profile: NumericProfile
    ) throws -> AnswerTable.Column {
        var deviation = Deviation.none
        deviation.weights = weights
        let outputs = try Execution(Computation(model, deviation, profile: profile)).outputs(of: asked)
        return AnswerTable.Column(inputs: "digits", outputs: outputs, tolerance: model.card.tolerance ?? .nan)
    }

    static func scores(_ output: Output) -> [Float] {
        if case .graph(let graph) = output, case .scores(let scores, _)? = graph.parts.first { scores } else { [] }
    }
}
