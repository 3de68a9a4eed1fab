// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A stream of random numbers: xoshiro256++, started by `StreamKey.stream`.
///
/// A plain value of 32 bytes: copying it copies its future. Period 2^256 - 1.
/// Each variate says how many 64-bit words it consumes, so that two layouts that draw the same things stay in step.
///
/// Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical
/// Software 47(4), 2021, doi:10.1145/3460772, figure 4 (xoshiro256 with the ++ scrambler, constants 17, 45, 23).
public struct Stream: Sendable {
    @usableFromInline var s0: UInt64, s1: UInt64, s2: UInt64, s3: UInt64

    /// A stream in a given state.
    /// - Precondition: the state is not all zeros (checked in debug builds), on which the generator would stand still.
    @inlinable public init(state: (UInt64, UInt64, UInt64, UInt64)) {
        (s0, s1, s2, s3) = state
        assert(s0 | s1 | s2 | s3 != 0, "stream: expected a state with a bit set, found all zeros")
    }

    /// The state, with which `init(state:)` continues the stream.
    @inlinable public var state: (UInt64, UInt64, UInt64, UInt64) { (s0, s1, s2, s3) }

    /// The next 64 random bits.
    @inlinable @inline(__always) public mutating func next() -> UInt64 {
        let result = (s0 &+ s3).rotated(left: 23) &+ s0
        let shifted = s1 &<< 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = s3.rotated(left: 45)
        return result
    }
}
