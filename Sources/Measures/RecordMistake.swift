// SPDX-License-Identifier: GPL-3.0-or-later

/// What is wrong with a record that is read, and where.
public struct RecordMistake: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Equatable, Sendable {
        case empty
        case openQuote
        case strayQuote
        case unknownColumn(String)
        case repeatedColumn(String)
        case missingColumn(String)
        case fieldCount(expected: Int, found: Int)
        /// The value of the named column is not what may stand there.
        case badValue(column: String, found: String, expected: String)
        case repeatedRow
        case unknownFact(String)
        case repeatedFact(String)
        case missingFact(String)
    }

    /// Counted from 1.
    public let line: Int
    /// In bytes, counted from 1.
    public let column: Int
    /// What is wrong.
    public let reason: Reason

    /// A mistake at a place.
    public init(line: Int, column: Int, _ reason: Reason) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// `line:column: what was found and what is allowed`
    public var description: String { "\(line):\(column): \(text)" }

    private var text: String {
        switch reason {
        case .empty: "nothing here; expected a line of column names"
        case .openQuote: "a quoted field that is never closed"
        case .strayQuote: "a quote in the middle of a field; a field with a quote is quoted, its quotes doubled"
        case .unknownColumn(let name): "unknown column '\(name)'"
        case .repeatedColumn(let name): "column '\(name)' stands here a second time"
        case .missingColumn(let name): "the column '\(name)' is missing"
        case .fieldCount(let expected, let found): "expected \(expected) fields, found \(found)"
        case .badValue(let column, let found, let expected): "\(column): expected \(expected), found '\(found)'"
        case .repeatedRow: "a second row with the same layout, variant, scale, stratum, replication, region and model"
        case .unknownFact(let name): "unknown fact '\(name)'"
        case .repeatedFact(let name): "the fact '\(name)' stands here a second time"
        case .missingFact(let name): "the fact '\(name)' is missing"
        }
    }
}
