// SPDX-License-Identifier: GPL-3.0-or-later

import TestTools
import Testing

@testable import Measures

struct CountsTests {
    @Test("Adding and subtracting works on every column")
    func arithmetic() {
        let one = Counts.distinct
        var weighted = one
        weighted.add(one, times: 0.5)
        for column in Column.all {
            #expect(weighted[keyPath: column.path] == 1.5 * one[keyPath: column.path])
        }
        #expect(one + one - one == one)
        #expect(one - one == Counts())
        #expect(one != Counts())
    }

    @Test("States are conserved however requests move between them")
    func conservation() {
        var generator = SeededNumbers(state: 1)
        let states: [RequestState] =
            [.answered, .lost, .inFlight] + RefusalReason.allCases.map { .refused($0) }
            + TimeoutCause.allCases.map { .timedOut($0) }
        var counts = StateCounts()
        for _ in 0..<1000 {
            counts.count(.inFlight)
            counts.move(from: .inFlight, to: states.randomElement(using: &generator)!)
            #expect(counts.unaccounted == 0)
        }
        #expect(counts.offered == 1000)
        #expect(counts.refused.sum + counts.timedOut.sum > 500)
        counts.answered += 1
        #expect(counts.unaccounted == -1)
    }

    @Test("A latency falls into the bin that holds it, edges below")
    func bins() {
        #expect(LatencyBin.all.count == 74)
        #expect(LatencyBin(seconds: 0).slot == 0)
        #expect(LatencyBin(seconds: 2000).slot == 73)
        for bin in LatencyBin.all {
            #expect(bin.lower < bin.upper)
            #expect(LatencyBin(seconds: bin.lower) == bin)
            #expect(LatencyBin(seconds: bin.upper.nextDown) == bin || bin.upper.isInfinite)
        }
    }

    @Test("An answer counts at the age by which it reached its level and at every older one")
    func ages() {
        var counts = Counts()
        counts.reach(.signed, after: 0)
        counts.reach(.signed, after: 0.02)
        counts.reach(.signed, after: 1)
        counts.reach(.signed, after: 20000)
        let expected: [Double] = [1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3]
        #expect(Age.all.map { counts.reached[LevelAtAge(.signed, $0)] } == expected)
        #expect(counts.reached.sum == expected.reduce(0, +))
        counts.reach(.checked, after: 0.02, until: 1)
        #expect(Age.all.filter { counts.reached[LevelAtAge(.checked, $0)] == 1 }.map(\.seconds) == [0.03, 0.1, 0.3])
    }
}
