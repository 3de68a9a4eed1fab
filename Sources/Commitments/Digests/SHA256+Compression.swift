// SPDX-License-Identifier: GPL-3.0-or-later

/// The function that folds one block into the state, and its constants.
extension SHA256 {
    /// The state before the first block: the first 32 bits of the fractional parts of the square roots of the first
    /// eight primes (FIPS 180-4, section 5.3.3).
    static let start: SIMD8<UInt32> = {
        var words = SIMD8<UInt32>()
        for (index, prime) in primes(8).enumerated() {
            // The largest x with x² <= prime x 2^64 is the square root in units of 2^-32.
            words[index] = fraction { $0 * $0 <= prime << 64 }
        }
        return words
    }()

    /// What the rounds add: the same of the cube roots of the first 64 primes (section 4.2.2).
    private static let constants = primes(64).map { prime in fraction { $0 * $0 * $0 <= prime << 96 } }

    /// The lowest 32 bits of the largest number below 2^36 at which the condition holds; it must hold up to there.
    private static func fraction(_ holds: (UInt128) -> Bool) -> UInt32 {
        var root: UInt128 = 0
        for bit in stride(from: UInt128(35), through: 0, by: -1) where holds(root | 1 << bit) { root |= 1 << bit }
        return UInt32(truncatingIfNeeded: root)
    }

    private static func primes(_ count: Int) -> [UInt128] {
        var found: [UInt128] = []
        var candidate: UInt128 = 2
        while found.count < count {
            if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
            candidate += 1
        }
        return found
    }

    /// Folds whole blocks into the state (section 6.2.2).
    static func compress(_ blocks: UnsafeRawBufferPointer, into state: inout SIMD8<UInt32>) {
        constants.withUnsafeBufferPointer { constants in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
                for start in stride(from: 0, to: blocks.count, by: blockLength) {
                    expand(blocks, from: start, into: schedule)
                    state &+= rounds(state, schedule, constants)
                }
            }
        }
    }

    /// The message schedule of the block that begins at `start`.
    private static func expand(
        _ bytes: UnsafeRawBufferPointer, from start: Int, into schedule: UnsafeMutableBufferPointer<UInt32>
    ) {
        for word in 0..<16 {
            let loaded = bytes.loadUnaligned(fromByteOffset: start + 4 * word, as: UInt32.self)
            schedule[word] = UInt32(bigEndian: loaded)
        }
        for word in 16..<64 {
            let (early, late) = (schedule[word - 15], schedule[word - 2])
            let first = early.rotated(right: 7) ^ early.rotated(right: 18) ^ early &>> 3
            let second = late.rotated(right: 17) ^ late.rotated(right: 19) ^ late &>> 10
            schedule[word] = schedule[word - 16] &+ first &+ schedule[word - 7] &+ second
        }
    }

    /// The 64 rounds. Instead of moving the eight variables along they change roles, and are back after eight rounds.
    private static func rounds(
        _ state: SIMD8<UInt32>, _ schedule: UnsafeMutableBufferPointer<UInt32>, _ constants: UnsafeBufferPointer<UInt32>
    ) -> SIMD8<UInt32> {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        func word(_ round: Int) -> UInt32 { constants[round] &+ schedule[round] }
        for first in stride(from: 0, to: 64, by: 8) {
            round(a, b, c, &d, e, f, g, &h, word(first))
            round(h, a, b, &c, d, e, f, &g, word(first + 1))
            round(g, h, a, &b, c, d, e, &f, word(first + 2))
            round(f, g, h, &a, b, c, d, &e, word(first + 3))
            round(e, f, g, &h, a, b, c, &d, word(first + 4))
            round(d, e, f, &g, h, a, b, &c, word(first + 5))
            round(c, d, e, &f, g, h, a, &b, word(first + 6))
            round(b, c, d, &e, f, g, h, &a, word(first + 7))
        }
        return SIMD8(a, b, c, d, e, f, g, h)
    }

    /// One round: the new e takes the place of d, and the new a that of h.
    @inline(__always) private static func round(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
        _ h: inout UInt32, _ word: UInt32
    ) {
        let sumOfE = e.rotated(right: 6) ^ e.rotated(right: 11) ^ e.rotated(right: 25)
        let choice = (e & f) ^ (~e & g)
        let sumOfA = a.rotated(right: 2) ^ a.rotated(right: 13) ^ a.rotated(right: 22)
        let majority = (a & b) ^ (a & c) ^ (b & c)
        let first = h &+ sumOfE &+ choice &+ word
        d &+= first
        h = first &+ sumOfA &+ majority
    }
}

extension UInt32 {
    /// The bits turned right by `count` places, 0 < count < 32.
    @inline(__always) fileprivate func rotated(right count: UInt32) -> UInt32 {
        self &>> count | self &<< (32 &- count)
    }
}
