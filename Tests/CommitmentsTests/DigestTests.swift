// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Commitments
import Testing

@Suite("SHA-256") struct DigestTests {
    /// The messages of FIPS 180-4's examples and of the algorithm validation suite, with their published digests.
    @Test(
        "gives the published digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func knownAnswers(message: String, digest: String) {
        #expect(ContentDigest(of: Array(message.utf8)).hex == digest)
    }

    @Test("does not depend on how the bytes come in pieces", arguments: 0..<8 as Range<UInt64>)
    func pieces(seed: UInt64) {
        var random = Seeded(seed)
        for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1_000] {
            let message = random.bytes(length)
            var hash = SHA256()
            var rest = message[...]
            while !rest.isEmpty {
                let piece = rest.prefix(random.below(rest.count + 1))
                hash.update(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(hash.finished() == ContentDigest(of: message))
        }
    }

    @Test("the processor's instructions give the words of the portable loop", arguments: 0..<4 as Range<UInt64>)
    func instructions(seed: UInt64) {
        guard trilemma_has_sha256_instructions() else {
            return print("SKIPPED: this processor has no instructions for SHA-256")
        }
        var random = Seeded(seed)
        let constants = (0..<64).map { _ in UInt32(truncatingIfNeeded: random.next()) }
        let state = (0..<8).map { _ in UInt32(truncatingIfNeeded: random.next()) }
        for blocks in [0, 1, 2, 17] {
            let bytes = random.bytes(64 * blocks)
            let results = [false, true].map { withInstructions in
                var words = state
                trilemma_sha256(&words, constants, bytes, blocks, withInstructions)
                return words
            }
            #expect(results[0] == results[1] && (blocks == 0) == (results[0] == state))
        }
    }

    @Test("a digest taken midway does not disturb what follows")
    func midway() {
        var hash = SHA256()
        hash.update([1, 2, 3])
        #expect(hash.finished() == ContentDigest(of: [1, 2, 3]))
        hash.update([4])
        #expect(hash.finished() == ContentDigest(of: [1, 2, 3, 4]))
    }

    @Test("a digest is read from its bytes and its digits, and from nothing else")
    func readingBack() throws {
        let digest = ContentDigest(of: [7])
        #expect(digest.bytes.count == 32 && digest.hex.count == 64 && "\(digest)" == digest.hex)
        #expect(ContentDigest(bytes: digest.bytes) == digest)
        #expect(ContentDigest(hex: digest.hex) == digest)
        #expect(ContentDigest(hex: digest.hex.uppercased()) == digest)
        #expect(ContentDigest(bytes: digest.bytes.dropLast()) == nil)
        for wrong in [
            "", String(digest.hex.dropLast()), digest.hex + "0", digest.hex.dropLast() + "g", digest.hex + "é",
        ] {
            #expect(ContentDigest(hex: wrong) == nil)
        }
    }
}
