// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import Testing

@testable import Nodes

@Suite("Arrivals")
struct ArrivalTests {
    /// All arrivals of a process before so many seconds.
    private static func times(_ process: ArrivalProcess, before end: Double) -> [Double] {
        var times: [Double] = []
        while true {
            let time = process.next().seconds
            guard time < end else { return times }
            #expect(time >= times.last ?? 0)
            times.append(time)
        }
    }

    @Test("by a Poisson process are as many as the rate says, in every second alike, and scattered as they should be")
    func poisson() {
        let times = Self.times(PoissonArrivals(rate: 5, stream: key("poisson").stream(0)), before: 4_000)
        var perSecond = Array(repeating: 0, count: 4_000)
        for time in times { perSecond[Int(time)] += 1 }
        // Mean and variance of a Poisson count are both 5; five standard deviations of the estimates.
        let mean = Double(times.count) / 4_000
        let variance = perSecond.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 3_999
        #expect((mean - 5).magnitude < 0.18 && (variance - 5).magnitude < 0.6, "\(mean), \(variance)")
    }

    @Test("at rate zero never come", arguments: [true, false])
    func never(isPoisson: Bool) {
        let stream = key("never").stream(0)
        let process =
            isPoisson
            ? PoissonArrivals(rate: 0, stream: stream)
            : ProfileArrivals(rate: 0, perMinute: [1, 2], offset: 0.3, stream: stream)
        #expect(process.next() == .never && process.next() == .never)
    }

    private static let profile = [4.0, 0, 1, 10, 2.5, 0, 0, 6.5]

    @Test("by a profile come minute by minute in its proportions, at the rate over all", arguments: [0.001, 0.3, 0.99])
    func profile(offset: Double) {
        let (rounds, first) = (300, Int(offset * 8))
        let process = ProfileArrivals(
            rate: 0.5, perMinute: Self.profile, offset: offset, stream: key("profile").stream(UInt64(first)))
        let times = Self.times(process, before: Double(rounds * 8 * 60))
        var counts = Array(repeating: 0, count: 8)
        for time in times { counts[(Int(time / 60) + first) % 8] += 1 }
        let busy = [0, 2, 3, 4, 7]
        #expect([1, 5, 6].allSatisfy { counts[$0] == 0 }, "nobody comes in a minute of rate zero")
        #expect(chiSquareP(busy.map { counts[$0] }, shares: busy.map { Self.profile[$0] / 24 }) > 1e-6, "\(counts)")
        // 72,000 expected, standard deviation 268.
        #expect((times.count - 72_000).magnitude < 5 * 268)
    }

    @Test("by a profile of hardly any arrivals lie beyond every run, and are found at once")
    func tiny() {
        for rate in [1e-18, 1e-12, 1e-300] {
            let process = ProfileArrivals(
                rate: rate, perMinute: Self.profile, offset: 0.3, stream: key("tiny").stream(0))
            let times = [process.next(), process.next()]
            #expect(times[0] <= times[1] && times[0] > Nanoseconds(seconds: 1e6) && times[1] <= .farthest)
        }
    }

    @Test("by a profile spread evenly over the seconds of a minute")
    func withinAMinute() {
        let process = ProfileArrivals(rate: 1, perMinute: [1, 3], offset: 0.1, stream: key("within").stream(0))
        var sixths = Array(repeating: 0, count: 6)
        for time in Self.times(process, before: 60_000) { sixths[Int(time / 10) % 6] += 1 }
        #expect(chiSquareP(sixths) > 1e-6, "\(sixths)")
    }

    @Test("by a profile are a Poisson process run through its cumulative rate: in step with any other profile")
    func inStep() {
        func expected(_ perMinute: [Double], first: Int) -> [Double] {
            var stream = key("step").stream(0)
            // Steps through the minutes, a hundredth of a second at a time if need be: slow and plain.
            let scale = 0.2 * Double(perMinute.count) / perMinute.reduce(0, +)
            var (minute, into) = (first, 0.0)
            return (0..<2_000).map { _ in
                var left = stream.exponential()
                while true {
                    let rate = perMinute[minute % perMinute.count] * scale
                    if rate > 0, left <= (60 - into) * rate {
                        into += left / rate
                        return Double(minute - first) * 60 + into
                    }
                    left -= (60 - into) * rate
                    (minute, into) = (minute + 1, 0)
                }
            }
        }
        for (perMinute, offset, first) in [(Self.profile, 0.45, 3), ([1], 0.5, 0), ([0, 3, 1], 0.1, 0)] {
            let process = ProfileArrivals(
                rate: 0.2, perMinute: perMinute, offset: offset, stream: key("step").stream(0))
            let times = (0..<2_000).map { _ in process.next().seconds }
            #expect(zip(times, expected(perMinute, first: first)).allSatisfy { ($0 - $1).magnitude < 1e-6 })
        }
    }

    @Test("by a profile without any are refused")
    func empty() async {
        await #expect(processExitsWith: .failure) {
            _ = ProfileArrivals(rate: 1, perMinute: [0, 0], offset: 0.5, stream: key("empty").stream(0))
        }
    }
}

@Suite("Arrivals from a trace")
struct TraceArrivalTests {
    private static let entries = [(0.0, 10, 1), (1, 20, 2), (1, 30, 3), (4, 40, 4)].map {
        TraceArrivals.Entry(time: Nanoseconds(seconds: $0.0), inputTokens: $0.1, outputTokens: $0.2)
    }

