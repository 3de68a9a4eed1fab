// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs
import Kernels
import Languages
import ModelFiles

/// A model file in memory, named by the digest of its bytes.
public final class ServedModel: Hashable, Sendable {
    public let card: ModelCard
    /// SHA-256 of the file.
    public let digest: ContentDigest
    let bytes: [UInt8]

    /// - Complexity: O(bytes).
    public init(_ card: ModelCard, bytes: [UInt8]) {
        self.card = card
        self.bytes = bytes
        digest = ContentDigest(of: bytes)
    }

    /// The graph in the file.
    /// - Throws: what is wrong with the file, first of all that it holds no graph.
    public func graph(_ weights: WeightForm = .published) throws(ModelFileMistake) -> Graph {
        try Graph(onnx: bytes, file: card.id, weights: weights)
    }

    /// The language model in the file.
    /// - Throws: what is wrong with the file, first of all that it holds none.
    public func language() throws(ModelFileMistake) -> LanguageModel {
        try LanguageModel(gguf: bytes, file: card.id)
    }

    /// Bytes of the file.
    public var size: Int { bytes.count }

    /// An embedded model; nil when the card names a file that is not.
    public convenience init?(embedded card: ModelCard) {
        guard case .embedded(let file) = card.origin else { return nil }
        self.init(card, bytes: EmbeddedFile.bytes(file))
    }

    public static func == (a: ServedModel, b: ServedModel) -> Bool { a.digest == b.digest }
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
