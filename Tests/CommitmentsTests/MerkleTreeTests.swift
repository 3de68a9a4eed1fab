// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Testing

@Suite("Merkle trees") struct MerkleTreeTests {
    /// The entries that the implementations of certificate transparency are tested with.
    private let entries: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57),
        Array(0x60...0x6F),
    ]

    /// And the roots over the first so many, computed a second time from the definition with another library's hash.
    private let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    private func leaves(_ count: Int, seed: UInt64 = 0) -> [ContentDigest] {
        var random = Seeded(seed)
        return (0..<count).map { _ in MerkleTree.leaf(random.bytes(5)) }
    }

    @Test("have the roots of RFC 6962", arguments: 0...8)
    func knownRoots(count: Int) {
        #expect(MerkleTree(leaves: entries.prefix(count).map(MerkleTree.leaf)).root.hex == roots[count])
    }

    @Test("show every leaf to be in its place, and in no other", arguments: 1...33)
    func inclusion(count: Int) {
        let leaves = leaves(count)
        let tree = MerkleTree(leaves: leaves)
        for (index, leaf) in leaves.enumerated() {
            let proof = tree.proof(ofLeaf: index)
            #expect(proof.shows(leaf, under: tree.root))
            #expect(proof.siblings.count <= ceilOfLog2(count))
            #expect(proof.size == 16 + 32 * proof.siblings.count)
            for other in 0..<count where other != index {
                #expect(!proof.shows(leaves[other], under: tree.root))
                let moved = InclusionProof(index: other, count: count, siblings: proof.siblings)
                #expect(!moved.shows(leaf, under: tree.root))
            }
        }
    }

    @Test("a proof that was tampered with anywhere shows nothing", arguments: 0..<40 as Range<UInt64>)
    func tampering(seed: UInt64) {
        var random = Seeded(seed)
        let count = 2 + random.below(60)
        let leaves = leaves(count, seed: seed)
        let tree = MerkleTree(leaves: leaves)
        let index = random.below(count)
        let proof = tree.proof(ofLeaf: index)
        func shows(_ siblings: [ContentDigest], at place: Int? = nil, count: Int = count) -> Bool {
            InclusionProof(index: place ?? index, count: count, siblings: siblings)
                .shows(leaves[index], under: tree.root)
        }
        #expect(shows(proof.siblings))
        for position in proof.siblings.indices {
            var siblings = proof.siblings
            var bytes = siblings[position].bytes
            bytes[random.below(32)] ^= 1 << UInt8(random.below(8))
            siblings[position] = ContentDigest(bytes: bytes) ?? siblings[position]
            #expect(!shows(siblings))
            #expect(!shows(proof.siblings.indices.filter { $0 != position }.map { proof.siblings[$0] }))
        }
        #expect(!shows(proof.siblings + [tree.root]))
        #expect(!shows(proof.siblings, at: -1) && !shows(proof.siblings, at: count))
        #expect(!shows(proof.siblings, count: 0) && !shows(proof.siblings, count: .max))
    }

    @Test("nodes are not leaves: a pair of digests cannot pass for an entry")
    func separation() {
        let pair = leaves(2)
        #expect(MerkleTree.leaf(pair[0].bytes + pair[1].bytes) != MerkleTree.node(pair[0], pair[1]))
        #expect(MerkleTree.node(pair[0], pair[1]) != MerkleTree.node(pair[1], pair[0]))
    }

    @Test("cutting a range leads down to every leaf by nodes that hash together", arguments: [1, 2, 3, 7, 12, 33, 100])
    func descent(count: Int) {
        let leaves = leaves(count)
        let tree = MerkleTree(leaves: leaves)
        func check(_ range: Range<Int>) {
            guard range.count > 1 else { return #expect(tree[range] == leaves[range.lowerBound]) }
            let (left, right) = MerkleTree.halves(of: range)
            #expect(tree[range] == MerkleTree.node(tree[left], tree[right]))
            #expect(left.count >= right.count && left.count & (left.count - 1) == 0)
            check(left)
            check(right)
        }
        check(0..<count)
        #expect(tree[0..<count] == tree.root && tree.count == count)
    }
}

/// Rounds in which halving leaves one of so many.
func ceilOfLog2(_ count: Int) -> Int { (0...).first { 1 << $0 >= count } ?? 0 }
