// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

/// A value of a GGUF file's metadata.
enum MetadataValue: Equatable, Sendable {
    case unsigned(UInt64)
    case signed(Int64)
    case real(Double)
    case flag(Bool)
    case text(String)
    case list([MetadataValue])

    /// What a message calls it.
    var kind: String {
        switch self {
        case .unsigned, .signed: "an integer"
        case .real: "a floating-point number"
        case .flag: "a boolean"
        case .text: "a string"
        case .list: "an array"
        }
    }
}

/// The type tags of metadata (GGUF specification of the ggml project, `gguf_metadata_value_type`).
enum MetadataType: UInt32 {
    case uint8 = 0
    case int8 = 1
    case uint16 = 2
    case int16 = 3
    case uint32 = 4
    case int32 = 5
    case float32 = 6
    case bool = 7
    case string = 8
    case array = 9
    case uint64 = 10
    case int64 = 11
    case float64 = 12

    /// The fewest bytes a value can take.
    var leastBytes: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .string, .uint64, .int64, .float64: 8
        case .array: 12
        }
    }
}

extension ByteReader {
    /// Arrays of arrays go no deeper than this.
    private static let deepest = 4

    /// A type tag.
    mutating func metadataType() throws(ModelFileMistake) -> MetadataType {
        let place = position
        let tag = try integer(UInt32.self, "a metadata type")
        guard let type = MetadataType(rawValue: tag) else {
            throw mistake(at: place, found: "metadata type \(tag)", allowed: "types 0 to 12")
        }
        return type
    }

    /// A value of a type, whatever the type is.
    /// - Complexity: O(bytes of the value).
    mutating func metadataValue(_ type: MetadataType, depth: Int = 0) throws(ModelFileMistake) -> MetadataValue {
        switch type {
        case .uint8: return .unsigned(UInt64(try integer(UInt8.self, "metadata")))
        case .uint16: return .unsigned(UInt64(try integer(UInt16.self, "metadata")))
        case .uint32: return .unsigned(UInt64(try integer(UInt32.self, "metadata")))
        case .uint64: return .unsigned(try integer(UInt64.self, "metadata"))
        case .int8: return .signed(Int64(try integer(Int8.self, "metadata")))
        case .int16: return .signed(Int64(try integer(Int16.self, "metadata")))
        case .int32: return .signed(Int64(try integer(Int32.self, "metadata")))
        case .int64: return .signed(try integer(Int64.self, "metadata"))
        case .float32: return .real(Double(try float32("metadata")))
        case .float64: return .real(try float64("metadata"))
        case .string: return .text(try text("a metadata string"))
        case .bool: return .flag(try flag())
        case .array: return .list(try list(depth: depth + 1))
        }
    }

    private mutating func flag() throws(ModelFileMistake) -> Bool {
        let place = position
        let byte = try integer(UInt8.self, "metadata")
        guard byte <= 1 else { throw mistake(at: place, found: "boolean \(byte)", allowed: "0 or 1") }
        return byte == 1
    }

    private mutating func list(depth: Int) throws(ModelFileMistake) -> [MetadataValue] {
        guard depth <= Self.deepest else {
            throw mistake(found: "arrays \(depth) deep", allowed: "at most \(Self.deepest)")
        }
        let type = try metadataType()
        let count = try count(of: "array elements", atLeast: type.leastBytes)
        var values: [MetadataValue] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try metadataValue(type, depth: depth)) }
        return values
    }
}