    /// Times in seconds and input tokens of the first arrivals.
    private static func arrivals(_ process: TraceArrivals, _ count: Int) -> [[Double]] {
        (0..<count).map { _ in
            let time = process.next().seconds
            let tokens = process.tokens ?? (0, 0)
            #expect(tokens.input == 10 * tokens.output)
            return [time, Double(tokens.input)]
        }
    }

    @Test("come as recorded with their lengths, round and round, one mean gap between the rounds")
    func recorded() {
        // Four requests in 4 s: the mean gap is 4/3 s, so a round takes 16/3 s.
        let found = Self.arrivals(TraceArrivals(Self.entries, speed: 1, offset: 0.1), 10)
        let round = 16.0 / 3
        let expected = (0..<10).map { number -> [Double] in
            let entry = Self.entries[number % 4]
            return [entry.time.seconds + Double(number / 4) * round, Double(entry.inputTokens)]
        }
        #expect(zip(found, expected).allSatisfy { ($0[0] - $1[0]).magnitude < 1e-8 && $0[1] == $1[1] })
    }

    @Test("begin where the offset says, at time zero, and lose nothing of the beginning", arguments: 0..<4)
    func offset(first: Int) {
        let process = TraceArrivals(Self.entries, speed: 1, offset: (Double(first) + 0.5) / 4)
        let found = Self.arrivals(process, 9)
        #expect(found[0][0] == 0)
        #expect(found.map { $0[1] } == (0..<9).map { Double((first + $0) % 4 * 10 + 10) })
        #expect((found[8][0] - 2 * 16.0 / 3).magnitude < 1e-8)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0[0] <= $1[0] })
    }

    @Test("come closer together in a faster replay, in the same order")
    func speed() {
        let slow = Self.arrivals(TraceArrivals(Self.entries, speed: 1, offset: 0.3), 20)
        let fast = Self.arrivals(TraceArrivals(Self.entries, speed: 8, offset: 0.3), 20)
        #expect(zip(slow, fast).allSatisfy { ($0[0] / 8 - $1[0]).magnitude < 1e-8 && $0[1] == $1[1] })
    }

    @Test("need two requests at different times")
    func mistakes() async {
        await #expect(processExitsWith: .failure) {
            _ = TraceArrivals([.init(time: .zero, inputTokens: 1, outputTokens: 1)], speed: 1, offset: 0.5)
        }
        await #expect(processExitsWith: .failure) {
            let entry = TraceArrivals.Entry(time: .zero, inputTokens: 1, outputTokens: 1)
            _ = TraceArrivals([entry, entry], speed: 1, offset: 0.5)
        }
    }
}

@Suite("Lengths in tokens")
struct TokenLawTests {
    @Test("consume two words, whatever the law")
    func words() {
        let laws: [TokenLaw] = [.fixed(input: 3, output: 4), .quantiles(input: [0, 9], output: [0, 9]), .recorded]
        for law in laws {
            var (used, expected) = (key("lengths").stream(0), key("lengths").stream(0))
            _ = law.draw(&used, recorded: (1, 2))
            for _ in 0..<2 { _ = expected.next() }
            #expect(used.state == expected.state)
        }
    }

    @Test("are the fixed ones, or those recorded")
    func plain() {
        var stream = key("lengths").stream(1)
        let fixed = TokenLaw.fixed(input: 3, output: 4).draw(&stream, recorded: (8, 9))
        let recorded = TokenLaw.recorded.draw(&stream, recorded: (8, 9))
        #expect(fixed == (3, 4) && recorded == (8, 9))
    }

    @Test("fall between recorded quantiles as often as these are apart, evenly in between, input and output apart")
    func quantiles() {
        // Quartiles: a quarter of the draws lies between any two.
        let law = TokenLaw.quantiles(input: [100, 200, 1_000, 1_000, 9_000], output: [10, 20, 30, 40, 50])
        var stream = key("lengths").stream(2)
        let draws = (0..<40_000).map { _ in law.draw(&stream, recorded: nil) }
        let bounds = [200, 1_000, 1_001, 9_001]
        let quarters = bounds.indices.map { place in
            draws.count { $0.input < bounds[place] && (place == 0 || $0.input >= bounds[place - 1]) }
        }
        #expect(chiSquareP(quarters) > 1e-6, "\(quarters)")
        let fourths = (0..<4).map { place in
            draws.count { (1_000 + 2_000 * place + 1...3_000 + 2_000 * place) ~= $0.input }
        }
        #expect(chiSquareP(fourths) > 1e-6, "\(fourths)")
        #expect(draws.allSatisfy { (100...9_000) ~= $0.input && (10...50) ~= $0.output })
        let both = draws.count { $0.input < 200 && $0.output < 20 }
        // A sixteenth, if independent; five standard deviations.
        #expect((both - 2_500).magnitude < 250)
    }

    @Test("are at least one token of output")
    func atLeastOne() {
        var stream = key("lengths").stream(3)
        let law = TokenLaw.quantiles(input: [0, 0], output: [0, 0.4])
        #expect((0..<100).allSatisfy { _ in law.draw(&stream, recorded: nil) == (0, 1) })
    }
}
