// SPDX-License-Identifier: GPL-3.0-or-later

/// A node of a scenario file: what stands there, as written, and where.
///
/// Nothing is typed yet: `no`, `1e3`, `0x10` and `~` are the texts they are.
struct Entry: Sendable {
    enum Content: Sendable {
        case scalar(String)
        case sequence([Entry])
        /// In the order of the file; keys do not repeat.
        case mapping([Pair])
    }

    struct Pair: Sendable {
        let key: String
        let keyPosition: Position
        let value: Entry
    }

    let content: Content
    let position: Position

    /// The value under `key`, nil when this is no mapping or has no such key.
    subscript(key: String) -> Entry? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    /// The text of a scalar.
    var text: String? {
        guard case .scalar(let text) = content else { return nil }
        return text
    }

    /// What stands here in a few words, for messages.
    var summary: String {
        switch content {
        case .scalar(""): "nothing"
        case .scalar(let text): Mistake.quoted(text)
        case .sequence: "a list"
        case .mapping: "a group of keys"
        }
    }
}
