// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quantities
import Testing

@testable import Scenarios

/// The reader of recorded workloads, on written examples and on the published traces.
@Suite struct AzureTraceTests {
    private static func read(_ text: String) throws -> AzureTrace {
        try AzureTrace.read(bytes: Array(text.utf8), file: "t.csv")
    }

    private static func message(_ text: String) -> String {
        do {
            _ = try read(text)
            return "no mistake"
        } catch {
            return "\(error)"
        }
    }

    @Test("Ticks of 100 ns are kept; CRLF, a missing last line end and other columns do not matter") func forms() throws
    {
        let old = try Self.read(
            "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 23:59:59.9999999,10,2\r\n2023-11-17 00:00:00.0000001,30,4"
        )
        #expect(old.rows.map(\.offset) == [Nanoseconds(0), Nanoseconds(200)])
        #expect(old.rows.map(\.input) == [10, 30])
        #expect(old.rows.map(\.output) == [2, 4])
        let new = try Self.read(
            "GeneratedTokens,NumImages,TIMESTAMP,ContextTokens\n5,0,2024-02-29 23:59:59+00:00,7\n"
                + "6,0,2024-03-01 01:00:00.009930+01:00,8\n9,1,2024-03-01T00:00:01Z,9\n")
        #expect(new.rows.map(\.offset.count) == [0, 1_009_930_000, 2_000_000_000])
        #expect(new.rows.map(\.output) == [5, 6, 9])
        #expect(new.span == Nanoseconds(seconds: 2))
    }

    @Test(
        "A mistake in a trace has its position",
        arguments: [
            ("", "t.csv:1:1: found an empty file; allowed: a header and at least two requests"),
            (
                "a,b\n",
                "t.csv:1:1: found no column 'TIMESTAMP' among 'a', 'b'; allowed: the columns TIMESTAMP, ContextTokens, GeneratedTokens, in any order, and others"
            ),
            (
                "TIMESTAMP,ContextTokens,GeneratedTokens\n",
                "t.csv:1:1: found a header without rows; allowed: at least two requests at different times, or there is no rate to replay"
            ),
            (
                "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1\n",
                "t.csv:2:1: found 2 columns; allowed: 3, as in the header"
            ),
            (
                "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-31 18:15:46,1,2\n",
                "t.csv:2:1: found '2023-11-31 18:15:46'; allowed: a time like 2023-11-16 18:17:03.9799600 or 2024-05-10 00:00:00.009930+00:00"
            ),
            (
                "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,-1,2\n",
                "t.csv:2:21: found '-1'; allowed: a whole number of tokens below 1000000000"
            ),
            (
                "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1,2\n2023-11-16 18:15:45,1,2\n",
                "t.csv:3:1: found a request earlier than the one before; allowed: rows in the order of time"
            ),
        ])
    func mistakes(text: String, expected: String) {
        #expect(Self.message(text) == expected)
    }

    @Test(
        "A trace without a rate is refused",
        arguments: [
            ("2023-11-16 18:15:46,1,2\n", "t.csv:2:1: found a single request"),
            ("2023-11-16 18:15:46,1,2\n2023-11-16 18:15:46,1,2\n", "t.csv:3:1: found 2 requests at one time"),
        ])
    func rateless(rows: String, expected: String) {
        #expect(
            Self.message("TIMESTAMP,ContextTokens,GeneratedTokens\n" + rows)
                == expected + "; allowed: at least two requests at different times, or there is no rate to replay")
    }

    @Test("All mistakes of the traces of a scenario are found at once")
    func all() throws {
        let folder = NSTemporaryDirectory() + "traces-\(UUID().uuidString)/"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rows = ["2023-11-16 18:15:46,x,2", "2023-11-16 18:15:47,1,2", "2023-11-16 18:15:40,1,2", "yesterday,1,2"]
        let text = "TIMESTAMP,ContextTokens,GeneratedTokens\n" + rows.joined(separator: "\n")
        try text.write(toFile: folder + "t.csv", atomically: true, encoding: .utf8)
        let found = AzureTrace.mistakes(path: folder + "t.csv").map(\.position)
        #expect(found.map { [$0.line, $0.column] } == [[2, 21], [4, 1], [5, 1]])
    }

    @Test(
        "The published traces have their rows, span and quantiles, and the arrivals of another reader",
        arguments: [
            (
                "AzureLLMInferenceTrace_code.csv", "vidur_splitwise_code.csv", 8819, 57.27, [1469, 5187.6, 7436],
                [13, 55, 251.46]
            ),
            (
                "AzureLLMInferenceTrace_conv.csv", "vidur_splitwise_conv.csv", 19366, 58.36, [1020, 2734.5, 4142],
                [129, 424, 601]
            ),
        ] as [(String, String, Int, Double, [Double], [Double])])
    func published(
        file: String, other: String, rows: Int, minutes: Double, input: [Double], output: [Double]
    ) throws {
        let folder = Fixtures.root + "../shared/reference/data/"
        guard FileManager.default.fileExists(atPath: folder + file) else {
            print("SKIPPED: the published trace \(file) is not beside this package; nothing was compared with it")
            return
        }
        let trace = try AzureTrace.read(path: folder + file)
        #expect(trace.rows.count == rows)
        #expect(abs(trace.span.seconds / 60 - minutes) < 0.005)
        for (index, share) in [0.5, 0.9, 0.99].enumerated() {
            #expect(abs(Self.quantile(trace.rows.map(\.input), share) - input[index]) < 1)
            #expect(abs(Self.quantile(trace.rows.map(\.output), share) - output[index]) < 0.1)
        }
        let lines = try String(contentsOfFile: folder + other, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst()
        #expect(lines.count == rows)
        for (line, row) in zip(lines, trace.rows) {
            let fields = line.split(separator: ",")
            let seconds = try #require(Double(fields[0]))
            #expect(abs(seconds - row.offset.seconds) < 1.000_001e-6)
            #expect(Int(fields[1]) == row.input)
        }
    }

    private static func quantile(_ values: [Int], _ share: Double) -> Double {
        let ordered = values.sorted(), place = share * Double(values.count - 1), low = Int(place)
        let high = min(low + 1, ordered.count - 1)
        return Double(ordered[low]) + (place - Double(low)) * Double(ordered[high] - ordered[low])
    }
}
