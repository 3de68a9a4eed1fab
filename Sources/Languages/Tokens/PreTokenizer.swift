// SPDX-License-Identifier: GPL-3.0-or-later

/// Cuts a text into the pieces within which a byte-level tokenizer merges.
///
/// At each place the first of these that fits, as long as it can be (the pattern of GPT-2, A. Radford et al., 2019, in the
/// code published with the paper): one of 's 't 're 've 'm 'll 'd; letters, numbers, or characters that are neither those
/// nor white space, each run with a single space before it or without; white space up to the last character before
/// something else; white space.
enum PreTokenizer: String, CaseIterable, Sendable {
    /// That pattern alone.
    case gpt2 = "gpt-2"
    /// Each number character is a piece of its own first; the pattern cuts what lies between.
    case smollm

    private enum Kind {
        case letter
        case number
        case space
        case other

        init(_ character: Unicode.Scalar) {
            switch character.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
            case .decimalNumber, .letterNumber, .otherNumber: self = .number
            default: self = character.properties.isWhitespace ? .space : .other
            }
        }
    }

    /// Where the pieces of a text end, in bytes of UTF-8, ascending.
    /// - Complexity: O(length).
    func ends(in text: String) -> [Int] {
        let characters = Array(text.unicodeScalars)
        let kinds = characters.map { Kind($0) }
        var ends: [Int] = []
        var (place, bytes) = (0, 0)
        while place < characters.count {
            let limit = limit(of: kinds, from: place)
            let end = Self.endOfPiece(characters, kinds, place..<limit)
            for index in place..<end { bytes += UTF8.width(characters[index]) }
            ends.append(bytes)
            place = end
        }
        return ends
    }

    /// The end of what the pattern sees at a place.
    private func limit(of kinds: [Kind], from place: Int) -> Int {
        guard self == .smollm else { return kinds.count }
        if kinds[place] == .number { return place + 1 }
        return kinds[place...].firstIndex(of: .number) ?? kinds.count
    }

    private static func endOfPiece(_ characters: [Unicode.Scalar], _ kinds: [Kind], _ range: Range<Int>) -> Int {
        let start = range.lowerBound
        if let end = endOfContraction(characters, range) { return end }
        func endOfRun(from first: Int) -> Int {
            kinds[first..<range.upperBound].firstIndex { $0 != kinds[first] } ?? range.upperBound
        }
        guard kinds[start] == .space else { return endOfRun(from: start) }
        let next = start + 1
        if characters[start] == " ", next < range.upperBound, kinds[next] != .space { return endOfRun(from: next) }
        let end = endOfRun(from: start)
        // The last white space before something else is left for it, unless it is the only one.
        return end == range.upperBound || end == next ? end : end - 1
    }

    private static func endOfContraction(_ characters: [Unicode.Scalar], _ range: Range<Int>) -> Int? {
        let start = range.lowerBound
        guard characters[start] == "'" else { return nil }
        let next = start + 1 < range.upperBound ? characters[start + 1] : nil
        let second = start + 2 < range.upperBound ? characters[start + 2] : nil
        switch (next, second) {
        case ("s", _), ("t", _), ("m", _), ("d", _): return start + 2
        case ("r", "e"), ("v", "e"), ("l", "l"): return start + 3
        default: return nil
        }
    }
}
