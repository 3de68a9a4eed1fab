// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Kernels
import Languages
import ModelFiles
import Quantities

/// A computation with its model loaded: checked, in the form of weights it wants, ready for any number of inputs.
///
/// Immutable; threads share it, each with a working memory of its own.
public final class Execution: Sendable {
    enum Loaded: Sendable {
        case graph(Graph)
        case language(LanguageModel)
    }

    let computation: Computation
    let loaded: Loaded

    /// Reads the model file.
    /// - Throws: what is wrong with the file.
    /// - Complexity: O(bytes of the file).
    public init(_ computation: Computation) throws(ModelFileMistake) {
        self.computation = computation
        let (model, deviation) = (computation.model, computation.deviation)
        switch model.card.kind {
        case .graph:
            loaded = .graph(try model.graph(deviation.weights))
        case .language:
            loaded = .language(try LanguageExecution.load(model, deviation))
        }
    }

    /// Runs the model on some inputs, side by side where that is faster; no output depends on the other inputs.
    /// - Throws: when an input is not of the kind or shape that the model takes.
    /// - Complexity: that of the model, for each input.
    public func outputs(of inputs: [Input]) throws(ModelFileMistake) -> [Output] {
        switch loaded {
        case .graph(let graph): try GraphExecution(graph, computation).outputs(of: inputs)
        case .language(let model): try LanguageExecution(model, computation).outputs(of: inputs)
        }
    }

    /// Why a language model cannot take an input; nil when it can, and of graphs, which tell when they run.
    public func mistake(in input: Input) -> ModelFileMistake? {
        guard case .language(let model) = loaded else { return nil }
        do throws(ModelFileMistake) {
            _ = try LanguageExecution(model, computation).prompt(input)
            return nil
        } catch { return error }
    }

    /// What a language model writes after a prompt, decoded.
    /// - Precondition: the computation is of a language model.
    public func text(continuing prompt: String) throws(ModelFileMistake) -> String {
        guard case .language(let model) = loaded else { bug("execution: expected a language model, found a graph") }
        guard case .text(let output)? = try outputs(of: [.text(prompt)]).first else { return "" }
        return model.tokenizer.decode(output.tokens.filter { !LanguageExecution.stops(of: model).contains($0) })
    }
}
