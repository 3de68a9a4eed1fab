// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import TestTools
import Testing

@testable import Languages

private let prompt: [Int32] = [0, 75, 260, 41, 7, 120, 120, 33, 269, 5]

private func tiny(
    _ type: UInt32 = 3, weights: WeightForm = .published, layers: Int? = nil
) throws -> LanguageModel {
    try LanguageModel(gguf: TinyModel.bytes(type), file: "m.gguf", weights: weights, layers: layers)
}

/// Bits of hidden states and logits, position by position.
private typealias Bits = [[UInt32]]

private func prefilled(_ decoder: Decoder, _ tokens: [Int32], sequence: Int = 0) -> Bits {
    var bits: Bits = []
    decoder.prefill(tokens, sequence: sequence, logits: .all) { _, hidden, logits in
        bits.append(hidden.map(\.bitPattern) + (logits.map { $0.map(\.bitPattern) } ?? []))
    }
    return bits
}

@Suite("Decoders")
struct DecoderTests {
    @Test("Hidden states and logits are those of the plain way in double", arguments: [0, 1, 2, 3, 8, 30] as [UInt32])
    func reference(type: UInt32) throws {
        for isTied in [true, false] {
            let bytes = TinyModel.bytes(type, isTied: isTied)
            let expected = try ReferenceModel(bytes).run(prompt)
            let decoder = Decoder(
                try LanguageModel(gguf: bytes, file: "m.gguf"), profile: .fused1, context: prompt.count)
            var positions = 0
            decoder.prefill(prompt, logits: .all) { position, hidden, logits in
                positions += 1
                let found = hidden.map(Double.init) + (logits.map { $0.map(Double.init) } ?? [])
                let wanted = expected[position].hidden + expected[position].logits
                let scale = wanted.map(\.magnitude).max() ?? 0
                #expect(found.count == wanted.count)
                #expect(zip(found, wanted).allSatisfy { ($0 - $1).magnitude <= 2e-5 * scale })
            }
            #expect(positions == prompt.count)
        }
    }

    @Test(
        "A prompt at once, in parts and token by token have the same bits, in every profile",
        arguments: NumericProfile.all)
    func parts(profile: NumericProfile) throws {
        for cache in CacheForm.allCases {
            let model = try tiny()
            func decoder() -> Decoder { Decoder(model, profile: profile, bucket: .four, cache: cache, context: 16) }
            let whole = prefilled(decoder(), prompt)
            let cut = decoder()
            #expect(prefilled(cut, Array(prompt[..<3])) + prefilled(cut, Array(prompt[3...])) == whole)
            let stepped = decoder()
            var bits: Bits = []
            for token in prompt {
                stepped.step([(0, token)]) { _, _, hidden, logits in
                    bits.append(hidden.map(\.bitPattern) + (logits.map { $0.map(\.bitPattern) } ?? []))
                }
            }
            #expect(bits == whole)
            #expect(stepped.lengths == [prompt.count])
        }
    }

    @Test("More rows than fit at once have the same bits")
    func longPrompt() throws {
        let model = try tiny()
        let tokens = (0..<150).map { Int32($0 * 7 % 250) }
        let whole = prefilled(Decoder(model, profile: .fused1, context: 150), tokens)
        let stepped = Decoder(model, profile: .fused1, context: 150)
        #expect(tokens.flatMap { prefilled(stepped, [$0]) } == whole)
    }

    @Test("The answer to a prompt does not depend on the prompts beside it", arguments: NumericProfile.all)
    func batches(profile: NumericProfile) throws {
        let model = try tiny()
        let prompts = (0..<16).map { index in (0..<3 + index % 5).map { Int32(($0 * 31 + index * 17) % 250) } }
        let together = Decoder(model, profile: profile, bucket: .eight, sequences: 16, context: 20)
            .generate(prompts: prompts, newTokens: 8, stop: [])
        let alone = Decoder(model, profile: profile, bucket: .eight, context: 20)
        let pairs = Decoder(model, profile: profile, bucket: .eight, sequences: 2, context: 20)
        #expect(alone.generate(prompts: prompts, newTokens: 8, stop: []) == together)
        #expect(pairs.generate(prompts: prompts, newTokens: 8, stop: []) == together)
    }

    @Test("What prompts begin with in common changes nothing", arguments: [NumericProfile.fused1, .float16Accumulate])
    func openings(profile: NumericProfile) throws {
        let model = try tiny()
        // Longer than a panel of keys, and one prompt is the beginning of all others.
        let opening = (0..<19).map { Int32($0 * 7 % 250) }
        let prompts = [opening + [3, 9, 27], opening, opening + [5]]
        func answers(sequences: Int) -> ([Generation], [[[Float]]]) {
            var hidden: [[[Float]]] = [[], [], []]
            let decoder = Decoder(model, profile: profile, cache: .int8, sequences: sequences, context: 30)
            // A longer past, of which nothing may be left.
            _ = decoder.generate(prompts: [[Int32](repeating: 11, count: 25)], newTokens: 3, stop: [])
            let answers = decoder.generate(prompts: prompts, newTokens: 6, stop: []) { prompt, position, state in
                #expect(position == hidden[prompt].count)
                hidden[prompt].append(Array(state))
            }
            return (answers, hidden)
        }
        let (together, alone) = (answers(sequences: 3), answers(sequences: 1))
        #expect(together.0 == alone.0)
        #expect(together.1 == alone.1)
    }

