// SPDX-License-Identifier: GPL-3.0-or-later

/// A table of text cells, to be read in a terminal or a Markdown page.
public struct Table: Equatable, Sendable {
    /// Where the cells of a column stand.
    public enum Alignment: Equatable, Sendable {
        case left, right
    }

    /// A heading with its alignment.
    public struct Column: Equatable, Sendable {
        /// With the unit, if there is one.
        public let heading: String
        /// Of heading and cells alike.
        public let alignment: Alignment

        /// Words stand to the left.
        public static func words(_ heading: String) -> Column { Column(heading: heading, alignment: .left) }
        /// Numbers stand to the right.
        public static func number(_ heading: String) -> Column { Column(heading: heading, alignment: .right) }
    }

    /// From left to right.
    public let columns: [Column]
    /// Cells from left to right, rows from top to bottom.
    public private(set) var rows: [[String]] = []

    /// A table without rows.
    public init(_ columns: [Column]) { self.columns = columns }

    /// - Precondition: one cell per column.
    public mutating func add(_ cells: [String]) {
        precondition(cells.count == columns.count, "cells of a row: expected \(columns.count), found \(cells.count)")
        rows.append(cells)
    }

    /// Columns two blanks apart under a line of dashes; no blanks at the end of a line.
    public var text: String {
        let widths = widths(of: rows)
        let rule = widths.map { String(repeating: "-", count: $0) }
        let lines = [padded(columns.map(\.heading), widths), rule] + rows.map { padded($0, widths) }
        return lines.map { cells in
            String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    /// With pipes, aligned in the source too.
    public var markdown: String {
        let escaped = rows.map {
            $0.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
        }
        let widths = widths(of: escaped).map { Swift.max($0, 3) }
        let rule = zip(columns, widths).map { column, width in
            column.alignment == .left
                ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
        }
        let lines = [padded(columns.map(\.heading), widths), rule] + escaped.map { padded($0, widths) }
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private func widths(of rows: [[String]]) -> [Int] {
        columns.indices.map { index in
            rows.reduce(columns[index].heading.count) { Swift.max($0, $1[index].count) }
        }
    }

    private func padded(_ cells: [String], _ widths: [Int]) -> [String] {
        cells.indices.map { index in
            let blanks = String(repeating: " ", count: widths[index] - cells[index].count)
            return columns[index].alignment == .left ? cells[index] + blanks : blanks + cells[index]
        }
    }
}
