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

    /// In the order of the file, which is the order of time; at least two, at different times: a replay needs a rate.
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
    /// - Throws: the first mistake.
    public static func read(bytes: [UInt8], file: String) throws(Mistake) -> AzureTrace {
        var scan = TraceScan()
        try scan.run(bytes, file: file) { (mistake) throws(Mistake) in throw mistake }
        return AzureTrace(rows: scan.rows)
    }

    /// Every mistake of a trace file, as many as anybody would read; none when it can be replayed.
    /// - Complexity: as `read`.
    static func mistakes(path: String) -> [Mistake] {
        var found: [Mistake] = []
        do {
            let bytes = try TextFile.bytes(path, limit: largest)
            var scan = TraceScan()
            // A header that is wrong ends the scan: nothing below it can be read.
            do { try scan.run(bytes, file: path) { (mistake) throws(Mistake) in found.append(mistake) } } catch {
                found.append(error)
            }
        } catch {
            found.append(Mistake(Position(file: path, line: 1, column: 1), .cannotRead(error)))
        }
        return found
    }
}
