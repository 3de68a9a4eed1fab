// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Kernels
import Testing

@testable import Languages

/// The public model SmolLM2-135M-Instruct against the independent computation of Notebooks/check_smollm2.py.
///
/// Runs when TRILEMMA_SMOLLM2 names the folder that the script wrote.
@Suite("SmolLM2")
struct SmolLM2Tests {
    private let folder: URL?

    init() {
        folder = ProcessInfo.processInfo.environment["TRILEMMA_SMOLLM2"].map { URL(fileURLWithPath: $0) }
        if folder == nil { print("SKIPPED: SmolLM2 is not compared; TRILEMMA_SMOLLM2 names no folder") }
    }

    private func lines(_ name: String, in folder: URL) throws -> [Substring] {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8).split(separator: "\n")
    }

    @Test("Tokens, logits and answers are those of the published model")
    func agreement() throws {
        guard let folder else { return }
        let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("model.gguf")))
        let model = try LanguageModel(gguf: bytes, file: "model.gguf")
        let prompts = try lines("prompts.txt", in: folder).map {
            try JSONDecoder().decode(String.self, from: Data($0.utf8))
        }
        let tokens = try lines("tokens.txt", in: folder).map { $0.split(separator: " ").compactMap { Int32($0) } }
        #expect(!prompts.isEmpty && prompts.map { model.tokenizer.encode($0) } == tokens)
        let data = try Data(contentsOf: folder.appendingPathComponent("logits.bin"))
        let logits = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        let vocabulary = model.configuration.vocabulary
        #expect(logits.count == prompts.count * vocabulary)
        let decoder = Decoder(model, profile: .fused1, context: 128)
        for (index, prompt) in tokens.enumerated() {
            decoder.reset(sequence: 0)
            let expected = logits[index * vocabulary..<(index + 1) * vocabulary]
            decoder.prefill(prompt) { _, _, found in
                guard let found else { return }
                let scale = expected.reduce(0) { max($0, $1.magnitude) }
                let worst = zip(found, expected).reduce(Float(0)) { max($0, ($1.0 - $1.1).magnitude) }
                print("SmolLM2 prompt \(index): largest difference \(worst) of logits up to \(scale)")
                #expect(worst <= 1e-4 * scale)
                #expect(expected.firstIndex(of: expected.max() ?? 0) == expected.startIndex + argmax(found))
            }
        }
        let question = model.tokenizer.encode(model.tokenizer.chatPrompt("What is the capital of France?"))
        let answer = decoder.generate(
            prompts: [question], newTokens: 16, stop: model.tokenizer.end.map { [$0] } ?? [])
        #expect(model.tokenizer.decode(answer[0].tokens) == "The capital of France is Paris.<|im_end|>")
    }

    private func argmax(_ logits: UnsafeBufferPointer<Float>) -> Int {
        logits.indices.max { logits[$0] < logits[$1] } ?? 0
    }
}
