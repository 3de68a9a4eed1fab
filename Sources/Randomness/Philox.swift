// SPDX-License-Identifier: GPL-3.0-or-later

/// Philox4x64-10, the counter-based generator that turns a key and a counter into 256 random bits.
///
/// For each key it is a bijection of the 256-bit counter, so two counters never give the same block; changing one bit of
/// key or counter changes every output bit with probability one half. Nothing is stored between calls.
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
/// doi:10.1145/2063384.2063405, section 3.3 and table 2 (ten rounds, multipliers and Weyl constants for 4 x 64).
public enum Philox {
    /// Four words: a counter on the way in, random bits on the way out.
    public typealias Block = (UInt64, UInt64, UInt64, UInt64)

    /// The block of `counter` under `key`.
    /// - Complexity: constant; twenty 64 x 64 -> 128-bit multiplications.
    @inlinable public static func block(_ counter: Block, key: (UInt64, UInt64)) -> Block {
        var words = counter
        var key = key
        for _ in 0..<9 {
            words = round(words, key)
            key.0 &+= 0x9E37_79B9_7F4A_7C15  // the golden ratio
            key.1 &+= 0xBB67_AE85_84CA_A73B  // the square root of 3, minus 1
        }
        return round(words, key)
    }

    /// Two wide multiplications whose high halves are mixed into the words that were not multiplied.
    @inlinable @inline(__always) static func round(_ words: Block, _ key: (UInt64, UInt64)) -> Block {
        let first = words.0.multipliedFullWidth(by: 0xD2E7_470E_E14C_6C93)
        let second = words.2.multipliedFullWidth(by: 0xCA5A_8263_9512_1157)
        return (second.high ^ words.1 ^ key.0, second.low, first.high ^ words.3 ^ key.1, first.low)
    }
}
