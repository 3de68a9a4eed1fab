// SPDX-License-Identifier: GPL-3.0-or-later

/// 256 bits that stand for contents: nobody can find two contents with the same digest.
///
/// `Digest` of Randomness is shorter and faster, but only names things; this one binds whoever publishes it.
public struct ContentDigest: Hashable, Sendable {
    /// Bytes of a digest.
    public static let length = 32

    /// Eight words, the most significant one first.
    private let words: SIMD8<UInt32>

    init(words: SIMD8<UInt32>) { self.words = words }

    /// The digest of the bytes by SHA-256.
    /// - Complexity: O(number of bytes).
    public init(of bytes: [UInt8]) { self = bytes.withUnsafeBytes { ContentDigest(of: $0) } }

    /// The digest of the bytes by SHA-256.
    /// - Complexity: O(number of bytes).
    public init(of bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bytes)
        self = hash.finished()
    }

    /// The digest of some words in their order. Each counts with its length, so that no two lists run together.
    /// - Complexity: O(number of bytes).
    public init(ofWords words: some Sequence<String>) {
        var hash = SHA256()
        for word in words {
            let bytes = Array(word.utf8)
            hash.update(Array("\(bytes.count):".utf8))
            hash.update(bytes)
        }
        self = hash.finished()
    }

    /// The digest with these bytes, the most significant one first; nil unless there are 32 of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        var words = SIMD8<UInt32>()
        for (place, byte) in bytes.enumerated() { words[place / 4] = words[place / 4] << 8 | UInt32(byte) }
        self.words = words
    }

    /// The digest with these hexadecimal digits; nil unless there are 64 of them, in upper or lower case.
    public init?(hex: String) {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 2 * Self.length, hex.utf8.count == digits.count else { return nil }
        self.init(bytes: stride(from: 0, to: digits.count, by: 2).map { UInt8(16 * digits[$0] + digits[$0 + 1]) })
    }

    /// The 32 bytes, the most significant one first.
    public var bytes: [UInt8] { (0..<8).flatMap { words[$0].bigEndianBytes } }
}

extension ContentDigest: CustomStringConvertible {
    /// 64 hexadecimal digits in lower case.
    public var hex: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    public var description: String { hex }
}
