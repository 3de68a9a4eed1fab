// SPDX-License-Identifier: GPL-3.0-or-later

/// One operator of an execution, bound by digests: what it was, what went in, what came out.
public struct OperatorStep: Hashable, Sendable {
    /// The place of the operator in the order of execution, from 0.
    public let number: Int
    /// One for each operand, in the operator's order.
    public let operands: [ContentDigest]
    public let output: ContentDigest

    public init(number: Int, operands: [ContentDigest], output: ContentDigest) {
        self.number = number
        self.operands = operands
        self.output = output
    }

    /// What is hashed and sent: the number and the count of operands in eight bytes each, the most significant one
    /// first, then the digests.
    public var bytes: [UInt8] {
        UInt64(bitPattern: Int64(number)).bigEndianBytes + UInt64(operands.count).bigEndianBytes
            + operands.flatMap(\.bytes) + output.bytes
    }

    /// Its leaf in the tree over an execution.
    public var leaf: ContentDigest { MerkleTree.leaf(bytes) }
}

/// Where an operator takes an operand from. The model's graph says so, and everybody knows the graph.
public enum OperandSource: Hashable, Sendable {
    /// From outside the execution: a weight or an input of the request, with its public digest.
    case given(ContentDigest)
    /// From an operator that ran before.
    case output(of: Int)
}
