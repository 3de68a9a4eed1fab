// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Kernels
import Languages

/// A language model that decodes one sequence, against llama.cpp on the same file and against the bound that the memory sets:
/// every token reads all weights once.
///
/// The bound is the bandwidth at which one core reads a long array, divided by the bytes of weights that a token needs. All
/// are measured in turns.
struct DecodeComparison {
    /// The end of the path of the model that is measured.
    static let file = "SmolLM2-135M-Instruct.Q4_1.gguf"

    /// Tokens a second, the best of all turns, and what the memory would allow.
    private(set) var tokensPerSecond = 0.0
    private(set) var bound = 0.0
    /// Tokens a second of llama.cpp, or why there are none.
    private(set) var theirs = Result<Double, any Error>.success(0)

    private static let turns = 5
    private static let tokens = 24
    /// 256 MiB, well past any cache.
    private static let numbers = 1 << 26

    /// - Parameter python: an interpreter that may have llama.cpp.
    init(at path: String, python: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let model = try LanguageModel(gguf: bytes, file: path)
        let prompt = model.tokenizer.encode("The capital of France is")
        let array = [Float](repeating: 1, count: Self.numbers)
        let peer = Result { try LlamaCpp.peer(python: python, model: path, tokens: Self.tokens) }
        for _ in 0..<Self.turns {
            let decoder = Decoder(model, profile: .fused1, context: prompt.count + Self.tokens)
            decoder.prefill(prompt)
            let decoding = Stopwatch.processorSeconds {
                for token in 0..<Self.tokens { decoder.step([(sequence: 0, token: Int32(token))]) }
            }
            tokensPerSecond = max(tokensPerSecond, Double(Self.tokens) / decoding)
            theirs = Result {
                max(try theirs.get(), Double(Self.tokens) / (try peer.get().leastSeconds(ofRuns: 1)))
            }
            var sum: Float = 0
            let reading = Stopwatch.processorSeconds { sum = Self.sum(array) }
            // Used, so that the loop is not removed.
            guard sum > 0 else { continue }
            bound = max(bound, Double(4 * Self.numbers) / reading / Double(model.bytesPerToken))
        }
    }

    /// Eight vectors of eight at once, so that the additions do not hold up the loads.
    private static func sum(_ array: [Float]) -> Float {
        array.withUnsafeBytes { bytes in
            let vectors = bytes.bindMemory(to: SIMD8<Float>.self)
            var sums = [SIMD8<Float>](repeating: .zero, count: 8)
            sums.withUnsafeMutableBufferPointer { sums in
                for start in stride(from: 0, to: vectors.count, by: 8) {
                    for lane in 0..<8 { sums[lane] += vectors[start + lane] }
                }
            }
            return sums.reduce(.zero, +).sum()
        }
    }
}
