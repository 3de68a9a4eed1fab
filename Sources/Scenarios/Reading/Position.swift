// SPDX-License-Identifier: GPL-3.0-or-later

/// Where something stands: a file, a line and a column, both counted from 1, columns in Unicode scalars.
public struct Position: Sendable, Hashable {
    /// As the user wrote it, or as an `include:` joined to the folder of the including file.
    public let file: String
    public let line: Int
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension Position: CustomStringConvertible {
    public var description: String { "\(file):\(line):\(column)" }
}

extension Position: Comparable {
    public static func < (a: Self, b: Self) -> Bool {
        (a.file, a.line, a.column) < (b.file, b.line, b.column)
    }
}
