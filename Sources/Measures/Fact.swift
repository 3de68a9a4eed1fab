// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// One fact of a study or a layout: its name, and how it is written and read.
struct Fact<Subject>: Sendable {
    let name: String
    /// What may be written, for messages.
    let allowed: String
    /// The text of every line that states the fact; none when the fact is absent, several for lists.
    let write: @Sendable (Subject) -> [String]
    /// Takes the text of one line; false when it is not allowed.
    let read: @Sendable (inout Subject, String) -> Bool
    /// Whether a record without the fact is incomplete.
    let isNeeded: Bool
    /// Whether the fact may be stated on several lines.
    var isList = false

    typealias Path<Value> = any WritableKeyPath<Subject, Value> & Sendable

    static func text(_ name: String, _ path: Path<String>) -> Fact {
        Fact(
            name: name, allowed: "a text", write: { $0[keyPath: path].isEmpty ? [] : [$0[keyPath: path]] },
            read: {
                $0[keyPath: path] = $1
                return !$1.isEmpty
            }, isNeeded: false)
    }

    static func number(_ name: String, _ path: Path<Double>) -> Fact {
        Fact(
            name: name, allowed: "a number from 0", write: { [Digits.write($0[keyPath: path], significant: 10)] },
            read: { subject, text in
                guard let value = Double(text), value >= 0, value.isFinite else { return false }
                subject[keyPath: path] = value
                return true
            }, isNeeded: true)
    }

    static func number(_ name: String, _ path: Path<Double?>) -> Fact {
        Fact(
            name: name, allowed: "a number from 0",
            write: { $0[keyPath: path].map { [Digits.write($0, significant: 10)] } ?? [] },
            read: { subject, text in
                guard let value = Double(text), value >= 0, value.isFinite else { return false }
                subject[keyPath: path] = value
                return true
            }, isNeeded: false)
    }

    static func level(_ name: String, _ path: Path<Level>) -> Fact {
        Fact(
            name: name, allowed: "L0 to L6", write: { [$0[keyPath: path].code] },
            read: { subject, text in
                guard let level = Level(code: text) else { return false }
                subject[keyPath: path] = level
                return true
            }, isNeeded: true)
    }

    static func choice<Word>(_ name: String, _ path: Path<Word>) -> Fact
    where Word: RawRepresentable<String> & CaseIterable & Sendable {
        Fact(
            name: name, allowed: Word.allCases.map(\.rawValue).joined(separator: " or "),
            write: { [$0[keyPath: path].rawValue] },
            read: { subject, text in
                guard let word = Word(rawValue: text) else { return false }
                subject[keyPath: path] = word
                return true
            }, isNeeded: true)
    }

    static func count(_ name: String, _ path: Path<Int>) -> Fact {
        Fact(
            name: name, allowed: "a whole number from 1", write: { ["\($0[keyPath: path])"] },
            read: { subject, text in
                guard let value = Int(text), value >= 1 else { return false }
                subject[keyPath: path] = value
                return true
            }, isNeeded: true)
    }
}
