// SPDX-License-Identifier: GPL-3.0-or-later

/// What may stand as the value of a key: how it is read, written and described, made in one place so that they agree.
struct Shape<Value>: Sendable {
    /// In words, for messages and the table of keys: "a whole number from 1 through 100".
    let allowed: String
    /// Nil after a mistake, which has been reported then.
    let read: @Sendable (Entry, Reading) -> Value?
    /// Nil when nothing is to be written.
    let write: @Sendable (Value, Catalogue) -> YamlTree?
    let schema: @Sendable (Catalogue) -> Json
    /// The keys inside, for the table of all keys.
    let rows: @Sendable (Catalogue) -> [KeyRow]

    init(
        _ allowed: String, read: @escaping @Sendable (Entry, Reading) -> Value?,
        write: @escaping @Sendable (Value, Catalogue) -> YamlTree?,
        schema: @escaping @Sendable (Catalogue) -> Json,
        rows: @escaping @Sendable (Catalogue) -> [KeyRow] = { _ in [] }
    ) {
        self.allowed = allowed
        self.read = read
        self.write = write
        self.schema = schema
        self.rows = rows
    }

    /// A kind whose values are scalars.
    init(
        _ allowed: String, schema: Json, parse: @escaping @Sendable (String) -> Value?,
        text: @escaping @Sendable (Value) -> String
    ) {
        self.init(
            allowed,
            read: { entry, reading in
                if let value = entry.text.flatMap(parse) { return value }
                reading.report(entry.position, .wrongValue(found: entry.summary, allowed: allowed))
                return nil
            },
            write: { value, _ in .scalar(text(value)) },
            schema: { _ in schema.described(allowed) })
    }
}

extension Shape {
    /// The same for a place that may be empty; nothing is written for nil.
    static func optional<Wrapped>(_ kind: Shape<Wrapped>) -> Shape where Value == Wrapped? {
        Shape(
            kind.allowed,
            read: { entry, reading in kind.read(entry, reading).map { .some($0) } },
            write: { value, catalogue in value.flatMap { kind.write($0, catalogue) } },
            schema: kind.schema, rows: kind.rows)
    }
}
