// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Testing

@Suite("Commitments to activations") struct ActivationTests {
    /// Hidden states of so many positions of 576 channels: normal, a few channels much larger, as language models have.
    private func states(_ positions: Int, seed: UInt64) -> [Float] {
        var random = Seeded(seed)
        return (0..<positions * 576).map { ($0 % 576) % 97 == 5 ? 20 * random.normal() : random.normal() }
    }

    /// The numbers rounded to bfloat16 after a relative error of at most `size`.
    private func disturbed(_ numbers: [Float], by size: Float, seed: UInt64) -> [Float] {
        var random = Seeded(seed)
        return numbers.map { $0 * (1 + size * (Float(random.next() >> 40) * 0x1p-23 - 1)) }
    }

    /// Both computed a second time, from the definition, by Lagrange's formula in integers of any length.
    @Test("have the bytes of the definition")
    func knownAnswers() {
        let window = (0..<1_000).map { Float($0 * 7_919 % 1_009 - 504) / 64 }
        let first = ActivationCommitment(window: window.span, topK: 5)
        #expect(first.bytes == [0xFF, 0xD9, 0xC0, 0xFC, 0x50, 0xD4, 0x13, 0x7C, 0x8D, 0x88, 0xA4, 0xC0])
        // 0 and 65,497 are the same modulo the prime, as are 3 and 65,500: the modulus must be 65,496.
        var sparse = [Float](repeating: 0, count: 70_000)
        (sparse[0], sparse[3], sparse[65_497], sparse[65_500]) = (3, 0.1, -2, 1.5)
        let second = ActivationCommitment(window: sparse.span, topK: 4)
        #expect(second.bytes == [0xFF, 0xD8, 0x40, 0x40, 0x01, 0x29, 0xE8, 0xDB, 0x95, 0x95])
        #expect(second.errors(against: sparse.span).exponentMatches == 4)
    }

    @Test("take 2 + 2k bytes, and are read back from them", arguments: [1, 5, 64, 128, 512])
    func size(count: Int) throws {
        let window = states(32, seed: 1)
        let commitment = ActivationCommitment(window: window.span, topK: count)
        #expect(commitment.bytes.count == 2 + 2 * count && commitment.count == count)
        #expect(try ActivationCommitment(bytes: commitment.bytes) == commitment)
    }

    @Test("find no error in an exact recomputation", arguments: 0..<6 as Range<UInt64>)
    func exact(seed: UInt64) {
        for positions in [1, 32, 200] {
            let window = states(positions, seed: seed)
            let errors = ActivationCommitment(window: window.span).errors(against: window.span)
            #expect(errors.exponentMatches == 128 && errors.count == 128)
            #expect(errors.meanMantissaError == 0 && errors.medianMantissaError == 0)
            #expect(ActivationThresholds.bfloat16.accepts(errors) && ActivationThresholds.float32.accepts(errors))
        }
    }

    @Test("accept what differs by some roundings to bfloat16", arguments: 0..<6 as Range<UInt64>)
    func noise(seed: UInt64) {
        let window = states(32, seed: seed)
        let again = disturbed(window, by: 0x1p-7, seed: 100 + seed)
        let errors = ActivationCommitment(window: window.span).errors(against: again.span)
        #expect(errors.meanMantissaError > 0 && errors.meanMantissaError < 3 && errors.medianMantissaError <= 2)
        #expect(errors.exponentMatches >= 105)
        #expect(ActivationThresholds.bfloat16.accepts(errors) && !ActivationThresholds.float32.accepts(errors))
    }

    @Test("reject another computation's activations", arguments: 0..<6 as Range<UInt64>)
    func others(seed: UInt64) {
        let commitment = ActivationCommitment(window: states(32, seed: seed).span)
        let errors = commitment.errors(against: states(32, seed: 50 + seed).span)
        #expect(errors.exponentMatches < 64 && !ActivationThresholds.bfloat16.accepts(errors))
        // Right but for the size: every exponent is another.
        let doubled = states(32, seed: seed).map { 2 * $0 }
        let wrong = commitment.errors(against: doubled.span)
        #expect(wrong.exponentMatches == 0 && wrong.meanMantissaError == .infinity)
        #expect(!ActivationThresholds.bfloat16.accepts(wrong))
    }

    @Test("reject errors of a tenth, which leave most exponents as they are")
    func mantissas() {
        let window = states(32, seed: 3)
        let errors = ActivationCommitment(window: window.span).errors(against: window.map { 1.1 * $0 }.span)
        #expect(errors.meanMantissaError > 10 && !ActivationThresholds.bfloat16.accepts(errors))
    }

    @Test("small windows are bound as a whole, and a shorter one does not pass")
    func small() {
        let window: [Float] = [1, -2, .nan, 0, .infinity, -.infinity, -0.0, 3.4e38]
        let commitment = ActivationCommitment(window: window.span)
        #expect(commitment.count == 8)
        #expect(commitment.errors(against: window.span).exponentMatches == 8)
        let shorter = [Float](window.prefix(5))
        #expect(!ActivationThresholds.bfloat16.accepts(commitment.errors(against: shorter.span)))
    }

    @Test("of equal magnitudes the earlier ones are taken")
    func ties() {
        let window = [Float](repeating: 1, count: 10)
        let commitment = ActivationCommitment(window: window.span, topK: 3)
        var changed = window
        for index in 3..<10 { changed[index] = 0.5 }
        #expect(commitment.errors(against: changed.span).exponentMatches == 3)
        changed[2] = 0.5
        #expect(commitment.errors(against: changed.span).exponentMatches == 2)
    }

    @Test("thresholds hold at their ends: 90 of 128 exponents, not 89")
    func thresholds() {
        let window = states(32, seed: 4)
        let order = window.indices.sorted { window[$0].magnitude > window[$1].magnitude }
        func errors(wrong: Int) -> ActivationErrors {
            var changed = window
            for index in order.prefix(wrong) { changed[index] *= 4 }
            return ActivationCommitment(window: window.span).errors(against: changed.span)
        }
        #expect(errors(wrong: 38).exponentMatches == 90)
        #expect(ActivationThresholds.bfloat16.accepts(errors(wrong: 38)))
        #expect(!ActivationThresholds.bfloat16.accepts(errors(wrong: 39)))
    }

    @Test("stretches are the prompt and every 32 decoded tokens")
    func windows() {
        #expect(ActivationWindows.ranges(prompt: 10, decoded: 0) == [0..<10])
        #expect(ActivationWindows.ranges(prompt: 10, decoded: 31) == [0..<10, 10..<41])
        #expect(ActivationWindows.ranges(prompt: 40, decoded: 65) == [0..<40, 40..<72, 72..<104, 104..<105])
        #expect(ActivationWindows.ranges(prompt: 1, decoded: 5, length: 2) == [0..<1, 1..<3, 3..<5, 5..<6])
    }
}
