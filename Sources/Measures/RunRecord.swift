// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The record of a study, `runs.csv`: what each row belongs to, then every column of `Column.all`.
///
/// Numbers have at most 10 significant digits; counts are written in full, up to 15 digits.
public enum RunRecord {
    /// The names of the columns that say what a row belongs to, before those of `Column.all`.
    public static let keys = [
        "layout", "variant", "scale", "stratum", "stratum_weight", "replication", "region", "model", "failure",
    ]

    /// The whole file. Complexity: O(rows × columns).
    public static func write(_ rows: some Sequence<Row>) -> String {
        var text = header
        for row in rows { text += line(row) }
        return text
    }

    /// The first line, with its line feed.
    public static var header: String { CommaSeparated.line(keys + Column.all.map(\.name)) }

    /// One line, with its line feed.
    public static func line(_ row: Row) -> String {
        let key = row.key
        let identity = [
            key.layout, key.variant.rawValue, "\(key.scale)", key.stratum,
            Digits.write(key.stratumWeight, significant: 10), "\(key.replication)", key.region, key.model, row.failure,
        ]
        let numbers = Column.all.map { column in
            Digits.write(row.counts[keyPath: column.path], significant: column.kind == .count ? 15 : 10)
        }
        return CommaSeparated.line(identity + numbers)
    }

    /// The rows of a file, in its order. Columns may stand in any order; none may be unknown, missing or repeated.
    ///
    /// - Throws: the first mistake, with its line and column.
    /// - Complexity: O(length of the text).
    public static func read(_ text: String) throws(RecordMistake) -> [Row] {
        let lines = try CommaSeparated.parse(text)
        guard let header = lines.first else { throw RecordMistake(line: 1, column: 1, .empty) }
        let order = try ColumnOrder(header, expecting: keys + Column.all.map(\.name))
        var rows: [Row] = []
        var seen: Set<RowKey> = []
        for line in lines.dropFirst() {
            let row = try RowReader(fields: order.sort(line)).row()
            guard seen.insert(row.key).inserted else {
                throw RecordMistake(line: line[0].line, column: 1, .repeatedRow)
            }
            rows.append(row)
        }
        return rows
    }
}

/// Where each expected column stands in a file.
struct ColumnOrder {
    private let positions: [Int]

    init(_ header: [CommaSeparated.Field], expecting names: [String]) throws(RecordMistake) {
        var found: [String: Int] = [:]
        let known = Set(names)
        for (index, field) in header.enumerated() {
            guard known.contains(field.text) else {
                throw RecordMistake(line: field.line, column: field.column, .unknownColumn(field.text))
            }
            guard found.updateValue(index, forKey: field.text) == nil else {
                throw RecordMistake(line: field.line, column: field.column, .repeatedColumn(field.text))
            }
        }
        var positions: [Int] = []
        for name in names {
            guard let position = found[name] else { throw RecordMistake(line: 1, column: 1, .missingColumn(name)) }
            positions.append(position)
        }
        self.positions = positions
    }

    /// The fields of a line in the expected order.
    func sort(_ line: [CommaSeparated.Field]) throws(RecordMistake) -> [CommaSeparated.Field] {
        guard line.count == positions.count else {
            throw RecordMistake(
                line: line[0].line, column: 1, .fieldCount(expected: positions.count, found: line.count))
        }
        return positions.map { line[$0] }
    }
}
