// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads the bytes of a file in order, little-endian, and never past their end.
///
/// Each read says what it reads, so that a file that ends too early is told apart by what is missing.
public struct ByteReader: Sendable {
    /// The file as the user named it.
    public let file: String
    /// Where the next read starts, in bytes from the start of the file.
    public private(set) var position: Int
    private let bytes: [UInt8]

    /// Starts at the first byte.
    public init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        position = 0
    }

    /// Bytes not read yet.
    public var remaining: Int { bytes.count - position }

    /// A mistake at a place of the file, by default the next byte.
    public func mistake(at place: Int? = nil, found: String, allowed: String) -> ModelFileMistake {
        ModelFileMistake(file: file, place: "byte \(place ?? position)", found: found, allowed: allowed)
    }

    /// Passes over `count` bytes and says where they are.
    /// - Throws: when fewer are left.
    public mutating func take(_ count: Int, of what: String) throws(ModelFileMistake) -> Range<Int> {
        guard count >= 0, count <= remaining else {
            throw mistake(found: "\(remaining) bytes to the end of the file", allowed: "\(count) bytes of \(what)")
        }
        defer { position += count }
        return position..<position + count
    }

    /// An unsigned or signed integer of its type's width.
    /// - Throws: when the file ends before it.
    public mutating func integer<Number: FixedWidthInteger>(
        _ type: Number.Type, _ what: String
    ) throws(ModelFileMistake) -> Number {
        let place = try take(Number.bitWidth / 8, of: what)
        var number: Number = 0
        for byte in bytes[place].reversed() { number = (number << 8) | Number(truncatingIfNeeded: byte) }
        return number
    }

    /// IEEE binary32.
    /// - Throws: when the file ends before it.
    public mutating func float32(_ what: String) throws(ModelFileMistake) -> Float {
        Float(bitPattern: try integer(UInt32.self, what))
    }

    /// IEEE binary64.
    /// - Throws: when the file ends before it.
    public mutating func float64(_ what: String) throws(ModelFileMistake) -> Double {
        Double(bitPattern: try integer(UInt64.self, what))
    }

    /// A count of things that take at least `least` bytes each: one that the rest of the file cannot hold is refused
    /// before anything is allocated for it.
    /// - Throws: when it is larger than that, or than `most`.
    public mutating func count(
        of what: String, atLeast least: Int, most: Int = .max
    ) throws(ModelFileMistake) -> Int {
        let place = position
        let claimed = try integer(UInt64.self, "the number of \(what)")
        let fitting = min(most, remaining / max(least, 1))
        guard claimed <= UInt64(fitting) else {
            throw mistake(at: place, found: "\(claimed) \(what)", allowed: "at most \(fitting)")
        }
        return Int(claimed)
    }

    /// UTF-8 text after its length, a 64-bit count of bytes.
    /// - Throws: when the file ends before it, it is longer than `most` bytes, or it is not UTF-8.
    public mutating func text(_ what: String, most: Int = .max) throws(ModelFileMistake) -> String {
        let place = position
        let length = try count(of: "bytes of \(what)", atLeast: 1, most: most)
        let range = try take(length, of: what)
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw mistake(at: place, found: "\(what) that is not UTF-8", allowed: "UTF-8 text")
        }
        return text
    }
}
