// SPDX-License-Identifier: GPL-3.0-or-later

import Networks
import Quantities
import Randomness
import Testing

@Suite("A latency map")
struct LatencyMapTests {
    typealias Delay = LatencyMap.Delay

    /// Round trips in milliseconds, by origin and destination; directions differ.
    private static let roundTrips: [[(p50: Double, p90: Double)]] = [
        [(2, 3), (80, 96), (210, 400)],
        [(90, 91), (1, 5), (150, 150)],
        [(210, 300), (40, 80), (4, 6)],
    ]

    private static let map = LatencyMap(
        regions: ["here", "there", "beyond"],
        delays: roundTrips.map { row in row.map { Delay(p50: $0.p50 / 1e3, p90: $0.p90 / 1e3) } })

    static let pairs = (0..<3).flatMap { origin in (0..<3).map { [origin, $0] } }

    @Test("draws half the declared round trips' median and 90th percentile, in each direction", arguments: pairs)
    func quantiles(pair: [Int]) {
        let declared = Self.roundTrips[pair[0]][pair[1]]
        var stream = key("latency").stream(UInt64(pair[0]), UInt64(pair[1]))
        let count = 40_000
        let draws = (0..<count).map { _ in Self.map.delay(from: pair[0], to: pair[1], &stream).seconds * 1e3 }
        guard declared.p90 > declared.p50 else {
            return #expect(draws.allSatisfy { ($0 - declared.p50 / 2).magnitude < 1e-5 })
        }
        let below = { (bound: Double) in Double(draws.count { $0 < bound }) / Double(count) }
        // Five standard deviations of the shares are 0.0125 and 0.0075.
        #expect((below(declared.p50 / 2) - 0.5).magnitude < 0.0125)
        #expect((below(declared.p90 / 2) - 0.9).magnitude < 0.0075)
    }

    @Test("that is declared alike in both directions gives the same delay both ways for the same draw")
    func symmetric() {
        let (near, far) = (Delay(p50: 0.001, p90: 0.002), Delay(p50: 0.1, p90: 0.2))
        let map = LatencyMap(regions: ["a", "b"], delays: [[near, far], [far, near]])
        var (out, back) = (key("symmetric").stream(0), key("symmetric").stream(0))
        let pairs = (0..<100).map { _ in (map.delay(from: 0, to: 1, &out), map.delay(from: 1, to: 0, &back)) }
        #expect(pairs.allSatisfy { $0 == $1 && $0 > .zero })
        #expect(Set(pairs.map(\.0)).count == 100)
    }

    @Test("of the widest spread that can be declared ends at the farthest time")
    func widest() {
        let map = LatencyMap(regions: ["a"], delays: [[Delay(p50: 1e-9, p90: 3600)]])
        var stream = key("widest").stream(0)
        let longest = (0..<100_000).map { _ in map.delay(from: 0, to: 0, &stream) }.max()
        #expect(longest! <= .farthest && longest! > Nanoseconds(seconds: 86_400))
    }

    @Test("within a region uses the delay declared for it, far below that between regions")
    func sameRegion() {
        var stream = key("same").stream(0)
        let longest = (0..<1_000).map { _ in Self.map.delay(from: 0, to: 0, &stream) }.max()
        let shortest = (0..<1_000).map { _ in Self.map.delay(from: 0, to: 1, &stream) }.min()
        #expect(longest! < shortest!)
    }

    @Test("consumes one word per draw, also when nothing is left to chance")
    func words() {
        for destination in [0, 2] {
            var (used, expected) = (key("words").stream(0), key("words").stream(0))
            _ = Self.map.delay(from: 1, to: destination, &used)
            _ = expected.next()
            #expect(used.state == expected.state)
        }
    }

    @Test("sorts candidates by their median from the origin, ties in the given order")
    func nearest() {
        #expect(Self.map.nearest(to: 0, among: [2, 1, 0]) == [0, 1, 2])
        #expect(Self.map.nearest(to: 2, among: [0, 1]) == [1, 0])
        #expect(Self.map.nearest(to: 1, among: [2, 2]) == [2, 2])
        #expect(Self.map.nearest(to: 1, among: []) == [])
        let alike = Delay(p50: 0.1, p90: 0.1)
        let map = LatencyMap(regions: ["a", "b", "c"], delays: Array(repeating: [alike, alike, alike], count: 3))
        #expect(map.nearest(to: 1, among: [2, 0, 1]) == [2, 0, 1])
        #expect(map.nearest(to: 1, among: [1, 2, 0]) == [1, 2, 0])
    }

    @Test("takes no 90th percentile below the median and no delays that are not a square")
    func mistakes() async {
        await #expect(processExitsWith: .failure) { _ = LatencyMap.Delay(p50: 0.2, p90: 0.1) }
        await #expect(processExitsWith: .failure) { _ = LatencyMap.Delay(p50: 0, p90: 0.1) }
        await #expect(processExitsWith: .failure) {
            let delay = LatencyMap.Delay(p50: 0.1, p90: 0.1)
            _ = LatencyMap(regions: ["a", "b"], delays: [[delay, delay], [delay]])
        }
    }
}
