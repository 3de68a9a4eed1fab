// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

extension Tokenizer {
    /// Reads the tokenizer from a file's metadata.
    /// - Throws: when something is missing, inconsistent, or of a kind that is not implemented.
    /// - Complexity: O(bytes of tokens and merges).
    init(_ file: GGUFFile) throws(ModelFileMistake) {
        let model = try file.text("tokenizer.ggml.model")
        guard model == "gpt2" else {
            throw file.mistake(key: "tokenizer.ggml.model", found: "'\(model)'", allowed: "'gpt2' (byte-level pairs)")
        }
        let name = try file.text("tokenizer.ggml.pre")
        guard let preTokenizer = PreTokenizer(rawValue: name) else {
            let known = PreTokenizer.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw file.mistake(key: "tokenizer.ggml.pre", found: "'\(name)'", allowed: known)
        }
        self.preTokenizer = preTokenizer
        let names = try file.texts("tokenizer.ggml.tokens")
        guard !names.isEmpty, names.count <= Int(Int32.max) else {
            throw file.mistake(key: "tokenizer.ggml.tokens", found: "\(names.count) tokens", allowed: "at least 1")
        }
        let isSpecial = try Self.marks(file, count: names.count)
        let ids = try Self.ids(names, file)
        vocabulary = try Self.vocabulary(names, isSpecial, file)
        special = names.indices.filter { isSpecial[$0] && !names[$0].isEmpty }
            .map { SpecialToken(text: Array(names[$0].utf8), token: Int32($0)) }
            .sorted { ($1.text.count, $0.token) < ($0.text.count, $1.token) }
        byteTokens = try Self.byteTokens(ids, file)
        merges = try Self.merges(ids, file)
        let range = 0...names.count - 1
        let beginning = try file.token("tokenizer.ggml.bos_token_id", in: range)
        self.beginning = file.value("tokenizer.ggml.add_bos_token") == .flag(true) ? beginning : nil
        end = try file.token("tokenizer.ggml.eos_token_id", in: range)
        chatOpening = Self.chatOpening(file)
    }

    /// Which tokens are special: control tokens (type 3) and those that users defined (type 4).
    private static func marks(_ file: GGUFFile, count: Int) throws(ModelFileMistake) -> [Bool] {
        let key = "tokenizer.ggml.token_type"
        guard let value = file.value(key) else { return [Bool](repeating: false, count: count) }
        guard case .list(let types) = value, types.count == count else {
            throw file.mistake(key: key, found: "another number of types", allowed: "\(count), one per token")
        }
        return types.map { $0 == .signed(3) || $0 == .signed(4) || $0 == .unsigned(3) || $0 == .unsigned(4) }
    }

    private static func ids(_ names: [String], _ file: GGUFFile) throws(ModelFileMistake) -> [String: Int32] {
        var ids: [String: Int32] = [:]
        ids.reserveCapacity(names.count)
        for (id, name) in names.enumerated() {
            guard ids.updateValue(Int32(id), forKey: name) == nil else {
                throw file.mistake(
                    key: "tokenizer.ggml.tokens", found: "token '\(name)' again as number \(id)",
                    allowed: "each token once")
            }
        }
        return ids
    }

    private static func vocabulary(
        _ names: [String], _ isSpecial: [Bool], _ file: GGUFFile
    ) throws(ModelFileMistake) -> [[UInt8]] {
        var vocabulary: [[UInt8]] = []
        vocabulary.reserveCapacity(names.count)
        for (id, name) in names.enumerated() {
            guard let bytes = isSpecial[id] ? Array(name.utf8) : ByteAlphabet.bytes(name) else {
                throw file.mistake(
                    key: "tokenizer.ggml.tokens", found: "'\(name)' as number \(id)",
                    allowed: "characters that stand for bytes")
            }
            vocabulary.append(bytes)
        }
        return vocabulary
    }

    private static func byteTokens(_ ids: [String: Int32], _ file: GGUFFile) throws(ModelFileMistake) -> [Int32] {
        let unknown = try file.token("tokenizer.ggml.unknown_token_id", in: 0...ids.count - 1)
        var tokens: [Int32] = []
        for byte in UInt8.min...UInt8.max {
            guard let token = ids[ByteAlphabet.text([byte])] ?? unknown else {
                throw file.mistake(
                    key: "tokenizer.ggml.tokens", found: "no token for byte \(byte)",
                    allowed: "a token for every byte, or an unknown token")
            }
            tokens.append(token)
        }
        return tokens
    }

    private static func merges(
        _ ids: [String: Int32], _ file: GGUFFile
    ) throws(ModelFileMistake) -> [UInt64: PairMerger.Merge] {
        let lines = try file.texts("tokenizer.ggml.merges")
        var merges: [UInt64: PairMerger.Merge] = [:]
        merges.reserveCapacity(lines.count)
        for (rank, line) in lines.enumerated() {
            let pair = line.split(separator: " ", omittingEmptySubsequences: false)
            guard pair.count == 2, let left = ids[String(pair[0])], let right = ids[String(pair[1])],
                let result = ids[String(pair[0] + pair[1])], rank <= Int(Int32.max)
            else {
                throw file.mistake(
                    key: "tokenizer.ggml.merges", found: "'\(line)' as number \(rank)",
                    allowed: "two tokens and a space between them, which together are a token")
            }
            let key = PairMerger.key(left, right)
            if merges[key] == nil { merges[key] = PairMerger.Merge(rank: Int32(rank), result: result) }
        }
        return merges
    }

    /// The system message that a ChatML template puts first when a conversation has none: the first text that it writes
    /// between the marks of a system message.
    private static func chatOpening(_ file: GGUFFile) -> String? {
        guard case .text(let template) = file.value("tokenizer.chat_template"), template.contains("<|im_start|>"),
            template.contains("<|im_end|>")
        else { return nil }
        for mark in ["<|im_start|>system\n", "<|im_start|>system\\n"] {
            guard let start = template.firstRange(of: mark)?.upperBound,
                let end = template[start...].firstRange(of: "<|im_end|>")?.lowerBound
            else { continue }
            return "<|im_start|>system\n\(template[start..<end])<|im_end|>\n"
        }
        return ""
    }
}

extension GGUFFile {
    /// A required array of strings.
    func texts(_ key: String) throws(ModelFileMistake) -> [String] {
        guard case .list(let values) = value(key) else {
            throw mistake(key: key, found: value(key)?.kind ?? "nothing", allowed: "an array of strings")
        }
        var texts: [String] = []
        texts.reserveCapacity(values.count)
        for value in values {
            guard case .text(let text) = value else {
                throw mistake(key: key, found: "\(value.kind) in the array", allowed: "an array of strings")
            }
            texts.append(text)
        }
        return texts
    }

    /// The id of a token, if the key is there.
    func token(_ key: String, in range: ClosedRange<Int>) throws(ModelFileMistake) -> Int32? {
        value(key) == nil ? nil : Int32(try integer(key, in: range))
    }
}
