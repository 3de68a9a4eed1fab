// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles

/// A language model of the Llama architecture: read from a GGUF file, checked, packed once, then immutable.
///
/// Root-mean-square normalisation before each part, rotary position embedding, grouped-query attention, SwiGLU
/// (H. Touvron et al., arXiv:2302.13971 and arXiv:2307.09288). A `Decoder` runs it.
public final class LanguageModel: Sendable {
    public let configuration: Configuration
    public let tokenizer: Tokenizer
    /// In what form the weights are held, compared with the file.
    public let weightForm: WeightForm

    struct Layer: Sendable {
        let attentionNorm: [Float]
        let query: QuantizedMatrix
        let key: QuantizedMatrix
        let value: QuantizedMatrix
        let output: QuantizedMatrix
        let feedForwardNorm: [Float]
        let gate: QuantizedMatrix
        let up: QuantizedMatrix
        let down: QuantizedMatrix

        var matrices: [QuantizedMatrix] { [query, key, value, output, gate, up, down] }
    }

    let layers: [Layer]
    /// [vocabulary][width], a column per token.
    let embedding: QuantizedMatrix
    let outputNorm: [Float]
    /// What turns the last hidden state into logits: the embedding, where the file has no other.
    let logits: QuantizedMatrix

    /// Reads a GGUF file.
    ///
    /// Weights stay in the file's own form: F32, F16, BF16, Q8_0, Q4_0 or Q4_1.
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its name, for messages.
    ///   - weights: the form of all matrices, made from the file's numbers; norms keep theirs. Another than `published` is the
    ///     conduct of a node that saves memory.
    ///   - layers: how many layers to run, the first ones; all unless told. Fewer is the conduct of a node that saves work.
    /// - Throws: the first thing in the file that does not hold.
    /// - Complexity: O(bytes).
    public init(
        gguf bytes: [UInt8], file name: String, weights form: WeightForm = .published, layers count: Int? = nil
    ) throws(ModelFileMistake) {
        let file = try GGUFFile(bytes, file: name)
        tokenizer = try Tokenizer(file)
        configuration = try Configuration(file, vocabulary: tokenizer.count, layers: count)
        weightForm = form
        let tensors = TensorSource(file: file, form: form)
        try tensors.check(against: configuration)
        let sizes = configuration
        var layers: [Layer] = []
        for index in 0..<sizes.layers { layers.append(try Layer(index, tensors, sizes)) }
        self.layers = layers
        outputNorm = try tensors.vector("output_norm.weight", sizes.width)
        embedding = try tensors.matrix("token_embd.weight", columns: sizes.vocabulary, inner: sizes.width)
        logits =
            file.tensors["output.weight"] == nil
            ? embedding : try tensors.matrix("output.weight", columns: sizes.vocabulary, inner: sizes.width)
    }

    /// How many layers the model in a GGUF file has; its weights are not read.
    /// - Throws: the first thing in the file that does not hold.
    public static func layers(gguf bytes: [UInt8], file name: String) throws(ModelFileMistake) -> Int {
        try Configuration.layers(GGUFFile(bytes, file: name))
    }

    /// Bytes of weights that are read to decode one token of one sequence: what a bound by memory bandwidth counts.
    ///
    /// All matrices of products and all norms, as they are held, and one row of the embedding.
    public var bytesPerToken: Int {
        let products = layers.flatMap(\.matrices) + [logits]
        let norms = outputNorm.count + layers.reduce(0) { $0 + $1.attentionNorm.count + $1.feedForwardNorm.count }
        return products.reduce(0) { $0 + $1.bytes } + 4 * norms + embedding.bytes / max(embedding.columns, 1)
    }
}

extension LanguageModel.Layer {
    fileprivate init(_ index: Int, _ tensors: TensorSource, _ sizes: Configuration) throws(ModelFileMistake) {
        func matrix(_ part: String, _ columns: Int, _ inner: Int) throws(ModelFileMistake) -> QuantizedMatrix {
            try tensors.matrix("blk.\(index).\(part).weight", columns: columns, inner: inner)
        }
        attentionNorm = try tensors.vector("blk.\(index).attn_norm.weight", sizes.width)
        query = try matrix("attn_q", sizes.width, sizes.width)
        key = try matrix("attn_k", sizes.kvWidth, sizes.width)
        value = try matrix("attn_v", sizes.kvWidth, sizes.width)
        output = try matrix("attn_output", sizes.width, sizes.width)
        feedForwardNorm = try tensors.vector("blk.\(index).ffn_norm.weight", sizes.width)
        gate = try matrix("ffn_gate", sizes.feedForward, sizes.width)
        up = try matrix("ffn_up", sizes.feedForward, sizes.width)
        down = try matrix("ffn_down", sizes.width, sizes.feedForward)
    }
}
