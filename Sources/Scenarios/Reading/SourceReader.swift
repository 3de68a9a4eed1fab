// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads a file that should hold text, and makes sure that it does.
enum SourceReader {
    /// The text of the file at `path`.
    /// - Throws: a mistake at its first line when the file cannot be read, or where it stops being text.
    static func read(_ path: String) throws(Mistake) -> SourceText {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.bytes(path, limit: TextFile.largestScenario)
        } catch {
            throw Mistake(Position(file: path, line: 1, column: 1), .cannotRead(error))
        }
        return try check(bytes, file: path)
    }

    /// The bytes as text: UTF-8 without byte-order mark or control characters, with something in it.
    static func check(_ bytes: [UInt8], file: String) throws(Mistake) -> SourceText {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw Mistake(Position(file: file, line: 1, column: 1), .byteOrderMark)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let valid = SourceText(file: file, text: validPrefix(bytes))
            throw Mistake(valid.position(at: valid.scalars.count), .notUTF8)
        }
        let source = SourceText(file: file, text: text)
        for (index, scalar) in source.scalars.enumerated() where isStrange(scalar.value) {
            throw Mistake(source.position(at: index), .strangeCharacter(scalar.value))
        }
        return source
    }

    /// Control characters, the line ends that editors do not count, byte-order marks and noncharacters.
    private static func isStrange(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// What can be read of bytes that are not all UTF-8.
    private static func validPrefix(_ bytes: [UInt8]) -> String {
        var decoder = UTF8(), iterator = bytes.makeIterator(), scalars = String.UnicodeScalarView()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { scalars.append(scalar) }
        return String(scalars)
    }
}
