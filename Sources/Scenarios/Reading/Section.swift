// SPDX-License-Identifier: GPL-3.0-or-later

/// A group of keys and the value it is read into. Everything said about the keys is said once, in `fields`.
struct Section<Root: Sendable>: Sendable {
    /// In messages: "the window", "a pool".
    let name: String
    /// What the fields are read onto.
    let blank: Root
    let fields: [Field<Root>]

    init(_ name: String, blank: Root, _ fields: [Field<Root>]) {
        self.name = name
        self.blank = blank
        self.fields = fields
    }

    /// Reads what can be read onto `blank`.
    /// - Returns: the value, and whether every field could be read; nil when no keys stand here at all.
    func read(_ entry: Entry, _ reading: Reading) -> (value: Root, isSound: Bool)? {
        guard case .mapping(let pairs) = entry.content else {
            reading.report(entry.position, .wrongValue(found: entry.summary, allowed: "the keys of \(name): \(keys)"))
            return nil
        }
        let meant = reading.reportUnknown(pairs, of: name, allowed: fields.map(\.key))
        var value = blank
        var isSound = true
        for field in fields {
            if let pair = pairs.first(where: { $0.key == field.key }) {
                let done = reading.inside(field.key, at: pair.value.position) {
                    field.read(pair.value, &value, reading)
                }
                isSound = done && isSound
            } else if case .standard(let text, _) = field.presence {
                isSound = field.read(Entry.written(text, at: entry.position), &value, reading) && isSound
            } else if field.isRequired {
                isSound = false
                let problem = Problem.missingKey(field.key, of: name, allowed: field.allowed)
                reading.miss(field.key, meant.contains(field.key) ? nil : problem, at: entry.position)
            }
        }
        return (value, isSound)
    }

    private var keys: String { fields.map(\.key).joined(separator: ", ") }

    func write(_ value: Root, _ catalogue: Catalogue) -> YamlTree {
        .mapping(fields.compactMap { field in field.write(value, catalogue).map { (field.key, $0) } })
    }

    func schema(_ catalogue: Catalogue) -> Json {
        let properties = fields.map { field in
            (field.key, field.schema(catalogue).described(field.summary + " Default: " + field.standard + "."))
        }
        let required = fields.filter(\.isRequired).map { Json.text($0.key) }
        return .object([
            ("type", .text("object")), ("additionalProperties", .flag(false)), ("required", .list(required)),
            ("properties", .object(properties)),
        ])
    }

    /// One row per key, those inside it after it.
    func rows(_ catalogue: Catalogue) -> [KeyRow] {
        fields.flatMap { field in
            [KeyRow(key: field.key, allowed: field.allowed, standard: field.standard, summary: field.summary)]
                + field.rows(catalogue).map { $0.under(field.key) }
        }
    }
}

extension Entry {
    /// A default, as if it stood at `position`. Texts beginning with a bracket are lists or groups in flow style.
    static func written(_ text: String, at position: Position) -> Entry {
        switch text {
        case "{}": Entry(content: .mapping([]), position: position)
        case _ where text.hasPrefix("["): Entry(content: .sequence(items(text, at: position)), position: position)
        default: Entry(content: .scalar(text), position: position)
        }
    }

    /// The scalars of a list in flow style.
    private static func items(_ list: String, at position: Position) -> [Entry] {
        list.dropFirst().dropLast().split(separator: ", ").map {
            Entry(content: .scalar(String($0)), position: position)
        }
    }
}
