// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Testing

@Suite("Damaged commitments") struct DamagedCommitmentTests {
    private let window: [Float] = {
        var random = Seeded(9)
        return (0..<4_000).map { _ in random.normal() }
    }()

    private func mistake(_ bytes: [UInt8]) -> ActivationCommitment.Mistake? {
        do {
            _ = try ActivationCommitment(bytes: bytes)
            return nil
        } catch { return error }
    }

    @Test("a wrong length, modulus or coefficient is named")
    func mistakes() {
        let bytes = ActivationCommitment(window: window.span).bytes
        #expect(mistake([]) == .length(found: 0))
        #expect(mistake([0xFF, 0xD9]) == .length(found: 2))
        #expect(mistake(Array(bytes.dropLast())) == .length(found: 257))
        #expect(mistake(bytes + [UInt8](repeating: 0, count: 770)) == .length(found: 1_028))
        #expect(mistake([0, 0] + bytes.dropFirst(2)) == .modulus(found: 0))
        #expect(mistake([0x80, 0x00] + bytes.dropFirst(2)) == .modulus(found: 32_768))
        #expect(mistake([0xFF, 0xDA] + bytes.dropFirst(2)) == .modulus(found: 65_498))
        #expect(
            mistake(bytes.prefix(8) + [0xFF, 0xD9] + bytes.dropFirst(10)) == .coefficient(position: 3, found: 65_497))
        #expect(mistake(bytes) == nil)
    }

    @Test("a flipped bit is refused, or makes a commitment that the activations do not fit", arguments: 0..<8)
    func flippedBits(bit: Int) throws {
        let bytes = ActivationCommitment(window: window.span).bytes
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 1 << UInt8(bit)
            guard let commitment = try? ActivationCommitment(bytes: damaged) else { continue }
            let errors = commitment.errors(against: window.span)
            // A modulus above every index changes nothing; the constant shifts every value by its bit.
            if position < 2 || position >= 4 {
                let isHarmless = position < 2 && Int(damaged[0]) << 8 | Int(damaged[1]) >= window.count
                #expect(ActivationThresholds.bfloat16.accepts(errors) == isHarmless)
            } else {
                #expect(errors.exponentMatches < 128 || errors.meanMantissaError > 0)
            }
        }
    }
}
