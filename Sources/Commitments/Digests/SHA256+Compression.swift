// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels

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
        guard let start = blocks.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        withUnsafeMutableBytes(of: &state) { words in
            guard let words = words.baseAddress?.assumingMemoryBound(to: UInt32.self) else { return }
            trilemma_sha256(words, constants, start, blocks.count / blockLength, hasInstructions)
        }
    }

    private static let hasInstructions = trilemma_has_sha256_instructions()
}
