// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// One digest that binds a list: any entry can be shown to be in its place with logarithmically many digests.
///
/// A list of n > 1 entries is cut at the largest power of two below n; its digest is that of the byte 1 and the digests
/// of the two parts. The digest of a single entry is that of the byte 0 and the entry, so that nobody can pass a pair
/// of digests off as an entry; that of an empty list is the digest of no bytes.
///
/// Source: B. Laurie, A. Langley, E. Kasper, RFC 6962, "Certificate Transparency", 2013, section 2.1.
public struct MerkleTree: Sendable {
    /// [level][index]: the digests of `2^level` leaves each, of those that there are. An odd one out moves up
    /// unchanged, which is what cutting at powers of two comes to.
    private let levels: [[ContentDigest]]

    /// The tree over digests that `leaf(_:)` made.
    /// - Complexity: as many hashes as leaves.
    public init(leaves: [ContentDigest]) {
        var levels = [leaves]
        while let below = levels.last, below.count > 1 {
            levels.append(
                stride(from: 0, to: below.count, by: 2).map { left in
                    left + 1 < below.count ? Self.node(below[left], below[left + 1]) : below[left]
                })
        }
        self.levels = levels
    }

    /// Leaves.
    public var count: Int { levels[0].count }

    /// What binds the whole list.
    public var root: ContentDigest { levels[levels.count - 1].first ?? ContentDigest(of: []) }

    /// The digest of an entry of the list.
    public static func leaf(_ entry: [UInt8]) -> ContentDigest { ContentDigest(of: [0] + entry) }

    /// The digest of two parts of a list, the earlier one first.
    public static func node(_ left: ContentDigest, _ right: ContentDigest) -> ContentDigest {
        ContentDigest(of: [1] + left.bytes + right.bytes)
    }

    /// The two parts that a range of more than one leaf is cut into.
    public static func halves(of range: Range<Int>) -> (left: Range<Int>, right: Range<Int>) {
        require(range.count > 1, "Merkle tree: expected a range of two leaves or more, found \(range)")
        let middle = range.lowerBound + 1 << (level(of: range) - 1)
        return (range.lowerBound..<middle, middle..<range.upperBound)
    }

    /// The smallest level whose nodes hold as many leaves: the binary logarithm, rounded up.
    private static func level(of range: Range<Int>) -> Int {
        Int.bitWidth - (range.count - 1).leadingZeroBitCount
    }

    /// The digest of a range that cutting the whole list leads to.
    /// - Complexity: constant.
    public subscript(range: Range<Int>) -> ContentDigest {
        let level = Self.level(of: range)
        let end = min(range.lowerBound + 1 << level, count)
        require(
            !range.isEmpty && range.lowerBound % 1 << level == 0 && range.upperBound == end,
            "Merkle tree: expected a range that cutting \(count) leaves leads to, found \(range)")
        return levels[level][range.lowerBound >> level]
    }

    /// What shows that the leaf is in its place.
    /// - Complexity: O(log count).
    public func proof(ofLeaf index: Int) -> InclusionProof {
        require((0..<count).contains(index), "Merkle tree: expected a leaf below \(count), found \(index)")
        var siblings: [ContentDigest] = []
        var range = 0..<count
        while range.count > 1 {
            let (left, right) = Self.halves(of: range)
            let isLeft = left.contains(index)
            siblings.append(self[isLeft ? right : left])
            range = isLeft ? left : right
        }
        return InclusionProof(index: index, count: count, siblings: siblings.reversed())
    }
}
