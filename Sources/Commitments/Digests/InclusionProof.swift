// SPDX-License-Identifier: GPL-3.0-or-later

/// What shows that a leaf stands at its place in a list of which only the root is known.
///
/// It comes from a stranger: nothing in it is trusted.
///
/// Source: RFC 6962, section 2.1.1, "Merkle Audit Paths".
public struct InclusionProof: Hashable, Sendable {
    /// The place of the leaf, from 0.
    public let index: Int
    /// Leaves in the list.
    public let count: Int
    /// The digests of what the leaf is joined with on its way up.
    public let siblings: [ContentDigest]

    public init(index: Int, count: Int, siblings: [ContentDigest]) {
        self.index = index
        self.count = count
        self.siblings = siblings
    }

    /// Bytes on the wire: the two numbers in eight bytes each, and the digests.
    public var size: Int { 16 + siblings.count * ContentDigest.length }

    /// Whether a list with this root has this leaf at this place.
    /// - Complexity: O(log count) hashes.
    public func shows(_ leaf: ContentDigest, under root: ContentDigest) -> Bool {
        guard index >= 0, index < count else { return false }
        var isRight: [Bool] = []
        var range = 0..<count
        while range.count > 1 {
            let (left, right) = MerkleTree.halves(of: range)
            isRight.append(right.contains(index))
            range = right.contains(index) ? right : left
        }
        guard isRight.count == siblings.count else { return false }
        let found = zip(isRight.reversed(), siblings).reduce(leaf) { digest, step in
            step.0 ? MerkleTree.node(step.1, digest) : MerkleTree.node(digest, step.1)
        }
        return found == root
    }
}
