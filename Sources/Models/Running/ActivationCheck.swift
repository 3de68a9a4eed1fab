// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Languages
import ModelFiles
import Quantities

/// Checks answers of a language model by their commitments to activations: one prefill of prompt and answer, under the
/// checker's numeric profile, instead of decoding token by token.
public final class ActivationCheck: Sendable {
    private let model: LanguageModel
    private let computation: Computation

    /// - Parameter computation: honest, of a language model, under the checker's profile.
    /// - Throws: what is wrong with the model file.
    public init(_ computation: Computation) throws(ModelFileMistake) {
        require(
            computation.model.card.kind == .language && computation.deviation == .none,
            "activation check: expected an honest computation of a language model, found \(computation)")
        self.computation = computation
        model = try LanguageExecution.load(computation.model, .none)
    }

    /// What the checker finds: the errors of each stretch of the answer, or nil when the commitments do not even have the
    /// form that the prompt and the number of tokens ask for.
    /// - Throws: when the input is not one the model takes.
    /// - Complexity: one prefill.
    public func errors(of output: TokenOutput, to input: Input) throws(ModelFileMistake) -> [ActivationErrors]? {
        let prompt = try LanguageExecution(model, computation).prompt(input)
        let windows = ActivationWindows.ranges(prompt: prompt.count, decoded: max(0, output.tokens.count - 1))
        let width = model.configuration.width
        let sizes = windows.map { 2 + 2 * min(ActivationCommitment.standardCount, $0.count * width) }
        guard output.commitments.count == sizes.reduce(0, +) else { return nil }
        let hidden = hiddenStates(of: prompt + output.tokens.dropLast())
        var start = 0
        var errors: [ActivationErrors] = []
        for (window, size) in zip(windows, sizes) {
            let bytes = Array(output.commitments[start..<start + size])
            start += size
            guard let commitment = try? ActivationCommitment(bytes: bytes) else { return nil }
            errors.append(
                commitment.errors(
                    against: hidden.span.extracting(window.lowerBound * width..<window.upperBound * width)))
        }
        return errors
    }

    /// [position][width]
    private func hiddenStates(of tokens: [Int32]) -> [Float] {
        let decoder = Decoder(
            model, profile: computation.profile, bucket: computation.bucket, context: tokens.count)
        var hidden: [Float] = []
        hidden.reserveCapacity(tokens.count * model.configuration.width)
        decoder.prefill(tokens, logits: .none) { _, state, _ in hidden += state }
        return hidden
    }
}
