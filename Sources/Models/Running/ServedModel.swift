// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
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

    /// An embedded model; nil when the card names a file that is not.
    public convenience init?(embedded card: ModelCard) {
        guard case .embedded(let file) = card.origin else { return nil }
        self.init(card, bytes: EmbeddedFile.bytes(file))
    }

    public static func == (a: ServedModel, b: ServedModel) -> Bool { a.digest == b.digest }
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
