// SPDX-License-Identifier: GPL-3.0-or-later

import TestTools
import Testing

@testable import Languages

private func read(_ change: (inout GGUFWriter) -> Void = { _ in }) throws -> Tokenizer {
    var writer = TinyModel.writer()
    change(&writer)
    return try Tokenizer(GGUFFile(writer.bytes(), file: "m.gguf"))
}

private func pieces(_ text: String, _ kind: PreTokenizer = .gpt2) -> [String] {
    let bytes = Array(text.utf8)
    var start = 0
    return kind.ends(in: text).map { end in
        defer { start = end }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

@Suite("Tokenizers")
struct TokenizerTests {
    @Test("Pieces are those of GPT-2's pattern")
    func patterns() {
        #expect(pieces("Hello, world!") == ["Hello", ",", " world", "!"])
        #expect(pieces("it's they'll I'D") == ["it", "'s", " they", "'ll", " I", "'", "D"])
        #expect(pieces("a  b   \n c\n\nd ") == ["a", " ", " b", "   \n", " c", "\n", "\n", "d", " "])
        #expect(pieces("x1234 56.7") == ["x", "1234", " 56", ".", "7"])
        #expect(pieces("\t\tif ½é你🙂") == ["\t", "\t", "if", " ½", "é你", "🙂"])
        #expect(pieces("'''s\"'s") == ["'''", "s", "\"'", "s"])
        #expect(pieces("").isEmpty)
    }

    @Test("With single digits, each number character is a piece and its space another")
    func digits() {
        #expect(pieces("x12 34½a 5", .smollm) == ["x", "1", "2", " ", "3", "4", "½", "a", " ", "5"])
        #expect(pieces("a  7", .smollm) == ["a", "  ", "7"])
    }

    @Test("Merges go by rank, the leftmost first")
    func merging() throws {
        let tokenizer = try read()
        func names(_ text: String) -> [String] { tokenizer.encode(text).map { TinyModel.names[Int($0)] } }
        #expect(names("hello world") == ["hello", "Ġworld"])
        #expect(names("lll hellhello") == ["ll", "l", "Ġ", "hell", "hello"])
        #expect(names("1212") == ["1", "2", "1", "2"])
        #expect(try self.names("1212", pre: "gpt-2") == ["12", "12"])
    }

    private func names(_ text: String, pre: String) throws -> [String] {
        try read { $0["tokenizer.ggml.pre"] = .text(pre) }.encode(text).map { TinyModel.names[Int($0)] }
    }

    @Test("Special tokens are read where wanted, the longest first, and are text otherwise")
    func special() throws {
        let tokenizer = try read()
        let text = "<|im_start|>hello<|im_end|><|im|>"
        #expect(
            tokenizer.encode(text).map { TinyModel.names[Int($0)] } == [
                "<|im_start|>", "hello", "<|im_end|>", "<|im|>",
            ])
        #expect(tokenizer.encode(text, readsSpecial: false).allSatisfy { $0 >= 3 })
        #expect(tokenizer.decode(tokenizer.encode(text, readsSpecial: false)) == text)
    }

    @Test("A prompt has the form of the file's template")
    func chat() throws {
        #expect(
            try read().chatPrompt("Hi")
                == "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
        #expect(try read { $0["tokenizer.chat_template"] = nil }.chatPrompt("Hi") == "Hi")
        #expect(
            try read { $0["tokenizer.chat_template"] = .text("<|im_start|>user<|im_end|>") }.chatPrompt("Hi")
                == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
    }

    @Test("Bytes without a token become the unknown token, or the file is refused")
    func unknown() throws {
        func remove(_ writer: inout GGUFWriter) {
            writer["tokenizer.ggml.tokens"] = .list(TinyModel.names.map { .text($0 == "é" ? "éé" : $0) })
        }
        #expect {
            try read(remove)
        } throws: { error in
            "\(error)".hasSuffix(
                "found no token for byte 233; allowed: a token for every byte, or an unknown token")
        }
        let tokenizer = try read {
            remove(&$0)
            $0["tokenizer.ggml.unknown_token_id"] = .unsigned(2)
        }
        #expect(tokenizer.encode("\u{9000}") == [2, tokenizer.byteTokens[0x80], tokenizer.byteTokens[0x80]])
    }

    @Test("A beginning token is put first if the file says so")
    func beginning() throws {
        let tokenizer = try read {
            $0["tokenizer.ggml.bos_token_id"] = .unsigned(0)
            $0["tokenizer.ggml.add_bos_token"] = .flag(true)
        }
        #expect(tokenizer.encode("").first == 0 && tokenizer.end == 1)
    }

    @Test("Any text comes back as it was, pieces cover it, and merges end where no pair is left")
    func roundTrip() throws {
        let tokenizer = try read()
        var random = SeededNumbers(state: 7)
        let alphabet = Array("hello world 12\n\t'sé你🙂.,½ ".unicodeScalars) + ["\u{301}", "\u{A0}", "\u{10FFFF}"]
        for _ in 0..<2000 {
            let count = Int.random(in: 0...40, using: &random)
            var text = String.UnicodeScalarView()
            for _ in 0..<count { text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)]) }
            let string = String(text)
            let tokens = tokenizer.encode(string)
            #expect(Array(tokenizer.decode(tokens).utf8) == Array(string.utf8))
            for kind in PreTokenizer.allCases {
                let ends = kind.ends(in: string)
                #expect(ends.last ?? 0 == string.utf8.count && zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 })
            }
        }
    }

    @Test("A piece of a hundred thousand letters is merged as the naive way merges it")
    func long() throws {
        let tokenizer = try read()
        let tokens = tokenizer.encode(String(repeating: "hell", count: 25_000))
        #expect(tokens.count == 25_000 && Set(tokens.map { TinyModel.names[Int($0)] }) == ["hell"])
    }
}
