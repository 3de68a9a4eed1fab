// SPDX-License-Identifier: GPL-3.0-or-later

import Measures

/// A small generator for property tests: SplitMix64 (Steele, Lea and Flood 2014).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

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
