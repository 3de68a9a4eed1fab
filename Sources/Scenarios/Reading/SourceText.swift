// SPDX-License-Identifier: GPL-3.0-or-later

/// The text of one file, addressable by line and column.
struct SourceText: Sendable {
    let file: String
    let text: String
    let scalars: [Unicode.Scalar]
    /// The index in `scalars` at which each line begins.
    private let lines: [Int]

    /// - Complexity: O(length of the text).
    init(file: String, text: String) {
        self.file = file
        self.text = text
        scalars = Array(text.unicodeScalars)
        var lines = [0]
        for index in scalars.indices {
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            if scalars[index] == "\n" || (scalars[index] == "\r" && next != "\n") { lines.append(index + 1) }
        }
        self.lines = lines
    }

    /// Inside the file, whatever the numbers are: a parser may point behind the last character.
    func position(line: Int, column: Int) -> Position {
        let line = min(max(line, 1), lines.count)
        return Position(file: file, line: line, column: min(max(column, 1), length(ofLine: line) + 1))
    }

    /// The position of the scalar at `index`.
    func position(at index: Int) -> Position {
        var low = 0, high = lines.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle] <= index { low = middle } else { high = middle }
        }
        return Position(file: file, line: low + 1, column: index - lines[low] + 1)
    }

    /// What stands at a position, nil behind the end.
    func scalar(at position: Position) -> Unicode.Scalar? {
        let index = index(of: position)
        return scalars.indices.contains(index) ? scalars[index] : nil
    }

    func index(of position: Position) -> Int { lines[position.line - 1] + position.column - 1 }

    /// Characters of a line without its line end.
    private func length(ofLine line: Int) -> Int {
        var end = line < lines.count ? lines[line] : scalars.count
        while end > lines[line - 1], scalars[end - 1] == "\n" || scalars[end - 1] == "\r" { end -= 1 }
        return end - lines[line - 1]
    }
}
