// SPDX-License-Identifier: GPL-3.0-or-later

/// Turns text into tokens and back: byte-level byte-pair encoding, as the model file describes it.
public struct Tokenizer: Sendable {
    /// The bytes that each token stands for.
    let vocabulary: [[UInt8]]
    /// Tokens that are never the result of a merge, like the marks of a conversation, longest first.
    let special: [SpecialToken]
    /// The token of each byte; the unknown one for bytes the vocabulary lacks.
    let byteTokens: [Int32]
    let merges: [UInt64: PairMerger.Merge]
    let preTokenizer: PreTokenizer
    /// What a conversation starts with unless it says otherwise; nil when the file's template is not of the ChatML form.
    let chatOpening: String?

    /// The token that is put before every text, if the file wants one.
    public let beginning: Int32?
    /// The token that ends an answer, if the file names one.
    public let end: Int32?

    struct SpecialToken: Sendable {
        let text: [UInt8]
        let token: Int32
    }

    /// Tokens there are: ids run from 0 to one below.
    public var count: Int { vocabulary.count }

    /// The tokens of a text.
    /// - Parameters:
    ///   - readsSpecial: whether the text of a special token becomes that token; otherwise it is text like any other, which is
    ///     what somebody else's text should be.
    /// - Complexity: O(n log n) for n bytes, times the number of special tokens that start with the same byte.
    public func encode(_ text: String, readsSpecial: Bool = true) -> [Int32] {
        var tokens: [Int32] = []
        if let beginning { tokens.append(beginning) }
        let bytes = Array(text.utf8)
        var start = 0
        if readsSpecial, !special.isEmpty {
            for place in bytes.indices where place >= start {
                guard let found = specialToken(at: place, in: bytes) else { continue }
                encode(bytes[start..<place], into: &tokens)
                tokens.append(found.token)
                start = place + found.text.count
            }
        }
        encode(bytes[start...], into: &tokens)
        return tokens
    }

    private func specialToken(at place: Int, in bytes: [UInt8]) -> SpecialToken? {
        special.first { $0.text.first == bytes[place] && bytes[place...].starts(with: $0.text) }
    }

    private func encode(_ bytes: ArraySlice<UInt8>, into tokens: inout [Int32]) {
        var start = bytes.startIndex
        for end in preTokenizer.ends(in: String(decoding: bytes, as: UTF8.self)) {
            let piece = bytes[start..<bytes.startIndex + end].map { byteTokens[Int($0)] }
            tokens += PairMerger.merged(piece, by: merges)
            start = bytes.startIndex + end
        }
    }

    /// The bytes that a token stands for; none for an id that is not of the vocabulary.
    public func bytes(of token: Int32) -> [UInt8] {
        vocabulary.indices.contains(Int(token)) ? vocabulary[Int(token)] : []
    }

    /// The text of tokens, special ones by their names. Bytes that are not UTF-8, as at a cut within a character, become
    /// U+FFFD.
    /// - Complexity: O(bytes).
    public func decode(_ tokens: [Int32]) -> String {
        String(decoding: tokens.flatMap { bytes(of: $0) }, as: UTF8.self)
    }

    /// A user's message as the model was trained to be asked, up to where its answer starts.
    ///
    /// For a file whose chat template is of the ChatML form, with the template's own system message if it has one; for any
    /// other the message itself, to be continued.
    public func chatPrompt(_ message: String) -> String {
        guard let chatOpening else { return message }
        return chatOpening + "<|im_start|>user\n\(message)<|im_end|>\n<|im_start|>assistant\n"
    }
}
