// SPDX-License-Identifier: GPL-3.0-or-later

/// A party to a dispute: what it can be asked for. It may answer anything; the dispute checks.
public protocol Disputant {
    /// What it has committed to: the root of the Merkle tree over the leaves of its steps.
    var root: ContentDigest { get }
    /// The digests of the two parts that a range of more than one step is cut into.
    func halves(of range: Range<Int>) -> (left: ContentDigest, right: ContentDigest)
    /// What it says an operator did.
    func step(_ number: Int) -> OperatorStep
    /// What shows that the step is in its place under the root.
    func proof(ofStep number: Int) -> InclusionProof
}

/// An execution that somebody has committed to, kept so that it can be defended.
public struct CommittedTrace: Disputant, Sendable {
    private let steps: [OperatorStep]
    private let tree: MerkleTree

    /// - Parameter steps: in the order of execution.
    /// - Complexity: two hashes for each step.
    public init(_ steps: [OperatorStep]) {
        self.steps = steps
        tree = MerkleTree(leaves: steps.map(\.leaf))
    }

    public var root: ContentDigest { tree.root }

    public func halves(of range: Range<Int>) -> (left: ContentDigest, right: ContentDigest) {
        let (left, right) = MerkleTree.halves(of: range)
        return (tree[left], tree[right])
    }

    public func step(_ number: Int) -> OperatorStep { steps[number] }

    public func proof(ofStep number: Int) -> InclusionProof { tree.proof(ofLeaf: number) }
}
