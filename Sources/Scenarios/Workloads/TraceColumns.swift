// SPDX-License-Identifier: GPL-3.0-or-later

/// Which columns of a trace hold what, and how they are read.
struct TraceColumns {
    let time: Int
    private let input: Int
    private let output: Int
    private let count: Int

    /// Finds the columns by name.
    init(_ header: [ArraySlice<UInt8>], _ lines: CsvLines) throws(Mistake) {
        let names = header.map { Mistake.plain($0) }
        func column(_ name: String) throws(Mistake) -> Int {
            guard let index = names.firstIndex(of: name) else {
                let found = "no column '\(name)' among " + names.prefix(10).map(Mistake.quoted).joined(separator: ", ")
                let allowed = "the columns TIMESTAMP, ContextTokens, GeneratedTokens, in any order, and others"
                throw Mistake(lines.position(0), .wrongValue(found: found, allowed: allowed))
            }
            return index
        }
        time = try column("TIMESTAMP")
        input = try column("ContextTokens")
        output = try column("GeneratedTokens")
        count = header.count
    }

    /// The time in nanoseconds since 1970 and the lengths in tokens.
    func row(_ fields: [ArraySlice<UInt8>], _ lines: CsvLines) throws(Mistake) -> (time: Int64, input: Int, output: Int)
    {
        guard fields.count == count else {
            let found = "\(fields.count) columns"
            throw Mistake(lines.position(0), .wrongValue(found: found, allowed: "\(count), as in the header"))
        }
        guard let instant = Timestamp.nanoseconds(fields[time]) else {
            let allowed = "a time like 2023-11-16 18:17:03.9799600 or 2024-05-10 00:00:00.009930+00:00"
            let found = Mistake.quoted(Mistake.plain(fields[time]))
            throw Mistake(lines.position(time), .wrongValue(found: found, allowed: allowed))
        }
        return (instant, try tokens(fields, input, lines), try tokens(fields, output, lines))
    }

    private func tokens(_ fields: [ArraySlice<UInt8>], _ column: Int, _ lines: CsvLines) throws(Mistake) -> Int {
        let digits = fields[column]
        guard (1...9).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else {
            let found = Mistake.quoted(Mistake.plain(digits))
            let allowed = "a whole number of tokens below 1000000000"
            throw Mistake(lines.position(column), .wrongValue(found: found, allowed: allowed))
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}

extension Mistake {
    /// Bytes of a field as text, whatever they are.
    fileprivate static func plain(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
