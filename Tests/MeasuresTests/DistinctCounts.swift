// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import TestTools

extension Counts {
    /// Counts in which every column holds a number of its own.
    static var distinct: Counts {
        var counts = Counts()
        for (index, column) in Column.all.enumerated() {
            counts[keyPath: column.path] = Double(index + 1) + (column.kind == .amount ? 0.125 : 0)
        }
        return counts
    }
}

extension Counts {
    /// Counts as a replication could make them: states conserved, every stage of the funnel within the one before.
    static func plausible(using generator: inout SeededNumbers, offered: ClosedRange<Int> = 200...400) -> Counts {
        var counts = Counts()
        for _ in 0..<Int.random(in: offered, using: &generator) {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: counts.cohort.count(.refused(.queueFull))
            case 1: counts.cohort.count(.timedOut(.withheld))
            default: counts.answered(using: &generator)
            }
        }
        counts.wholeRun = counts.cohort
        counts.windowSeconds = 60
        counts.spending[.nodes] = Double.random(in: 1...2, using: &generator)
        counts.paidSeconds[.serving] = 600
        counts.joules = 7.2e6
        return counts
    }

    /// One more answered request, with a level and a truth of its own.
    private mutating func answered(using generator: inout SeededNumbers) {
        cohort.count(.answered)
        answer(firstToken: 0.05, total: Double.random(in: 0.1...2, using: &generator))
        guard Int.random(in: 0..<10, using: &generator) > 0 else { return }
        timely += 1
        let isRight = Int.random(in: 0..<10, using: &generator) > 1
        let reached = Level(rawValue: UInt8.random(in: 0...5, using: &generator)) ?? .unassured
        for level in Level.allCases where level <= reached {
            verified[level] += 1
            if isRight {
                right[level] += 1
                rightTokens[level] += 12
            }
        }
    }
}
