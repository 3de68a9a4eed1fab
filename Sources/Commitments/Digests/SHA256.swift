// SPDX-License-Identifier: GPL-3.0-or-later

/// The Secure Hash Algorithm with 256 bits, over bytes that come in pieces.
///
/// The digest does not depend on how the bytes are cut into pieces.
///
/// Source: National Institute of Standards and Technology, FIPS 180-4, "Secure Hash Standard", 2015,
/// doi:10.6028/NIST.FIPS.180-4, sections 4.1.2, 5.1.1 and 6.2.
public struct SHA256: Sendable {
    /// Bytes that are compressed at a time.
    static let blockLength = 64

    private var state = SHA256.start
    /// The bytes of a block that is not yet full; at most `blockLength`.
    private var pending: [UInt8] = []
    /// Bytes seen.
    private var count: UInt64 = 0

    public init() { pending.reserveCapacity(Self.blockLength) }

    /// Takes in the next bytes.
    /// - Complexity: O(number of bytes); allocates nothing.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        count += UInt64(bytes.count)
        var rest = bytes[...]
        if !pending.isEmpty {
            let missing = rest.prefix(Self.blockLength - pending.count)
            pending.append(contentsOf: missing)
            rest = rest.dropFirst(missing.count)
            guard pending.count == Self.blockLength else { return }
            pending.withUnsafeBytes { Self.compress($0, into: &state) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = rest.prefix(rest.count - rest.count % Self.blockLength)
        Self.compress(UnsafeRawBufferPointer(rebasing: whole), into: &state)
        pending.append(contentsOf: rest.dropFirst(whole.count))
    }

    /// Takes in the next bytes.
    /// - Complexity: O(number of bytes).
    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The digest of all bytes so far; more may follow.
    ///
    /// What is compressed last is a one bit, zeros up to a whole block, and the number of bits in eight bytes.
    /// - Complexity: constant.
    public func finished() -> ContentDigest {
        var last = self
        let zeros = (2 * Self.blockLength - 9 - pending.count) % Self.blockLength
        last.update([0x80] + [UInt8](repeating: 0, count: zeros) + (count &* 8).bigEndianBytes)
        return ContentDigest(words: last.state)
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// The bytes of the number, the most significant one first.
    var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { [UInt8]($0) } }
}
