// SPDX-License-Identifier: GPL-3.0-or-later

/// One key of a section: its name, what may stand there, its default, what it means, and which property holds it.
struct Field<Root>: Sendable {
    /// What happens when the key is absent.
    enum Presence: Sendable {
        case required
        /// This text is read instead, as if it stood in the file. The note names its source and grade.
        case standard(String, note: String)
        /// Nothing is assumed.
        case optional
        /// The reader fills it in from elsewhere; in words.
        case otherwise(String)
    }

    let key: String
    let presence: Presence
    let summary: String
    let allowed: String
    /// Whether the value could be read.
    let read: @Sendable (Entry, inout Root, Reading) -> Bool
    let write: @Sendable (Root, Catalogue) -> YamlTree?
    let schema: @Sendable (Catalogue) -> Json
    let rows: @Sendable (Catalogue) -> [KeyRow]

    init<Value>(
        _ key: String, _ property: any (WritableKeyPath<Root, Value> & Sendable), _ kind: Shape<Value>,
        _ presence: Presence, _ summary: String
    ) {
        self.key = key
        self.presence = presence
        self.summary = summary
        allowed = kind.allowed
        read = { entry, root, reading in
            guard let value = kind.read(entry, reading) else { return false }
            root[keyPath: property] = value
            return true
        }
        write = { root, catalogue in kind.write(root[keyPath: property], catalogue) }
        schema = kind.schema
        rows = kind.rows
    }
}

extension Field {
    /// A key that must be given.
    init<Value>(
        _ key: String, _ property: any (WritableKeyPath<Root, Value> & Sendable), _ kind: Shape<Value>,
        _ summary: String
    ) {
        self.init(key, property, kind, .required, summary)
    }

    var isRequired: Bool {
        if case .required = presence { true } else { false }
    }

    /// The default in words, for the table of keys and the schema.
    var standard: String {
        switch presence {
        case .required: "required"
        case .standard(let text, let note): note.isEmpty ? text : "\(text) (\(note))"
        case .optional: "absent"
        case .otherwise(let words): words
        }
    }
}
