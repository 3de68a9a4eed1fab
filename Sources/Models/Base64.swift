// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Reads the bytes that generated source files hold as text (RFC 4648, section 4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes, line breaks skipped. Any other character outside the alphabet is a bug: only generated text comes here.
    /// - Complexity: O(length).
    static func bytes(of text: String) -> [UInt8] {
        var values = [UInt32?](repeating: nil, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt32(value) }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count / 4 * 3)
        var pending: UInt32 = 0
        var pendingBits = 0
        for character in text.utf8 where character != UInt8(ascii: "\n") {
            if character == UInt8(ascii: "=") { break }
            guard let value = values[Int(character)] else {
                bug("base64: expected a character of the alphabet, found byte \(character)")
            }
            pending = pending << 6 | value
            pendingBits += 6
            guard pendingBits >= 8 else { continue }
            pendingBits -= 8
            result.append(UInt8(truncatingIfNeeded: pending >> UInt32(pendingBits)))
        }
        return result
    }

    /// The float32 numbers that the bytes spell, least significant byte first.
    static func floats(of text: String) -> [Float] {
        let bytes = bytes(of: text)
        require(bytes.count.isMultiple(of: 4), "base64: expected whole float32 numbers, found \(bytes.count) bytes")
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
        }
    }
}
