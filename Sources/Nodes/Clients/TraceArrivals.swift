// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Arrivals exactly as recorded, with their lengths, from a point drawn for each replication, round and round.
///
/// A faster replay compresses the gaps; it never reorders. Results are conditional on these recorded hours.
public final class TraceArrivals: ArrivalProcess {
    public static let declaration = Declaration(
        "trace", "Arrivals exactly as recorded in a CSV file with the columns of the Azure LLM inference traces.",
        [
            Parameter("file", .file, "The trace, relative to the scenario file."),
            Parameter(
                "speed", .quantity(.number, from: 1e-6, through: 1e6), default: "1",
                "How many times faster than recorded; the demand's rate is then not used."),
        ])

    /// One recorded request.
    public struct Entry: Sendable {
        /// Since the first one.
        public let time: Nanoseconds
        public let inputTokens: Int
        public let outputTokens: Int

        public init(time: Nanoseconds, inputTokens: Int, outputTokens: Int) {
            self.time = time
            self.inputTokens = inputTokens
            self.outputTokens = outputTokens
        }
    }

    private let entries: [Entry]
    /// The recorded time of one round: the span and one mean gap.
    private let period: Double
    private let speed: Double
    private var position: Int
    private var round = 0.0
    private let start: Double
    private var current: Int

    /// - Parameters:
    ///   - entries: in order of time, at least two with different times.
    ///   - offset: uniform in (0, 1); chooses the first request.
    public init(_ entries: [Entry], speed: Double, offset: Double) {
        require(entries.count >= 2, "trace: expected at least two requests, found \(entries.count)")
        let span = entries[entries.count - 1].time.seconds
        require(span > 0, "trace: expected a span above zero, found \(span) s")
        self.entries = entries
        self.speed = speed
        period = span * Double(entries.count) / Double(entries.count - 1)
        position = min(Int(offset * Double(entries.count)), entries.count - 1)
        start = entries[position].time.seconds
        current = position
    }

    override public func next() -> Nanoseconds {
        let recorded = round * period + entries[position].time.seconds - start
        current = position
        position += 1
        if position == entries.count {
            position = 0
            round += 1
        }
        return Nanoseconds(saturating: recorded / speed)
    }

    override public var tokens: (input: Int, output: Int)? {
        (entries[current].inputTokens, entries[current].outputTokens)
    }
}