    @Test("The bucket changes the bits of profiles that depend on it, and of no other")
    func buckets() throws {
        // Rows of 64 numbers have two blocks in the smallest bucket, and one in the others.
        let model = try tiny(0)
        for profile in NumericProfile.all {
            let one = prefilled(Decoder(model, profile: profile, bucket: .one, context: 16), prompt)
            let sixteen = prefilled(Decoder(model, profile: profile, bucket: .sixteen, context: 16), prompt)
            #expect((one == sixteen) == profile.isBatchInvariant, "\(profile.name)")
        }
    }

    @Test("Every conduct changes the bits, and published weights are those of the file")
    func conducts() throws {
        func bits(_ model: LanguageModel, _ cache: CacheForm = .float32) -> Bits {
            prefilled(Decoder(model, profile: .fused1, cache: cache, context: 16), prompt)
        }
        let honest = bits(try tiny(0))
        for form in WeightForm.allCases {
            #expect((bits(try tiny(0, weights: form)) == honest) == (form == .published), "\(form.name)")
        }
        for cache in CacheForm.allCases {
            #expect((bits(try tiny(0), cache) == honest) == (cache == .float32), "\(cache.name)")
        }
        #expect(bits(try tiny(0, layers: 1)) != honest)
        #expect(bits(try tiny(0, layers: 9)) == honest)
    }

    @Test("Fewer layers read fewer bytes; no layers are refused")
    func layers() throws {
        let (whole, half) = (try tiny(), try tiny(layers: 1))
        #expect(half.configuration.layers == 1)
        // A layer: 32 x (32 + 32 + 64 + 64) + 64 x 32 weights and two matrices that fill half a panel of 32 columns, at 24
        // bytes per block of 32, and two norms.
        let blocks = 32 + 32 + 32 + 32 + 64 + 64 + 2 * 32
        #expect(whole.bytesPerToken - half.bytesPerToken == blocks * 24 + 2 * 32 * 4)
        #expect(throws: (any Error).self) { try tiny(layers: 0) }
    }

    @Test("A generation chooses the largest logit, keeps 128 in order, and ends at a stop token or the context")
    func generation() throws {
        let decoder = Decoder(try tiny(), profile: .fused1, sequences: 2, context: 12)
        var seen: [Int] = []
        let answers = decoder.generate(prompts: [[5, 6, 7], [9]], newTokens: 5, stop: []) { prompt, _, hidden in
            #expect(hidden.count == TinyModel.width)
            seen.append(prompt)
        }
        #expect(answers.map(\.tokens.count) == [5, 5])
        #expect(seen.count { $0 == 0 } == 3 + 4 && seen.count { $0 == 1 } == 1 + 4)
        for answer in answers {
            #expect(answer.ranked.allSatisfy { $0.count == 128 && $0 == $0.sorted { $0.ranks(before: $1) } })
            #expect(zip(answer.tokens, answer.ranked).allSatisfy { $0 == $1.first?.token })
        }
        let stop = answers[0].tokens[2]
        let stopped = decoder.generate(prompts: [[5, 6, 7], [9]], newTokens: 5, stop: [stop])
        let expected = answers[0].tokens.prefix { $0 != stop } + [stop]
        #expect(stopped[0].tokens == Array(expected) && stopped[0].isStopped)
        let full = decoder.generate(prompts: [[Int32](repeating: 3, count: 11)], newTokens: 5, stop: [])
        #expect(full[0].tokens.count == 2 && !full[0].isStopped)
    }

    @Test("The largest logits are found whatever their order, with ties, infinities and NaN")
    func ranking() {
        var random = SeededNumbers(state: 3)
        for round in 0..<200 {
            var logits = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                Float(Int.random(in: -20...20, using: &random))
            }
            if round % 3 == 0 { logits[0] = .nan }
            if round % 5 == 0 { logits[logits.count / 2] = .infinity }
            let all = logits.enumerated().map { RankedLogit(token: Int32($0), logit: $1) }
                .sorted { $0.ranks(before: $1) }
            let count = min(logits.count, 1 + round % 130)
            let found = logits.withUnsafeBufferPointer { RankedLogit.largest(count, of: $0) }
            #expect(found.map(\.token) == all.prefix(count).map(\.token))
        }
    }
}
