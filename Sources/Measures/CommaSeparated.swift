// SPDX-License-Identifier: GPL-3.0-or-later

/// Tables as text: fields separated by commas, quoted where needed (RFC 4180), lines ended by a line feed.
public enum CommaSeparated {
    /// A field of a table with the place where it begins, both counted from 1.
    public struct Field: Equatable, Sendable {
        /// Without quotes.
        public let text: String
        /// Of the first character, from 1.
        public let line: Int
        /// Of the first byte within its line, from 1.
        public let column: Int
    }

    /// A field as it is written, in quotes if it holds a comma, a quote or a line end.
    public static func quote(_ field: String) -> String {
        guard field.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// One line with its line feed.
    public static func line(_ fields: some Sequence<String>) -> String {
        fields.map(quote).joined(separator: ",") + "\n"
    }

    /// The fields of every line. A line end may be LF or CRLF; the last one may be missing; an empty text has no lines.
    ///
    /// - Throws: `RecordMistake` for a quote that is not closed or stands in the middle of a field.
    /// - Complexity: O(length of the text).
    public static func parse(_ text: String) throws(RecordMistake) -> [[Field]] {
        var scanner = Scanner(bytes: Array(text.utf8))
        var lines: [[Field]] = []
        while !scanner.atEnd { lines.append(try scanner.fields()) }
        return lines
    }

    /// Reads bytes, keeping count of line and column.
    private struct Scanner {
        let bytes: [UInt8]
        var position = 0
        var line = 1
        var column = 1

        var atEnd: Bool { position == bytes.count }

        mutating func take() -> UInt8 {
            let byte = bytes[position]
            position += 1
            column += 1
            if byte == 0x0A {
                line += 1
                column = 1
            }
            return byte
        }

        func next(is byte: UInt8, ahead: Int = 0) -> Bool {
            position + ahead < bytes.count && bytes[position + ahead] == byte
        }

        var atLineEnd: Bool { next(is: 0x0A) || (next(is: 0x0D) && next(is: 0x0A, ahead: 1)) }

        mutating func fields() throws(RecordMistake) -> [Field] {
            var fields = [try field()]
            while next(is: 0x2C) {
                _ = take()
                fields.append(try field())
            }
            while !atEnd, take() != 0x0A {}
            return fields
        }

        mutating func field() throws(RecordMistake) -> Field {
            let start = (line: line, column: column)
            let bytes = next(is: 0x22) ? try quoted(from: start) : try plain()
            return Field(text: String(decoding: bytes, as: UTF8.self), line: start.line, column: start.column)
        }

        mutating func plain() throws(RecordMistake) -> [UInt8] {
            var found: [UInt8] = []
            while !atEnd, !next(is: 0x2C), !atLineEnd {
                if next(is: 0x22) { throw RecordMistake(line: line, column: column, .strayQuote) }
                found.append(take())
            }
            return found
        }

        mutating func quoted(from start: (line: Int, column: Int)) throws(RecordMistake) -> [UInt8] {
            var found: [UInt8] = []
            _ = take()
            while !next(is: 0x22) || next(is: 0x22, ahead: 1) {
                if atEnd { throw RecordMistake(line: start.line, column: start.column, .openQuote) }
                if next(is: 0x22) { _ = take() }
                found.append(take())
            }
            _ = take()
            guard atEnd || next(is: 0x2C) || atLineEnd else {
                throw RecordMistake(line: line, column: column, .strayQuote)
            }
            return found
        }
    }
}
