// SPDX-License-Identifier: GPL-3.0-or-later

/// The visible characters that stand for bytes in a byte-level vocabulary.
///
/// Printable characters of Latin-1 stand for themselves; the other 68 bytes, in ascending order, for the characters from
/// U+0100 on, so that a space is "Ġ" (A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, in
/// the code published with it).
enum ByteAlphabet {
    /// The character of each byte.
    static let characters: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (UInt8.min...UInt8.max).map { byte in
            if isPrintable(byte) { return Unicode.Scalar(byte) }
            defer { next += 1 }
            return Unicode.Scalar(next) ?? "\u{FFFD}"
        }
    }()

    /// The byte of each character from U+0000 to U+0143, or nil.
    private static let bytes: [UInt8?] = {
        var bytes = [UInt8?](repeating: nil, count: 0x144)
        for (byte, character) in characters.enumerated() { bytes[Int(character.value)] = UInt8(byte) }
        return bytes
    }()

    private static func isPrintable(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: true
        default: false
        }
    }

    /// The bytes that a text in this alphabet stands for, or nil when a character is not of it.
    static func bytes(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for character in text.unicodeScalars {
            guard character.value < 0x144, let byte = bytes[Int(character.value)] else { return nil }
            result.append(byte)
        }
        return result
    }

    /// Bytes as a text in this alphabet.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(characters[Int(byte)]) }
        return String(text)
    }
}
