// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Languages

/// Writes small GGUF files, good and bad.
struct GGUFWriter {
    struct Tensor {
        var name: String
        var shape: [Int]
        var type: UInt32
        var data: [UInt8]
    }

    var version: UInt32 = 3
    var metadata: [(key: String, value: MetadataValue)] = []
    var tensors: [Tensor] = []

    subscript(key: String) -> MetadataValue? {
        get { metadata.first { $0.key == key }?.value }
        set {
            let place = metadata.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): metadata[place].value = value
            case (let place?, nil): metadata.remove(at: place)
            case (nil, let value?): metadata.append((key, value))
            case (nil, nil): break
            }
        }
    }

    func bytes() -> [UInt8] {
        var bytes: [UInt8] = Array("GGUF".utf8) + Self.bytes(version)
        bytes += Self.bytes(UInt64(tensors.count)) + Self.bytes(UInt64(metadata.count))
        for (key, value) in metadata { bytes += Self.text(key) + Self.bytes(Self.tag(value)) + Self.bytes(value) }
        var offset = 0
        for tensor in tensors {
            bytes += Self.text(tensor.name) + Self.bytes(UInt32(tensor.shape.count))
            for dimension in tensor.shape { bytes += Self.bytes(UInt64(dimension)) }
            bytes += Self.bytes(tensor.type) + Self.bytes(UInt64(offset))
            offset = (offset + tensor.data.count + 31) / 32 * 32
        }
        for tensor in tensors {
            bytes += [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32)
            bytes += tensor.data
        }
        return bytes
    }

    static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
    }

    static func text(_ text: String) -> [UInt8] { bytes(UInt64(text.utf8.count)) + Array(text.utf8) }

    private static func tag(_ value: MetadataValue) -> UInt32 {
        switch value {
        case .unsigned: 4
        case .signed: 5
        case .real: 6
        case .flag: 7
        case .text: 8
        case .list: 9
        }
    }

    private static func bytes(_ value: MetadataValue) -> [UInt8] {
        switch value {
        case .unsigned(let number): bytes(UInt32(number))
        case .signed(let number): bytes(Int32(number))
        case .real(let number): bytes(Float(number).bitPattern)
        case .flag(let flag): [flag ? 1 : 0]
        case .text(let string): text(string)
        case .list(let values):
            bytes(tag(values.first ?? .unsigned(0))) + bytes(UInt64(values.count)) + values.flatMap { bytes($0) }
        }
    }
}
