// SPDX-License-Identifier: GPL-3.0-or-later

extension Shape where Value == String {
    /// One line of text for readers.
    static var line: Shape {
        Shape(
            "one line of text",
            schema: .object([("type", .text("string")), ("minLength", .number("1"))]),
            parse: { text in
                let trimmed = text.hasSuffix("\n") ? String(text.dropLast()) : text
                guard !trimmed.isEmpty,
                    !trimmed.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
                else { return nil }
                return trimmed
            }, text: { $0 })
    }

    /// A name to refer to: it goes into file names, columns and the keys of random draws.
    static var identifier: Shape {
        Shape(
            "a name of lower-case letters, digits and hyphens, at most 64",
            schema: .object([("type", .text("string")), ("pattern", .text("^[a-z0-9][a-z0-9-]{0,63}$"))]),
            parse: { isIdentifier($0) ? $0 : nil }, text: { $0 })
    }

    /// One of the listed words.
    static func word(_ words: [String]) -> Shape {
        Shape(
            "one of " + words.joined(separator: ", "),
            read: { entry, reading in
                guard let text = entry.text, words.contains(text) else {
                    reading.report(
                        entry.position, .unknownName(entry.text ?? entry.summary, of: "word", allowed: words))
                    return nil
                }
                return text
            },
            write: { word, _ in .scalar(word) },
            schema: { _ in .object([("enum", .list(words.map(Json.text)))]) })
    }

    static func isIdentifier(_ text: String) -> Bool {
        let isBegun = text.unicodeScalars.first.map { $0 != "-" } ?? false
        return isBegun && text.utf8.count <= 64
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "0"..."9", "-": true
                default: false
                }
            }
    }
}

extension Shape where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
    /// One of the words of an enumeration.
    static var choice: Shape {
        let word = Shape<String>.word(Value.allCases.map(\.rawValue))
        return Shape(
            word.allowed,
            read: { entry, reading in word.read(entry, reading).flatMap(Value.init(rawValue:)) },
            write: { value, _ in .scalar(value.rawValue) },
            schema: word.schema)
    }
}

extension Shape where Value == Int {
    /// `L0` to `L6`.
    static var level: Shape {
        let names = (0...6).map { "L\($0)" }
        let word = Shape<String>.word(names)
        return Shape(
            word.allowed,
            read: { entry, reading in word.read(entry, reading).flatMap(names.firstIndex(of:)) },
            write: { level, _ in .scalar("L\(level)") },
            schema: word.schema)
    }
}
