// SPDX-License-Identifier: GPL-3.0-or-later

/// What a resolved scenario is written from.
indirect enum YamlTree: Sendable {
    case scalar(String)
    /// Items on lines of their own.
    case sequence([YamlTree])
    case mapping([(String, YamlTree)])
    /// Everything inside on one line.
    case flow(YamlTree)

    /// Block style, two spaces per level, a line end after each line.
    func written(indent: String = "") -> String {
        switch self {
        case .scalar(let text): Self.scalar(text) + "\n"
        case .flow(let tree): tree.onOneLine + "\n"
        case .sequence(let items):
            items.isEmpty ? "[]\n" : items.map { indent + "- " + $0.inline(indent + "  ") }.joined()
        case .mapping(let pairs):
            pairs.isEmpty
                ? "{}\n" : pairs.map { indent + Self.scalar($0.0) + ":" + $0.1.behindKey(indent) }.joined()
        }
    }

    private var onOneLine: String {
        switch self {
        case .scalar(let text): Self.scalar(text)
        case .flow(let tree): tree.onOneLine
        case .sequence(let items): "[" + items.map(\.onOneLine).joined(separator: ", ") + "]"
        case .mapping(let pairs):
            "{" + pairs.map { Self.scalar($0.0) + ": " + $0.1.onOneLine }.joined(separator: ", ") + "}"
        }
    }

    /// As it continues the line of a dash.
    private func inline(_ indent: String) -> String {
        String(written(indent: indent).drop { $0 == " " })
    }

    /// As it stands behind a key: scalars on the line, groups below it.
    private func behindKey(_ indent: String) -> String {
        switch self {
        case .scalar, .flow: " " + written()
        case .sequence(let items): items.isEmpty ? " []\n" : "\n" + written(indent: indent + "  ")
        case .mapping(let pairs): pairs.isEmpty ? " {}\n" : "\n" + written(indent: indent + "  ")
        }
    }

    /// Plain when nothing in the text could be taken for anything else.
    private static func scalar(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", " ", ".", "/", "%", "-", "_", "+", "µ": true
            default: false
            }
        }
        let first = text.unicodeScalars.first, last = text.unicodeScalars.last
        let edges = first.map { $0.properties.isAlphabetic || $0.properties.numericType != nil } ?? false
        return isPlain && edges && last != " " ? text : Json.quoted(text)
    }
}
