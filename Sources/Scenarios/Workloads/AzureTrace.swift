// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A recorded workload: when requests arrived and how long they were.
///
/// The CSV format of the Azure LLM inference dataset, 2023 to 2025 (Microsoft Azure Public Dataset, CC BY 4.0;
/// P. Patel et al., Splitwise, ISCA 2024): columns `TIMESTAMP`, `ContextTokens` and `GeneratedTokens`, found by name, others
/// passed over; lines end in LF or CRLF, the last one may end in neither.
public struct AzureTrace: Sendable, Equatable {
    /// One recorded request.
    public struct Row: Sendable, Equatable {
        /// Since the first row; exact, the files hold ticks of 100 ns or 1 µs.
        public let offset: Nanoseconds
        /// Tokens of the prompt.
        public let input: Int
        /// Tokens of the answer.
        public let output: Int
    }

    /// In the order of the file, which is the order of time; at least one.
    public let rows: [Row]

    /// From the first arrival to the last.
    public var span: Nanoseconds { rows[rows.count - 1].offset }
}

extension AzureTrace {
    /// Larger files would not fit in memory with their rows; the published ones of one week do.
    static let largest = 4 * 1_073_741_824

    /// Reads a trace.
    /// - Throws: the first mistake, with its position: a row that is wrong often means that all are.
    /// - Complexity: O(size of the file); the file is held in memory while it is read.
    public static func read(path: String) throws(Mistake) -> AzureTrace {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.bytes(path, limit: largest)
        } catch {
            throw Mistake(Position(file: path, line: 1, column: 1), .cannotRead(error))
        }
        return try read(bytes: bytes, file: path)
    }

    /// Reads a trace from the content of `file`.
    public static func read(bytes: [UInt8], file: String) throws(Mistake) -> AzureTrace {
        var lines = CsvLines(bytes, file: file)
        guard let header = lines.next() else {
            let allowed = "a header and at least one request"
            throw Mistake(lines.position(0), .wrongValue(found: "an empty file", allowed: allowed))
        }
        let columns = try TraceColumns(header, lines)
        var rows: [Row] = []
        var first: Int64 = 0, last: Int64 = 0
        while let fields = lines.next() {
            let row = try columns.row(fields, lines)
            if rows.isEmpty { (first, last) = (row.time, row.time) }
            guard row.time >= last else {
                let found = "a request earlier than the one before"
                throw Mistake(
                    lines.position(columns.time), .wrongValue(found: found, allowed: "rows in the order of time"))
            }
            last = row.time
            rows.append(Row(offset: Nanoseconds(row.time - first), input: row.input, output: row.output))
        }
        guard !rows.isEmpty else {
            throw Mistake(
                lines.position(0), .wrongValue(found: "a header without rows", allowed: "at least one request"))
        }
        return AzureTrace(rows: rows)
    }
}
