// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A JSON value whose objects keep the order their keys were written in.
public indirect enum JSON: Equatable, Sendable {
    case null
    case flag(Bool)
    /// Written to 10 significant digits; what is not finite as null.
    case number(Double)
    case text(String)
    case list([JSON])
    case object([Member])

    /// A key with its value.
    public struct Member: Equatable, Sendable {
        /// As written, unescaped.
        public let key: String
        /// What the key stands for.
        public let value: JSON

        /// A key with its value.
        public init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// The value as RFC 8259 text, indented by two blanks a level; ends with a line feed.
    ///
    /// Lists and objects of plain values stand on one line. Complexity: O(length of the text × depth).
    public var encoded: String { lines(indent: "") + "\n" }

    private func lines(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .list(let items) where !isFlat:
            return "[\n" + items.map { inner + $0.lines(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members) where !isFlat:
            let lines = members.map { inner + Self.quote($0.key) + ": " + $0.value.lines(indent: inner) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default:
            return line
        }
    }

    /// Whether everything inside is plain.
    private var isFlat: Bool {
        switch self {
        case .list(let items): items.allSatisfy(\.isPlain)
        case .object(let members): members.allSatisfy(\.value.isPlain)
        default: true
        }
    }

    private var isPlain: Bool {
        switch self {
        case .list(let items): items.isEmpty
        case .object(let members): members.isEmpty
        default: true
        }
    }

    private var line: String {
        switch self {
        case .null: "null"
        case .flag(let value): value ? "true" : "false"
        case .number(let value): value.isFinite ? Digits.write(value, significant: 10) : "null"
        case .text(let words): Self.quote(words)
        case .list(let items): "[" + items.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { Self.quote($0.key) + ": " + $0.value.line }.joined(separator: ", ") + "}"
        }
    }

    private static func quote(_ words: String) -> String {
        var text = "\""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case let control where control.value < 0x20:
                text += "\\u00" + (control.value < 0x10 ? "0" : "") + String(control.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
