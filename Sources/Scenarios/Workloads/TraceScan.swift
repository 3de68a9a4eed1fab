// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Goes through the rows of a trace and tells what is wrong with them.
struct TraceScan {
    /// The rows that could be read, in the order of the file.
    private(set) var rows: [AzureTrace.Row] = []
    private var first: Int64?
    private var last: Int64 = .min

    /// - Parameter report: what to do with a mistake; when it throws, the scan ends, otherwise it goes on with the next row.
    /// - Throws: what `report` does, and what is wrong with the header, after which no row can be read.
    mutating func run(
        _ bytes: [UInt8], file: String, report: (Mistake) throws(Mistake) -> Void
    ) throws(Mistake) {
        var lines = CsvLines(bytes, file: file)
        guard let header = lines.next() else {
            let allowed = "a header and at least two requests"
            throw Mistake(lines.position(0), .wrongValue(found: "an empty file", allowed: allowed))
        }
        let columns = try TraceColumns(header, lines)
        var isSound = true
        while let fields = lines.next() {
            do {
                try add(columns.row(fields, lines), at: lines.position(columns.time))
            } catch {
                isSound = false
                try report(error)
            }
        }
        // What a file with mistakes really holds cannot be known.
        guard isSound, last <= first ?? last else { return }
        let allowed = "at least two requests at different times, or there is no rate to replay"
        let found =
            switch rows.count {
            case 0: "a header without rows"
            case 1: "a single request"
            default: "\(rows.count) requests at one time"
            }
        try report(Mistake(lines.position(0), .wrongValue(found: found, allowed: allowed)))
    }

    private mutating func add(
        _ row: (time: Int64, input: Int, output: Int), at position: Position
    ) throws(Mistake) {
        guard row.time >= last else {
            let found = "a request earlier than the one before"
            throw Mistake(position, .wrongValue(found: found, allowed: "rows in the order of time"))
        }
        let start = first ?? row.time
        (first, last) = (start, row.time)
        rows.append(AzureTrace.Row(offset: Nanoseconds(row.time - start), input: row.input, output: row.output))
    }
}
