// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

extension Output {
    /// Outputs as bytes, to be kept; read back by `list`.
    ///
    /// Little-endian words: how many outputs; for each a kind (0 graph, 1 text), its counts, its contents. Of a graph: how
    /// many parts; for each a kind (0 scores, 1 decisions), how many dimensions, their sizes, its numbers.
    /// - Complexity: O(contents).
    public static func bytes(of outputs: [Output]) -> [UInt8] {
        var writer = WordWriter()
        writer.add(UInt32(outputs.count))
        for output in outputs {
            switch output {
            case .graph(let graph):
                writer.add(0)
                writer.add(UInt32(graph.parts.count))
                for part in graph.parts { writer.add(part) }
            case .text(let text):
                writer.add(1)
                writer.add(UInt32(text.tokens.count))
                writer.add(UInt32(text.candidates.count))
                writer.add(UInt32(text.commitments.count))
                for number in text.tokens + text.candidates { writer.add(UInt32(bitPattern: number)) }
                for logit in text.logits { writer.add(logit.bitPattern) }
                writer.bytes += text.commitments
            }
        }
        return writer.bytes
    }

    /// What `bytes` wrote; nil for anything else, however damaged.
    public static func list(from bytes: [UInt8]) -> [Output]? {
        var reader = WordReader(bytes: bytes)
        guard let count = reader.word() else { return nil }
        var outputs: [Output] = []
        for _ in 0..<count {
            guard let output = reader.output() else { return nil }
            outputs.append(output)
        }
        return reader.isAtEnd ? outputs : nil
    }
}

private struct WordWriter {
    var bytes: [UInt8] = []

    mutating func add(_ word: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }

    private mutating func add(_ shape: [Int]) {
        add(UInt32(shape.count))
        for size in shape { add(UInt32(size)) }
    }

    /// In two words, the lower half first.
    private mutating func add(long number: Int64) {
        add(UInt32(truncatingIfNeeded: number))
        add(UInt32(truncatingIfNeeded: number >> 32))
    }

    mutating func add(_ part: GraphOutput.Part) {
        switch part {
        case .scores(let scores, let shape):
            add(0)
            add(shape)
            for score in scores { add(score.bitPattern) }
        case .decisions(let numbers, let shape):
            add(1)
            add(shape)
            for number in numbers { add(long: number) }
        }
    }
}

private struct WordReader {
    let bytes: [UInt8]
    private var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func word() -> UInt32? {
        guard bytes.count - place >= 4 else { return nil }
        defer { place += 4 }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    }

    /// As many words as said, unless fewer are left.
    private mutating func words(_ count: UInt32) -> [UInt32]? {
        guard Int(count) <= (bytes.count - place) / 4 else { return nil }
        return (0..<count).compactMap { _ in word() }
    }

    mutating func output() -> Output? {
        switch word() {
        case 0: graph()
        case 1: text()
        default: nil
        }
    }

    private mutating func graph() -> Output? {
        guard let count = word() else { return nil }
        var parts: [GraphOutput.Part] = []
        for _ in 0..<count {
            guard let part = part() else { return nil }
            parts.append(part)
        }
        return .graph(GraphOutput(parts: parts))
    }

    private mutating func part() -> GraphOutput.Part? {
        guard let kind = word(), let rank = word(), let shape = words(rank)?.map(Int.init),
            let count = CheckedSize.product(shape)
        else { return nil }
        switch kind {
        case 0: return words(UInt32(count)).map { .scores($0.map(Float.init(bitPattern:)), shape: shape) }
        case 1: return numbers(UInt32(count)).map { .decisions($0, shape: shape) }
        default: return nil
        }
    }

    /// As many numbers of two words, unless fewer are left.
    private mutating func numbers(_ count: UInt32) -> [Int64]? {
        guard count <= UInt32.max / 2, let words = words(2 * count) else { return nil }
        return stride(from: 0, to: words.count, by: 2).map {
            Int64(bitPattern: UInt64(words[$0]) | UInt64(words[$0 + 1]) << 32)
        }
    }

    private mutating func text() -> Output? {
        guard let tokens = word(), let candidates = word(), let commitments = word(),
            tokens == 0 ? candidates == 0 : candidates.isMultiple(of: tokens),
            let numbers = words(tokens), let kept = words(candidates), let logits = words(candidates),
            Int(commitments) <= bytes.count - place
        else { return nil }
        defer { place += Int(commitments) }
        return .text(
            TokenOutput(
                tokens: numbers.map(Int32.init(bitPattern:)), candidates: kept.map(Int32.init(bitPattern:)),
                logits: logits.map(Float.init(bitPattern:)),
                commitments: Array(bytes[place..<place + Int(commitments)])))
    }
}
