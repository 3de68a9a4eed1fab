// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

/// What a GGUF file says about itself: its metadata, and where its tensors are. Versions 2 and 3, little-endian.
///
/// Format: the GGUF specification of the ggml project.
struct GGUFFile: Sendable {
    /// A tensor's place in the file, checked to lie inside it.
    struct Tensor: Sendable {
        let name: String
        /// The first one runs fastest: [inputs, outputs] of a matrix that is stored output by output.
        let shape: [Int]
        let type: TensorType
        /// From the start of the file.
        let bytes: Range<Int>
    }

    let file: String
    let bytes: [UInt8]
    private let metadata: [String: MetadataValue]
    let tensors: [String: Tensor]

    static let mostTensors = 65_536
    static let mostKeys = 65_536
    static let mostDimensions = 4
    /// The specification allows 65,535 bytes for a key and 64 for the name of a tensor.
    static let longestKey = 65_535
    static let longestName = 64

    /// Reads the whole directory and checks every size in it; no tensor is decoded.
    /// - Throws: the first mistake.
    /// - Complexity: O(bytes of the directory).
    init(_ bytes: [UInt8], file: String) throws(ModelFileMistake) {
        var reader = ByteReader(bytes, file: file)
        try Self.checkHeader(&reader)
        // A tensor's entry has at least a length, a number of dimensions, a type and an offset; a key a length and a type.
        let tensorCount = try reader.count(of: "tensors", atLeast: 24, most: Self.mostTensors)
        let keyCount = try reader.count(of: "metadata keys", atLeast: 13, most: Self.mostKeys)
        metadata = try Self.readMetadata(&reader, count: keyCount)
        let alignment = try Self.alignment(metadata["general.alignment"], reader)
        let entries = try Self.readEntries(&reader, count: tensorCount)
        let start = (reader.position + alignment - 1) / alignment * alignment
        tensors = try Self.place(entries, from: start, alignment: alignment, in: reader)
        self.file = file
        self.bytes = bytes
    }

    private static func checkHeader(_ reader: inout ByteReader) throws(ModelFileMistake) {
        let magic = try reader.integer(UInt32.self, "the letters GGUF")
        guard magic == 0x4655_4747 else {
            throw reader.mistake(at: 0, found: "no GGUF file", allowed: "a file that starts with the letters GGUF")
        }
        let version = try reader.integer(UInt32.self, "the version")
        guard version == 2 || version == 3 else {
            let isSwapped = (1...3).contains(version.byteSwapped)
            throw reader.mistake(
                at: 4, found: isSwapped ? "a big-endian file" : "version \(version)",
                allowed: "versions 2 and 3, little-endian")
        }
    }

    private static func readMetadata(
        _ reader: inout ByteReader, count: Int
    ) throws(ModelFileMistake) -> [String: MetadataValue] {
        var metadata: [String: MetadataValue] = [:]
        for _ in 0..<count {
            let place = reader.position
            let key = try reader.text("a metadata key", most: longestKey)
            let value = try reader.metadataValue(try reader.metadataType())
            guard metadata.updateValue(value, forKey: key) == nil else {
                throw reader.mistake(at: place, found: "key '\(key)' again", allowed: "each key once")
            }
        }
        return metadata
    }

    private static func alignment(
        _ value: MetadataValue?, _ reader: ByteReader
    ) throws(ModelFileMistake) -> Int {
        guard let value else { return 32 }
        guard case .unsigned(let number) = value, number.isMultiple(of: 8), (8...65_536).contains(number) else {
            throw ModelFileMistake(
                file: reader.file, place: "key 'general.alignment'", found: "\(value)",
                allowed: "a multiple of 8 from 8 to 65536")
        }
        return Int(number)
    }

    // MARK: The directory of tensors

    private struct Entry {
        let name: String
        let shape: [Int]
        let type: TensorType
        let offset: UInt64
        let place: Int
    }

