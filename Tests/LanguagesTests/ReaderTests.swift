// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles
import Testing

@testable import Languages

/// What reading a file says, or nil where nothing is wrong with it.
private func message(_ bytes: [UInt8]) -> String? {
    do {
        _ = try LanguageModel(gguf: bytes, file: "m.gguf")
        return nil
    } catch { return error.description }
}

/// What is said about a tiny file after one change.
private func message(_ change: (inout GGUFWriter) -> Void) -> String? {
    var writer = TinyModel.writer()
    change(&writer)
    return message(writer.bytes())
}

@Suite("GGUF files")
struct ReaderTests {
    @Test(
        "Every supported type is read, with and without an output matrix", arguments: [0, 1, 2, 3, 8, 30] as [UInt32])
    func types(type: UInt32) {
        #expect(message(TinyModel.bytes(type)) == nil)
        #expect(message(TinyModel.bytes(type, isTied: false)) == nil)
    }

    @Test("The head of a file must be that of a little-endian GGUF file of version 2 or 3")
    func head() {
        #expect(
            message([]) == "m.gguf: byte 0: found 0 bytes to the end of the file; allowed: 4 bytes of the letters GGUF")
        #expect(
            message(Array("PK\u{3}\u{4}....".utf8))
                == "m.gguf: byte 0: found no GGUF file; allowed: a file that starts with the letters GGUF")
        #expect(message { $0.version = 2 } == nil)
        #expect(
            message { $0.version = 1 }
                == "m.gguf: byte 4: found version 1; allowed: versions 2 and 3, little-endian")
        #expect(
            message { $0.version = 0x0300_0000 }
                == "m.gguf: byte 4: found a big-endian file; allowed: versions 2 and 3, little-endian")
    }

    @Test("What is not implemented is refused by name")
    func refusals() {
        #expect(
            message { $0.tensors[2].type = 14 }
                == "m.gguf: tensor 'blk.0.attn_norm.weight': found type Q6_K; "
                + "allowed: F32, F16, Q4_0, Q4_1, Q8_0, BF16")
        #expect(
            message { $0["general.architecture"] = .text("gemma") }
                == "m.gguf: key 'general.architecture': found 'gemma'; allowed: 'llama'")
        #expect(
            message { $0["tokenizer.ggml.pre"] = .text("llama-bpe") }
                == "m.gguf: key 'tokenizer.ggml.pre': found 'llama-bpe'; allowed: 'gpt-2', 'smollm'")
        #expect(
            message { $0["tokenizer.ggml.model"] = .text("llama") }
                == "m.gguf: key 'tokenizer.ggml.model': found 'llama'; allowed: 'gpt2' (byte-level pairs)")
        #expect(
            message { $0["llama.rope.scaling.type"] = .text("yarn") }
                == "m.gguf: key 'llama.rope.scaling.type': found scaled rotary angles; allowed: none")
        #expect(
            message { $0["llama.expert_count"] = .unsigned(8) }
                == "m.gguf: key 'llama.expert_count': found 8; allowed: 0...0")
        #expect(
            message { $0.tensors[3].name = "rope_freqs.weight" }
                == "m.gguf: tensor 'blk.0.attn_q.weight': found nothing; allowed: a tensor of shape [32, 32]")
    }

    @Test("Shapes, sizes and places are held against the file")
    func sizes() {
        #expect(
            message { $0.tensors[3].shape = [32, 31] }
                == "m.gguf: tensor 'blk.0.attn_q.weight': found shape [32, 31]; allowed: shape [32, 32]")
        #expect(
            message { $0.tensors[3].shape = [1 << 40] }
                == "m.gguf: tensor 'blk.0.attn_q.weight': found dimension 1099511627776; allowed: at most 536870912")
        #expect(
            message { $0.tensors[3].shape = [1 << 20, 1 << 20] }
                == "m.gguf: tensor 'blk.0.attn_q.weight': found shape [1048576, 1048576]; "
                + "allowed: at most 536870912 numbers")
        #expect(message(Array(TinyModel.bytes().dropLast(40)))?.contains("of tensor data") == true)
        #expect(
            message { $0["llama.attention.head_count_kv"] = .unsigned(3) }
                == "m.gguf: key 'llama.attention.head_count_kv': found 3; allowed: a divisor of the 4 heads")
        #expect(
            message { $0["llama.block_count"] = nil }
                == "m.gguf: key 'llama.block_count': found nothing; allowed: an integer in 1...1024")
        #expect(
            message { $0["llama.block_count"] = .unsigned(3) }
                == "m.gguf: tensor 'blk.2.attn_norm.weight': found nothing; allowed: a tensor of shape [32]")
        #expect(
            message { $0["llama.block_count"] = .unsigned(1) }
                == "m.gguf: tensor 'blk.1.attn_k.weight': found a tensor that the architecture has not; "
                + "allowed: those of 'llama'")
    }

    @Test("Tokens and merges that do not fit together, and numbers that are not finite, are refused")
    func contents() {
        #expect(
            message { $0["tokenizer.ggml.merges"] = .list([.text("h z9")]) }
                == "m.gguf: key 'tokenizer.ggml.merges': found 'h z9' as number 0; "
                + "allowed: two tokens and a space between them, which together are a token")
        #expect(
            message { $0["tokenizer.ggml.tokens"] = .list([.text("a"), .text("a")]) }?
                .contains("token_type': found another number of types; allowed: 2") == true)
        #expect(
            message {
                $0.tensors[2].data[3] = 0x7F; $0.tensors[2].data[2] = 0x80
            }
                == "m.gguf: tensor 'blk.0.attn_norm.weight': found infinite or undefined numbers; allowed: finite ones")
    }

    @Test("Counts that no file can hold are refused before anything is allocated")
    func counts() {
        var bytes = TinyModel.bytes()
        for index in 8..<16 { bytes[index] = 0xFF }
        #expect(message(bytes)?.contains("found 18446744073709551615 tensors; allowed: at most") == true)
        var writer = GGUFWriter()
        writer["a"] = .list([.list([.list([.list([.list([.unsigned(1)])])])])])
        #expect(message(writer.bytes())?.contains("found arrays 5 deep; allowed: at most 4") == true)
    }
}
