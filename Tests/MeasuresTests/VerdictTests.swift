// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@testable import Measures

struct VerdictTests {
    /// A statistic whose standard error over ten replications is `error`, moving with the given signs.
    private func measure(_ value: Double, error: Double, alternating: Bool = true) -> Replicated {
        // Ten deletions at ± s about the mean have (9/10) × 10 s² = 9 s² as variance.
        let step = error / 3
        let signs: [Double] = (0..<10).map { alternating ? ($0 % 2 == 0 ? 1 : -1) : ($0 < 5 ? 1 : -1) }
        return Replicated(value: value, deleted: signs.map { value + $0 * step })
    }

    private func verdict(_ difference: Double, error: Double, indifference: Double = 0.01) -> PairVerdict {
        let none = Replicated(value: 0, deleted: Array(repeating: 0, count: 10))
        return PairVerdict.all(
            of: [("a", measure(difference, error: error)), ("b", none)], indifference: indifference)[0]
    }

    @Test("Better, worse and equivalent, each from its interval")
    func threeVerdicts() {
        // Student's t with 9 degrees of freedom: 2.262157163.
        #expect(verdict(0.05, error: 0.02).verdict == .better)
        #expect(verdict(-0.05, error: 0.02).verdict == .worse)
        #expect(verdict(0.002, error: 0.003).verdict == .equivalent)
        #expect(verdict(0.0, error: 0.004).verdict == .equivalent)
        #expect(verdict(0.05, error: 0.02).difference.low.isClose(to: 0.05 - 2.262157163 * 0.02, within: 1e-8))
    }

    @Test("A difference that is sure but does not matter is equivalent; sure and straddling is better")
    func indifference() {
        #expect(verdict(0.005, error: 0.001).verdict == .equivalent)
        #expect(verdict(0.009, error: 0.001).verdict == .better)
        #expect(verdict(0.009, error: 0.0001).verdict == .equivalent)
        #expect(verdict(0.009, error: 0.001, indifference: 0.05).verdict == .equivalent)
    }

    @Test("What cannot be told comes with the replications that would tell")
    func cannotTell() {
        // 28 replications: t(27) = 2.0518 times 0.04 × √(10 / 28) is 0.0490; 27 give 0.0500 and a little.
        #expect(verdict(0.05, error: 0.04).verdict == .cannotTell(.about(18)))
        #expect(verdict(0.0, error: 1).verdict == .cannotTell(.moreThanHundredTimesAsMany))
        #expect(
            Verdict.cannotTell(.moreThanHundredTimesAsMany).text
                == "cannot tell (more than 100 times as many replications)")
        #expect(Verdict.cannotTell(.about(1)).text == "cannot tell (about 1 more replication)")
    }

    @Test("A single replication cannot tell")
    func singleReplication() {
        let one = Replicated(value: 0.9, deleted: [.nan]), two = Replicated(value: 0.1, deleted: [.nan])
        let pair = PairVerdict.all(of: [("a", one), ("b", two)], indifference: 0.01)[0]
        #expect(pair.verdict == .cannotTell(.unknown))
        #expect(pair.verdict.text == "cannot tell (nothing is known yet)")
        #expect(!pair.difference.isKnown)
        #expect(pair.adjustedP.isNaN)
        #expect(pair.importance == .open)
    }

    @Test("Layouts that came out alike in every replication are not therefore equivalent")
    func alike() {
        let layout = measure(0.7, error: 0.1)
        let pair = PairVerdict.all(of: [("a", layout), ("b", layout)], indifference: 0.01)[0]
        // 1 − 0.025^(1/10) = 0.3085; below 0.01 from 368 replications on.
        #expect(pair.verdict == .cannotTell(.about(358)))
        #expect(pair.correlation.isClose(to: 1))
        #expect(pair.difference.estimate == 0)
        #expect(pair.difference.high.isClose(to: 0.308497, within: 1e-5))
        #expect(pair.difference.low.isClose(to: -0.308497, within: 1e-5))
        let many = Replicated(value: 0.7, deleted: Array(repeating: 0.7, count: 368))
        #expect(PairVerdict.all(of: [("a", many), ("b", many)], indifference: 0.01)[0].verdict == .equivalent)
        let fewer = Replicated(value: 0.7, deleted: Array(repeating: 0.7, count: 3))
        #expect(
            PairVerdict.all(of: [("a", fewer), ("b", fewer)], indifference: 0.01)[0].verdict
                == .cannotTell(.moreThanHundredTimesAsMany))
    }

    @Test("Beside the verdict stands whether the difference is large enough to matter")
    func importance() {
        // Student's t with 9 degrees of freedom: 2.262157163.
        let straddling = verdict(-0.041, error: 0.0045, indifference: 0.045)
        #expect(straddling.verdict == .worse)
        #expect(straddling.importance == .mayNotMatter)
        #expect(verdict(-0.08, error: 0.0045, indifference: 0.045).importance == .matters)
        #expect(verdict(0.02, error: 0.0045, indifference: 0.045).verdict == .equivalent)
        #expect(verdict(0.02, error: 0.0045, indifference: 0.045).importance == .betterByLess)
        #expect(verdict(-0.02, error: 0.0045, indifference: 0.045).importance == .worseByLess)
        #expect(verdict(0.001, error: 0.0045, indifference: 0.045).importance == .open)
        #expect(verdict(0.05, error: 0.04).importance == .open)
    }

    @Test("Holm's procedure judges the clearest pair strictly and the next less so, until one gives no verdict")
    func holm() {
        let layouts = [
            ("a", measure(0.90, error: 0.001)), ("b", measure(0.85, error: 0.02)),
            ("c", measure(0.80, error: 0.001, alternating: false)),
        ]
        let pairs = PairVerdict.all(of: layouts, indifference: 0.01)
        let byName = Dictionary(uniqueKeysWithValues: pairs.map { ($0.first + $0.second, $0) })
        #expect(byName["ac"]?.difference.confidence.isClose(to: 1 - 0.05 / 3) == true)
        #expect(byName["ac"]?.verdict == .better)
        #expect(byName["bc"]?.verdict == .cannotTell(.about(1)))
        #expect(pairs.map(\.adjustedP).allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(abs(byName["ac"]?.correlation ?? 1) < 0.5)
        // Alone, the difference between b and c is told; among three pairs it needs more.
        #expect(PairVerdict.all(of: Array(layouts[1...]), indifference: 0.01)[0].verdict == .better)
    }

    @Test("The adjusted significance follows Holm's steps")
    func adjusted() {
        let layouts = [0.0, 0.03, 0.07].enumerated().map { index, value in
            ("\(index)", measure(value, error: 0.01 * Double(index + 1)))
        }
        let pairs = PairVerdict.all(of: layouts, indifference: 0.001).sorted { $0.adjustedP < $1.adjustedP }
        let told = pairs.filter { $0.adjustedP <= 0.05 }
        for pair in pairs {
            let isTold = told.contains(pair)
            if case .cannotTell = pair.verdict { #expect(!isTold) } else { #expect(isTold) }
        }
    }
}
