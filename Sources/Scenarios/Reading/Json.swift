// SPDX-License-Identifier: GPL-3.0-or-later

/// A JSON value that keeps the order of its keys, so that the same value is always the same text.
indirect enum Json: Sendable, Equatable {
    case text(String)
    /// A number as it is to be written.
    case number(String)
    case flag(Bool)
    case list([Json])
    case object([(String, Json)])

    static func == (a: Json, b: Json) -> Bool { a.written() == b.written() }

    /// This object with a description, unless it has one.
    func described(_ text: String) -> Json {
        guard case .object(let pairs) = self else { return self }
        return .object([("description", .text(text))] + pairs.filter { $0.0 != "description" })
    }

    /// Two spaces per level, one entry per line.
    func written(indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .text(let text): return Self.quoted(text)
        case .number(let digits): return digits
        case .flag(let flag): return flag ? "true" : "false"
        case .list(let items):
            if items.isEmpty { return "[]" }
            let lines = items.map { inner + $0.written(indent: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
        case .object(let pairs):
            if pairs.isEmpty { return "{}" }
            let lines = pairs.map { inner + Self.quoted($0.0) + ": " + $0.1.written(indent: inner) }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
        }
    }

    /// A text between double quotes, escaped; valid in JSON and in YAML.
    static func quoted(_ text: String) -> String {
        var written = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": written += "\\\""
            case "\\": written += "\\\\"
            case "\n": written += "\\n"
            case "\t": written += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
                let digits = String(scalar.value, radix: 16)
                written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: written.unicodeScalars.append(scalar)
            }
        }
        return written + "\""
    }
}
