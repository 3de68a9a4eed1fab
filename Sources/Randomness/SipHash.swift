// SPDX-License-Identifier: GPL-3.0-or-later

/// SipHash-2-4 with a 128-bit result: the hash behind names and keys.
///
/// A keyed pseudo-random function: inputs that differ in one bit give unrelated digests. The standard library's `Hasher`
/// is of the same family but seeded anew in every process, which is why it must not be used here.
///
/// Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012, LNCS 7668,
/// doi:10.1007/978-3-642-34931-7_28, section 2; the 128-bit variant is the one of the authors' reference implementation.
struct SipHash {
    private var v0: UInt64, v1: UInt64, v2: UInt64, v3: UInt64

    private init(key: Digest) {
        v0 = key.low ^ 0x736F_6D65_7073_6575
        v1 = key.high ^ 0x646F_7261_6E64_6F6D ^ 0xEE
        v2 = key.low ^ 0x6C79_6765_6E65_7261
        v3 = key.high ^ 0x7465_6462_7974_6573
    }

    static func digest(_ bytes: some Sequence<UInt8>, key: Digest) -> Digest {
        var state = SipHash(key: key)
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in bytes {
            word |= UInt64(byte) << ((count & 7) * 8)
            count += 1
            if count & 7 == 0 {
                state.compress(word)
                word = 0
            }
        }
        state.compress(word | count << 56)
        return state.finish()
    }

    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        for _ in 0..<2 { round() }
        v0 ^= word
    }

    private mutating func finish() -> Digest {
        v2 ^= 0xEE
        for _ in 0..<4 { round() }
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xDD
        for _ in 0..<4 { round() }
        return Digest(low: low, high: v0 ^ v1 ^ v2 ^ v3)
    }

    private mutating func round() {
        v0 &+= v1
        v1 = v1.rotated(left: 13) ^ v0
        v0 = v0.rotated(left: 32)
        v2 &+= v3
        v3 = v3.rotated(left: 16) ^ v2
        v0 &+= v3
        v3 = v3.rotated(left: 21) ^ v0
        v2 &+= v1
        v1 = v1.rotated(left: 17) ^ v2
        v2 = v2.rotated(left: 32)
    }
}

extension UInt64 {
    /// The bits turned left by `count` places, 0 < count < 64.
    @inlinable @inline(__always) func rotated(left count: UInt64) -> UInt64 {
        self &<< count | self &>> (64 &- count)
    }
}
