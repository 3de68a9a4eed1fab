// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

/// The sizes of a model of the Llama architecture.
public struct Configuration: Hashable, Sendable {
    /// Layers that are run.
    public let layers: Int
    /// Numbers of a hidden state.
    public let width: Int
    /// Heads of queries.
    public let heads: Int
    /// Heads of keys and values; `heads` is a multiple of it.
    public let kvHeads: Int
    /// Numbers between the two products of the feed-forward part.
    public let feedForward: Int
    /// Tokens that the model knows.
    public let vocabulary: Int
    /// Positions the model was made for.
    public let context: Int
    /// Base of the rotary angles.
    public let ropeBase: Double
    /// What the root-mean-square normalisation adds.
    public let epsilon: Float

    /// Numbers of a head.
    public var headWidth: Int { width / heads }
    /// Numbers of all keys, or of all values, of a position.
    public var kvWidth: Int { kvHeads * headWidth }
}

extension Configuration {
    /// Reads the sizes from a file's metadata and holds them against each other.
    /// - Throws: when one is missing, out of bounds or does not fit another, or the architecture is another.
    init(_ file: GGUFFile, vocabulary: Int, layers wanted: Int?) throws(ModelFileMistake) {
        let architecture = try file.text("general.architecture")
        guard architecture == "llama" else {
            throw file.mistake(key: "general.architecture", found: "'\(architecture)'", allowed: "'llama'")
        }
        let published = try Self.layers(file)
        width = try file.integer("llama.embedding_length", in: 1...65_536)
        heads = try file.integer("llama.attention.head_count", in: 1...1024)
        kvHeads = try file.integer("llama.attention.head_count_kv", in: 1...1024, default: heads)
        feedForward = try file.integer("llama.feed_forward_length", in: 1...1_048_576)
        context = try file.integer("llama.context_length", in: 1...16_777_216)
        ropeBase = try file.real("llama.rope.freq_base", in: 1...1e12, default: 10_000)
        epsilon = Float(try file.real("llama.attention.layer_norm_rms_epsilon", in: 1e-12...1))
        self.vocabulary = vocabulary
        layers = min(published, wanted ?? published)
        guard layers >= 1 else {
            throw file.mistake(key: "llama.block_count", found: "\(layers) layers to run", allowed: "1 to \(published)")
        }
        try checkHeads(file)
        try refuseVariants(file)
    }

    /// How many layers the file has.
    static func layers(_ file: GGUFFile) throws(ModelFileMistake) -> Int {
        try file.integer("llama.block_count", in: 1...1024)
    }

    private func checkHeads(_ file: GGUFFile) throws(ModelFileMistake) {
        guard width.isMultiple(of: 2 * heads) else {
            throw file.mistake(
                key: "llama.attention.head_count", found: "\(heads) heads of \(width) numbers",
                allowed: "heads of an even number of numbers")
        }
        guard heads.isMultiple(of: kvHeads) else {
            throw file.mistake(
                key: "llama.attention.head_count_kv", found: "\(kvHeads)", allowed: "a divisor of the \(heads) heads")
        }
        for key in ["llama.rope.dimension_count", "llama.attention.key_length", "llama.attention.value_length"] {
            _ = try file.integer(key, in: headWidth...headWidth, default: headWidth)
        }
        _ = try file.integer("llama.vocab_size", in: vocabulary...vocabulary, default: vocabulary)
    }

    /// Kinds of the architecture that compute something else.
    private func refuseVariants(_ file: GGUFFile) throws(ModelFileMistake) {
        _ = try file.integer("llama.expert_count", in: 0...0, default: 0)
        for key in ["llama.rope.scaling.type", "llama.rope.scale_linear", "llama.rope.scaling.factor"] {
            switch file.value(key) {
            case nil, .text("none"), .real(1): continue
            default: throw file.mistake(key: key, found: "scaled rotary angles", allowed: "none")
            }
        }
    }
}

extension GGUFFile {
    /// A required string.
    func text(_ key: String) throws(ModelFileMistake) -> String {
        switch value(key) {
        case .text(let text): return text
        case let other: throw mistake(key: key, found: other?.kind ?? "nothing", allowed: "a string")
        }
    }

    /// An integer within bounds, of any integer type.
    func integer(
        _ key: String, in bounds: ClosedRange<Int>, default absent: Int? = nil
    ) throws(ModelFileMistake) -> Int {
        let number: Int?
        switch value(key) {
        case .unsigned(let unsigned): number = Int(exactly: unsigned)
        case .signed(let signed): number = Int(exactly: signed)
        case nil where absent != nil: number = absent
        case let other:
            throw mistake(key: key, found: other?.kind ?? "nothing", allowed: "an integer in \(bounds)")
        }
        guard let number, bounds.contains(number) else {
            throw mistake(key: key, found: "\(number.map { "\($0)" } ?? "a huge number")", allowed: "\(bounds)")
        }
        return number
    }

    /// A floating-point number within bounds.
    func real(
        _ key: String, in bounds: ClosedRange<Double>, default absent: Double? = nil
    ) throws(ModelFileMistake) -> Double {
        switch value(key) {
        case .real(let number) where bounds.contains(number): return number
        case nil where absent != nil: return absent ?? 0
        case .real(let number): throw mistake(key: key, found: "\(number)", allowed: "\(bounds)")
        case let other: throw mistake(key: key, found: other?.kind ?? "nothing", allowed: "a number in \(bounds)")
        }
    }
}
