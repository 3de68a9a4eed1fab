// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Testing

/// Streams whose keys differ as little as keys can differ are as unrelated as chance allows.
struct NeighbourTests {
    private static func key(
        seed: UInt64 = 1, replication: Int = 0, purpose: Purpose = .rehearsal, subject: String = "neighbours"
    ) -> StreamKey {
        StreamKey(seed: seed, replication: replication, purpose: purpose, subject: Subject(subject))
    }

    /// Names that differ in one letter or two: node/aaaa, node/aaab, ...
    private static func name(_ index: Int) -> String {
        var letters = ""
        for place in 0..<4 { letters.append(Character(UnicodeScalar(UInt8(97 + index >> (place * 4) & 15)))) }
        return "node/" + letters
    }

    private static func expectRandom(_ battery: Battery, sourceLocation: SourceLocation = #_sourceLocation) {
        let (test, p) = battery.worst
        #expect(p > 1e-6, "\(test)", sourceLocation: sourceLocation)
    }

    @Test("neighbouring ordinals are unrelated")
    func ordinals() {
        let key = Self.key()
        Self.expectRandom(Battery { key.stream(UInt64($0)) })
        Self.expectRandom(Battery { key.stream(7, UInt64($0)) })
        Self.expectRandom(Battery { key.stream(UInt64($0) << 32) })
        Self.expectRandom(Battery { key.stream(UInt64($0 / 4), UInt64($0 % 4)) })
    }

    @Test("neighbouring replications and seeds are unrelated")
    func replicationsAndSeeds() {
        Self.expectRandom(Battery { Self.key(replication: $0).stream(0) })
        Self.expectRandom(Battery { Self.key(seed: UInt64($0)).stream(0) })
        Self.expectRandom(Battery { Self.key(seed: UInt64($0 / 64), replication: $0 % 64).stream(3) })
    }

    @Test("subjects that differ in a letter, and purposes, are unrelated")
    func subjectsAndPurposes() {
        Self.expectRandom(Battery { Self.key(subject: Self.name($0)).stream(0) })
        let purposes = Purpose.allCases
        Self.expectRandom(
            Battery { index in
                let key = Self.key(replication: index / purposes.count, purpose: purposes[index % purposes.count])
                return key.stream(0)
            })
    }

    @Test("the words of one stream pass the same battery")
    func oneStream() {
        var stream = Self.key().stream(0)
        Self.expectRandom(
            Battery { _ in
                defer { _ = stream.next() }
                return stream
            })
    }

    @Test("seeding by the ordinal itself, or by a sum of what makes the key, fails the battery")
    func wrongOnPurpose() {
        let byOrdinal = Battery { Stream(state: (UInt64($0) + 1, 0x9E37_79B9, 0xBF58_476D, 0x94D0_49BB)) }
        #expect(byOrdinal.worst.p < 1e-6)
        let bySum = Battery { index in
            let sum = UInt64(index / 64 + index % 64) &* 0x9E37_79B9_7F4A_7C15
            return Stream(state: Philox.block((sum, 0, 0, 0), key: (0, 0)))
        }
        #expect(bySum.worst.p < 1e-6)
        let fewRounds = Battery { Stream(state: (UInt64($0) &* 0xD2E7_470E_E14C_6C93, 1, 2, UInt64($0))) }
        #expect(fewRounds.worst.p < 1e-6)
    }
}
