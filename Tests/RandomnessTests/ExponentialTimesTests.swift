// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import Testing

@Suite("Exponential times drawn ahead")
struct ExponentialTimesTests {
    private static func stream(_ ordinal: UInt64) -> Stream {
        StreamKey(seed: 4, replication: 0, purpose: .rehearsal, subject: Subject("exponential times")).stream(ordinal)
    }

    /// A thousand times, and the same drawn and rounded one by one.
    private static func times(mean: Double, _ stream: Stream) -> (found: [Int64], expected: [Double]) {
        let times = ExponentialTimes(mean: mean, stream)
        var single = stream
        let found = (0..<1_000).map { _ in times.next().count }
        return (found, (0..<1_000).map { _ in (single.exponential() * (mean * 1e9)).rounded(.toNearestOrEven) })
    }

    @Test(
        "are those of the stream drawn one by one and rounded, over many batches, for short and long means",
        arguments: [1e-9, 3e-7, 0.01, 1, 35_000, 36_000, 1e6, 1e9 / 37])
    func likeSingleDraws(mean: Double) {
        // Either side of 2^45 ns the rounding goes another way.
        for ordinal in UInt64(0)..<10 {
            let (found, expected) = Self.times(mean: mean, Self.stream(ordinal))
            #expect(found == expected.map { Int64($0) })
        }
    }

    @Test("round to the nearest whole nanosecond, ties to even, at the shortest and the longest draw")
    func ends() {
        // With these states the first uniform is 1 - 2^-53 and 2^-53, see `VariateTests.uniformEnds`.
        let shortest = Stream(state: (0, 0, 0, .max))
        let longest = Stream(state: (0, 1, 0, 0))
        for mean in [1e-9, 1, 0x1p45 / 1e9 * 0.999, 0x1p45 / 1e9 * 1.001] {
            for stream in [shortest, longest] {
                let (found, expected) = Self.times(mean: mean, stream)
                #expect(found[0] == Int64(expected[0]))
            }
        }
        #expect(ExponentialTimes(mean: 1, shortest).next() == .zero)
        #expect((36_700_000_000...36_800_000_000) ~= ExponentialTimes(mean: 1, longest).next().count)
    }

    @Test("are never when the mean is infinite or the draw beyond the clock")
    func never() {
        let infinite = ExponentialTimes(mean: .infinity, Self.stream(0))
        #expect((0..<200).allSatisfy { _ in infinite.next() == .never })
        let (found, expected) = Self.times(mean: 9e9, Self.stream(1))
        #expect(found == expected.map { $0 < 0x1p63 ? Int64($0) : .max })
        #expect(found.contains(.max) && found.contains { $0 < .max })
    }

    @Test("have the mean and the spread of their law")
    func law() {
        let times = ExponentialTimes(mean: 2, Self.stream(2))
        let draws = (0..<100_000).map { _ in times.next().seconds }
        let mean = draws.reduce(0, +) / 100_000
        let square = draws.reduce(0) { $0 + $1 * $1 } / 100_000
        // Five standard errors: 2 / sqrt(n) and sqrt(20 · 2^4) / sqrt(n).
        #expect((mean - 2).magnitude < 0.032 && (square - 8).magnitude < 0.29)
    }

    @Test("need a positive mean")
    func mistakes() async {
        await #expect(processExitsWith: .failure) {
            _ = ExponentialTimes(mean: 0, Self.stream(0))
        }
    }
}
