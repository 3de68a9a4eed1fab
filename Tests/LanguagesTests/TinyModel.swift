// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles
import TestTools

@testable import Languages

/// A model of random weights, small enough for tests: 2 layers of 32 numbers, 4 heads on 2, some 270 tokens.
enum TinyModel {
    static let width = 32
    static let feedForward = 64
    static let layers = 2
    static let merges = ["h e", "l l", "he ll", "hell o", "Ġ w", "o r", "Ġw or", "l d", "Ġwor ld", "1 2", "Ġ t", "Ġ Ġ"]
    static let special = ["<|im_start|>", "<|im_end|>", "<|im|>"]

    static var names: [String] {
        special + ByteAlphabet.characters.map { String(Character($0)) }
            + merges.map { $0.split(separator: " ").joined() }
    }

    /// A file whose matrices have a type: F32 (0), F16 (1), Q4_0 (2), Q4_1 (3), Q8_0 (8) or BF16 (30).
    static func writer(_ type: UInt32 = 0, seed: UInt64 = 1, isTied: Bool = true) -> GGUFWriter {
        var writer = GGUFWriter()
        writer["general.architecture"] = .text("llama")
        writer["llama.block_count"] = .unsigned(UInt64(layers))
        writer["llama.context_length"] = .unsigned(64)
        writer["llama.embedding_length"] = .unsigned(UInt64(width))
        writer["llama.feed_forward_length"] = .unsigned(UInt64(feedForward))
        writer["llama.attention.head_count"] = .unsigned(4)
        writer["llama.attention.head_count_kv"] = .unsigned(2)
        writer["llama.attention.layer_norm_rms_epsilon"] = .real(1e-5)
        writer["tokenizer.ggml.model"] = .text("gpt2")
        writer["tokenizer.ggml.pre"] = .text("smollm")
        writer["tokenizer.ggml.tokens"] = .list(names.map { .text($0) })
        writer["tokenizer.ggml.token_type"] = .list(names.indices.map { .signed($0 < special.count ? 3 : 1) })
        writer["tokenizer.ggml.merges"] = .list(merges.map { .text($0) })
        writer["tokenizer.ggml.eos_token_id"] = .unsigned(1)
        writer["tokenizer.chat_template"] = .text("{{ '<|im_start|>system\\nBe brief.<|im_end|>\\n' }}")
        var random = SeededNumbers(state: seed)
        for (name, shape) in shapes(isTied: isTied) {
            let count = shape.reduce(1, *)
            let isNorm = shape.count == 1
            let data = isNorm ? norm(count, &random) : matrix(type, count, &random)
            writer.tensors.append(GGUFWriter.Tensor(name: name, shape: shape, type: isNorm ? 0 : type, data: data))
        }
        return writer
    }

    static func bytes(_ type: UInt32 = 0, isTied: Bool = true) -> [UInt8] { writer(type, isTied: isTied).bytes() }

    private static func shapes(isTied: Bool) -> [(String, [Int])] {
        var shapes = [("token_embd.weight", [width, names.count]), ("output_norm.weight", [width])]
        if !isTied { shapes.append(("output.weight", [width, names.count])) }
        for layer in 0..<layers {
            shapes += [
                ("attn_norm", [width]), ("attn_q", [width, width]), ("attn_k", [width, width / 2]),
                ("attn_v", [width, width / 2]), ("attn_output", [width, width]), ("ffn_norm", [width]),
                ("ffn_gate", [width, feedForward]), ("ffn_up", [width, feedForward]),
                ("ffn_down", [feedForward, width]),
            ].map { ("blk.\(layer).\($0.0).weight", $0.1) }
        }
        return shapes
    }

    private static func norm(_ count: Int, _ random: inout SeededNumbers) -> [UInt8] {
        (0..<count).flatMap { _ in GGUFWriter.bytes(Float.random(in: 0.5...1.5, using: &random).bitPattern) }
    }

    /// Numbers of a few tenths, in any of the types.
    private static func matrix(_ type: UInt32, _ count: Int, _ random: inout SeededNumbers) -> [UInt8] {
        func half(_ x: Float) -> [UInt8] { GGUFWriter.bytes(half16(x)) }
        func codes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
        return (0..<count / (type == 0 || type == 1 || type == 30 ? 1 : 32)).flatMap { _ in
            let x = Float.random(in: -0.5...0.5, using: &random)
            return switch type {
            case 0: GGUFWriter.bytes(x.bitPattern)
            case 1: half(x)
            case 30: GGUFWriter.bytes(UInt16(x.bitPattern >> 16))
            case 2: half(x / 8) + codes(16)
            case 3: half(x / 8) + half(-x) + codes(16)
            default: half(x / 128) + codes(32)
            }
        }
    }

    /// The upper bits of a number between 2^-14 and 65504 as binary16, cut off.
    private static func half16(_ x: Float) -> UInt16 {
        let magnitude = max(x.magnitude, 0x1p-14)
        return UInt16(truncatingIfNeeded: (magnitude.bitPattern >> 13) - (112 << 10)) | (x < 0 ? 0x8000 : 0)
    }
}
