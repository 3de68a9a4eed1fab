// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Kernels
import Languages
import ModelFiles
import Models

/// Something whose runs are timed.
protocol CalibrationBench {
    /// A batch, ready to be run again and again.
    typealias Work = (prefill: () throws -> Void, decode: () throws -> Void)

    var grid: CalibrationGrid { get }
    func work(of cell: CalibrationGrid.Cell) throws -> Work
}

/// A language model: its prefill up to the first logits, then one step per further token. Which tokens they are changes
/// no time, so they are made up and the answers are not looked at.
struct LanguageBench: CalibrationBench {
    let grid: CalibrationGrid
    private let model: LanguageModel
    private let profile: NumericProfile

    init(_ served: ServedModel, _ profile: NumericProfile) throws(ModelFileMistake) {
        model = try served.language()
        self.profile = profile
        grid = CalibrationGrid(context: model.configuration.context)
    }

    func work(of cell: CalibrationGrid.Cell) -> Work {
        let decoder = Decoder(
            model, profile: profile, sequences: cell.batch, context: cell.inputTokens + cell.outputTokens)
        let vocabulary = model.configuration.vocabulary
        let prompt = (0..<cell.inputTokens).map { Int32($0 * 7919 % vocabulary) }
        let next = (0..<cell.batch).map { (sequence: $0, token: Int32($0 * 7919 % vocabulary)) }
        return (
            prefill: {
                for sequence in 0..<cell.batch {
                    decoder.reset(sequence: sequence)
                    decoder.prefill(prompt, sequence: sequence)
                }
            },
            decode: {
                for _ in 1..<cell.outputTokens { decoder.step(next) }
            }
        )
    }
}

/// A graph: an inference counts as one token in and one out, and a batch is run one after another.
struct GraphBench: CalibrationBench {
    let grid = CalibrationGrid.graph
    private let run: GraphRun
    private let inputs: [[String: Tensor]]

    /// - Parameter given: what is run, the first of them in each batch; the inputs on which the model's tolerance was fitted
    ///   when there are none.
    init(_ served: ServedModel, _ profile: NumericProfile, _ given: [Input]) throws {
        run = GraphRun(try served.graph(), profile: profile)
        let own = served.card.inputs.map { InputSet.named($0).calibration } ?? []
        inputs = (given.isEmpty ? own : given).compactMap { input in
            if case .tensors(let tensors) = input { tensors } else { nil }
        }
        guard !inputs.isEmpty else { throw CalibrationMistake.noInputs(model: served.card.id) }
    }

    func work(of cell: CalibrationGrid.Cell) -> Work {
        (prefill: { for number in 0..<cell.batch { _ = try run.run(inputs[number % inputs.count]) } }, decode: {})
    }
}
