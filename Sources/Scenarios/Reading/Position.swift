// SPDX-License-Identifier: GPL-3.0-or-later

/// Where something stands: a file, a line and a column, both counted from 1, columns in Unicode scalars.
public struct Position: Sendable, Hashable {
    /// As the user wrote it, or as an `include:` joined to the folder of the including file.
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in Unicode scalars; one behind the last when something is missing there.
    public let column: Int

    /// A place in a file; nothing is checked.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension Position: CustomStringConvertible {
    /// `file:line:column`.
    public var description: String { "\(file):\(line):\(column)" }
}

extension Position: Comparable {
    /// By file name, then line, then column.
    public static func < (a: Self, b: Self) -> Bool {
        (a.file, a.line, a.column) < (b.file, b.line, b.column)
    }
}
