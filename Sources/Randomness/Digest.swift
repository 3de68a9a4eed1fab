// SPDX-License-Identifier: GPL-3.0-or-later

/// 128 bits that stand for a name or a key.
///
/// Among a million names the chance that any two share a digest is below 2^-88.
public struct Digest: Hashable, Sendable {
    public let low: UInt64
    public let high: UInt64

    @inlinable public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// SipHash-2-4-128 of the bytes under the key.
    /// - Complexity: O(number of bytes).
    public init(of bytes: some Sequence<UInt8>, key: Digest = Digest(low: 0, high: 0)) {
        self = SipHash.digest(bytes, key: key)
    }
}
