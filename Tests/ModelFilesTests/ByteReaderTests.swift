// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles
import Testing

@Suite("Reading bytes in order")
struct ByteReaderTests {
    private func message<Value>(_ bytes: [UInt8], _ read: (inout ByteReader) throws(ModelFileMistake) -> Value)
        -> String?
    {
        var reader = ByteReader(bytes, file: "f")
        do {
            _ = try read(&reader)
            return nil
        } catch { return error.description }
    }

    @Test("Numbers are little-endian and of their width")
    func numbers() throws {
        var reader = ByteReader([1, 0xFF, 0xFE, 0x78, 0x56, 0x34, 0x12, 0, 0, 0x80, 0x3F], file: "f")
        #expect(try reader.integer(UInt8.self, "x") == 1)
        #expect(try reader.integer(Int16.self, "x") == -257)
        #expect(try reader.integer(UInt32.self, "x") == 0x1234_5678)
        #expect(try reader.float32("x") == 1)
        #expect(reader.remaining == 0 && reader.position == 11)
    }

    @Test("A read past the end says where, what was there and what is missing, and moves nowhere")
    func ends() {
        #expect(
            message([1, 2]) { reader throws(ModelFileMistake) in
                _ = try reader.integer(UInt8.self, "x")
                return try reader.integer(UInt64.self, "an offset")
            } == "f: byte 1: found 1 bytes to the end of the file; allowed: 8 bytes of an offset")
    }

    @Test("Counts are held against what the rest of the file can hold")
    func counts() throws {
        let bytes: [UInt8] = [3, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
        var reader = ByteReader(bytes, file: "f")
        #expect(try reader.count(of: "things", atLeast: 1) == 3)
        #expect(
            message(bytes) { reader throws(ModelFileMistake) in try reader.count(of: "things", atLeast: 2) }
                == "f: byte 0: found 3 things; allowed: at most 2")
        #expect(
            message(bytes) { reader throws(ModelFileMistake) in try reader.count(of: "things", atLeast: 1, most: 2) }
                == "f: byte 0: found 3 things; allowed: at most 2")
        #expect(
            message([UInt8](repeating: 0xFF, count: 64)) { reader throws(ModelFileMistake) in try reader.text("a name")
            }
                == "f: byte 0: found 18446744073709551615 bytes of a name; allowed: at most 56")
    }

    @Test("Text must be UTF-8")
    func text() {
        #expect(
            message([1, 0, 0, 0, 0, 0, 0, 0, 0x80]) { reader throws(ModelFileMistake) in try reader.text("a name") }
                == "f: byte 0: found a name that is not UTF-8; allowed: UTF-8 text")
    }
}
