// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Kernels
import Languages
import ModelFiles

/// Lets a language model answer texts, up to sixteen side by side.
struct LanguageExecution {
    private let model: LanguageModel
    private let computation: Computation

    init(_ model: LanguageModel, _ computation: Computation) {
        self.model = model
        self.computation = computation
    }

    /// The model of a file with the weights and layers of a deviation.
    static func load(_ model: ServedModel, _ deviation: Deviation) throws(ModelFileMistake) -> LanguageModel {
        let name = model.card.id
        guard deviation.layers < 1 else {
            return try LanguageModel(gguf: model.bytes, file: name, weights: deviation.weights)
        }
        let all = try LanguageModel.layers(gguf: model.bytes, file: name)
        let kept = max(1, Int((Double(all) * deviation.layers).rounded()))
        return try LanguageModel(gguf: model.bytes, file: name, weights: deviation.weights, layers: kept)
    }

    func outputs(of inputs: [Input]) throws(ModelFileMistake) -> [Output] {
        var prompts: [[Int32]] = []
        for input in inputs { prompts.append(try prompt(input)) }
        let wanted = max(1, Int((Double(computation.newTokens) * computation.deviation.length).rounded()))
        let longest = prompts.reduce(1) { max($0, $1.count) }
        let decoder = Decoder(
            model, profile: computation.profile, bucket: computation.bucket, cache: computation.deviation.cache,
            sequences: min(16, max(1, prompts.count)), context: longest + wanted)
        var hidden = [[Float]](repeating: [], count: prompts.count)
        let answers = decoder.generate(prompts: prompts, newTokens: wanted, stop: Self.stops(of: model)) {
            hidden[$0] += $2
        }
        return zip(answers, hidden).map { .text(TokenOutput($0, hidden: $1, width: model.configuration.width)) }
    }

    /// The tokens that end an answer.
    static func stops(of model: LanguageModel) -> Set<Int32> { Set([model.tokenizer.end].compactMap { $0 }) }

    /// The tokens that are read for an input.
    func prompt(_ input: Input) throws(ModelFileMistake) -> [Int32] {
        let file = computation.model.card.id
        guard case .text(let text) = input else {
            throw ModelFileMistake(
                file: file, place: "input", found: "tensors", allowed: "text, as a language model takes it")
        }
        let tokenizer = model.tokenizer
        let tokens = tokenizer.encode(computation.model.card.isChat ? tokenizer.chatPrompt(text) : text)
        guard !tokens.isEmpty, tokens.count + computation.newTokens <= model.configuration.context else {
            throw ModelFileMistake(
                file: file, place: "input", found: "\(tokens.count) tokens",
                allowed: "1 to \(model.configuration.context - computation.newTokens), with the answer at most the "
                    + "context of \(model.configuration.context)")
        }
        guard computation.deviation.reading == .firstHalf else { return tokens }
        return Array(tokens.prefix(max(1, tokens.count / 2)))
    }
}

extension TokenOutput {
    /// What a generation keeps: tokens, the highest logits, and commitments to the hidden states.
    /// - Parameter hidden: [position][width], of the prompt and of every token but the last.
    fileprivate init(_ generation: Generation, hidden: [Float], width: Int) {
        let ranked = generation.ranked.map { $0.sorted { $0.token < $1.token } }
        let windows = ActivationWindows.ranges(
            prompt: generation.prompt.count, decoded: max(0, generation.tokens.count - 1))
        let commitments = windows.flatMap { window in
            ActivationCommitment(
                window: hidden.span.extracting(window.lowerBound * width..<window.upperBound * width)
            ).bytes
        }
        self.init(
            tokens: generation.tokens, candidates: ranked.flatMap { $0.map(\.token) },
            logits: ranked.flatMap { $0.map(\.logit) }, commitments: commitments)
    }
}
