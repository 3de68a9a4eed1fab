// SPDX-License-Identifier: GPL-3.0-or-later

/// The key of a family of streams: everything that names a draw except its ordinals.
///
/// Made once per entity and purpose when a replication is assembled; opening a stream from it is cheap.
/// It is SipHash-2-4-128 of (seed, replication, purpose) under the subject's digest, so keys that differ in one letter of
/// a name, one replication or one purpose are unrelated.
public struct StreamKey: Hashable, Sendable {
    /// The 128 bits that key the block function.
    public let digest: Digest

    /// - Parameters:
    ///   - seed: the scenario's seed.
    ///   - replication: its number, not negative. Layouts compared with common random numbers use the same.
    ///   - purpose: what is drawn.
    ///   - subject: for whom.
    public init(seed: UInt64, replication: Int, purpose: Purpose, subject: Subject) {
        precondition(replication >= 0, "stream key: expected a replication from 0 on, found \(replication)")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(17)
        for word in [seed, UInt64(replication)] {
            for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(place * 8))) }
        }
        bytes.append(purpose.rawValue)
        digest = Digest(of: bytes, key: subject.digest)
    }

    /// The stream of the given ordinals: request, attempt, hop, as `Purpose` says.
    ///
    /// For one key, distinct ordinals have distinct states, because the block function is a bijection. (The state of all
    /// zeros, on which the generator would stand still, is one block in 2^256.)
    /// - Complexity: constant, some twenty multiplications; nothing is allocated.
    @inlinable public func stream(_ ordinal: UInt64, _ second: UInt64 = 0) -> Stream {
        Stream(state: Philox.block((ordinal, second, 0, 0), key: (digest.low, digest.high)))
    }
}
