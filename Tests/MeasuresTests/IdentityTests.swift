// SPDX-License-Identifier: GPL-3.0-or-later

import TestTools
import Testing

@testable import Measures

struct IdentityTests {
    @Test("Y = A × V, V = C × T, U(k) = A(1) × V(1) × S(k), S = S_A × S_V, VIPN = U × offered rate", arguments: 0..<50)
    func identities(seed: Int) {
        var generator = SeededNumbers(state: UInt64(seed))
        let single = Counts.plausible(using: &generator)
        let scaled = Counts.plausible(using: &generator, offered: 500...1500)
        for level in Level.allCases where level < .proven {
            let s = Scalability(scaled, over: single, at: level)
            #expect(single.yield(at: level).isClose(to: single.accessibility * single.verifiability(at: level)))
            #expect(single.verifiability(at: level).isClose(to: single.coverage(at: level) * single.truth(at: level)))
            #expect(s.whole.isClose(to: s.ofAccessibility * s.ofVerifiability))
            let utility = single.accessibility * single.verifiability(at: level) * s.whole
            #expect(scaled.yield(at: level).isClose(to: utility))
            #expect(scaled.rightPerSecond(at: level).isClose(to: utility * scaled.offeredPerSecond))
            #expect(s.isFlagged == (single.yield(at: level) < 0.5))
        }
    }

    @Test("Plausible counts are conserved and no level holds more than the one below", arguments: 0..<50)
    func conservation(seed: Int) {
        var generator = SeededNumbers(state: UInt64(seed))
        let counts = Counts.plausible(using: &generator)
        #expect(counts.conservationMistake == nil)
        for (lower, upper) in zip(Level.allCases, Level.allCases.dropFirst()) {
            #expect(counts.yield(at: upper) <= counts.yield(at: lower))
            #expect(counts.coverage(at: upper) <= counts.coverage(at: lower))
        }
    }

    @Test("Counts that cannot be right are told apart")
    func mistakes() {
        var generator = SeededNumbers(state: 1)
        let good = Counts.plausible(using: &generator)
        func with(_ change: (inout Counts) -> Void) -> ConservationMistake? {
            var counts = good
            change(&counts)
            return counts.conservationMistake
        }
        #expect(with { $0.cohort.lost += 1 } == .cohort(unaccounted: -1))
        #expect(with { $0.wholeRun.offered += 2 } == .wholeRun(unaccounted: 2))
        #expect(
            with {
                $0.cohort.count(.inFlight)
                $0.wholeRun.count(.inFlight)
            } == .cohortInFlight(1))
        #expect(with { $0.right[.signed] += 500 } != nil)
        #expect(with { $0.verified[.proven] += 500 } != nil)
        #expect(with { $0.timely += 500 } != nil)
        #expect(
            ConservationMistake.cohortInFlight(3).description
                == "requests of the cohort still in flight: expected 0, found 3")
    }

    @Test("The line of conservation adds up as printed")
    func line() {
        var states = StateCounts()
        states.count(.answered)
        states.count(.refused(.censored))
        states.count(.timedOut(.loss))
        states.count(.lost)
        states.count(.answered)
        #expect(
            Counts.conservationLine(of: states)
                == "offered 5 = answered 2 + refused 1 + timed out 1 + lost 1 + in flight 0")
    }
}