    private static func readEntries(_ reader: inout ByteReader, count: Int) throws(ModelFileMistake) -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        for _ in 0..<count {
            let place = reader.position
            let name = try reader.text("a tensor's name", most: longestName)
            let shape = try readShape(&reader, of: name)
            let number = try reader.integer(UInt32.self, "a tensor's type")
            guard let type = TensorType(rawValue: number) else {
                throw ModelFileMistake(
                    file: reader.file, place: "tensor '\(name)'", found: "type \(TensorType.name(of: number))",
                    allowed: TensorType.allowed)
            }
            let offset = try reader.integer(UInt64.self, "a tensor's offset")
            entries.append(Entry(name: name, shape: shape, type: type, offset: offset, place: place))
        }
        return entries
    }

    private static func readShape(_ reader: inout ByteReader, of name: String) throws(ModelFileMistake) -> [Int] {
        let rank = try reader.integer(UInt32.self, "a tensor's number of dimensions")
        guard rank <= UInt32(mostDimensions) else {
            throw ModelFileMistake(
                file: reader.file, place: "tensor '\(name)'", found: "\(rank) dimensions",
                allowed: "at most \(mostDimensions)")
        }
        var shape: [Int] = []
        for _ in 0..<rank {
            let dimension = try reader.integer(UInt64.self, "a tensor's dimension")
            guard let dimension = Int(exactly: dimension), dimension <= CheckedSize.mostElements else {
                throw ModelFileMistake(
                    file: reader.file, place: "tensor '\(name)'", found: "dimension \(dimension)",
                    allowed: "at most \(CheckedSize.mostElements)")
            }
            shape.append(dimension)
        }
        return shape
    }

    private static func place(
        _ entries: [Entry], from start: Int, alignment: Int, in reader: ByteReader
    ) throws(ModelFileMistake) -> [String: Tensor] {
        let size = reader.position + reader.remaining
        var tensors: [String: Tensor] = [:]
        for entry in entries {
            let at = "tensor '\(entry.name)'"
            guard let count = CheckedSize.product(entry.shape) else {
                throw ModelFileMistake(
                    file: reader.file, place: at, found: "shape \(entry.shape)",
                    allowed: "at most \(CheckedSize.mostElements) numbers")
            }
            guard (entry.shape.first ?? 1).isMultiple(of: entry.type.blockLength) else {
                throw ModelFileMistake(
                    file: reader.file, place: at,
                    found: "rows of \(entry.shape.first ?? 1) numbers of type \(entry.type.name)",
                    allowed: "rows of whole blocks of \(entry.type.blockLength)")
            }
            let length = count / entry.type.blockLength * entry.type.bytesPerBlock
            let room = max(0, size - start)
            guard entry.offset.isMultiple(of: UInt64(alignment)), entry.offset <= UInt64(room),
                length <= room - Int(entry.offset)
            else {
                throw ModelFileMistake(
                    file: reader.file, place: at, found: "\(length) bytes at offset \(entry.offset)",
                    allowed: "offsets in steps of \(alignment), all within the \(room) bytes of tensor data")
            }
            let first = start + Int(entry.offset)
            let tensor = Tensor(name: entry.name, shape: entry.shape, type: entry.type, bytes: first..<first + length)
            guard tensors.updateValue(tensor, forKey: entry.name) == nil else {
                throw reader.mistake(at: entry.place, found: "\(at) again", allowed: "each name once")
            }
        }
        try refuseOverlaps(tensors, file: reader.file)
        return tensors
    }

    /// Tensors that share bytes would let a small file ask for any amount of memory.
    private static func refuseOverlaps(_ tensors: [String: Tensor], file: String) throws(ModelFileMistake) {
        let sorted = tensors.values.filter { !$0.bytes.isEmpty }
            .sorted { ($0.bytes.lowerBound, $0.name) < ($1.bytes.lowerBound, $1.name) }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.bytes.upperBound > next.bytes.lowerBound {
            throw ModelFileMistake(
                file: file, place: "tensor '\(next.name)'", found: "bytes that are those of '\(one.name)' too",
                allowed: "bytes of its own")
        }
    }
}

// MARK: - Metadata by key

extension GGUFFile {
    /// A mistake about a key.
    func mistake(key: String, found: String, allowed: String) -> ModelFileMistake {
        ModelFileMistake(file: file, place: "key '\(key)'", found: found, allowed: allowed)
    }

    /// Whatever stands under a key.
    func value(_ key: String) -> MetadataValue? { metadata[key] }

    /// All keys, sorted.
    var keys: [String] { metadata.keys.sorted() }
}
