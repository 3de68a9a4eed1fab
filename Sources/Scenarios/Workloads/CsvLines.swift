// SPDX-License-Identifier: GPL-3.0-or-later

/// The lines of a CSV file without quotes, one after the other, as slices of the file's bytes.
struct CsvLines {
    private let bytes: [UInt8]
    private let file: String
    private var start = 0
    private var line = 0
    /// Where the fields of the current line begin, counted in bytes from the beginning of the line.
    private var columns: [Int] = [0]

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    /// The fields of the next line that is not empty, nil at the end. A carriage return before the line end is dropped.
    mutating func next() -> [ArraySlice<UInt8>]? {
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            let content = bytes[start..<end]
            let text = content.last == 13 ? content.dropLast() : content
            let fields = text.split(separator: 44, omittingEmptySubsequences: false)
            columns = fields.map { $0.startIndex - start }
            start = end + 1
            line += 1
            if !text.isEmpty { return fields }
        }
        return nil
    }

    /// The position of a field of the current line.
    func position(_ field: Int) -> Position {
        let column = columns.indices.contains(field) ? columns[field] : 0
        return Position(file: file, line: max(line, 1), column: column + 1)
    }
}
