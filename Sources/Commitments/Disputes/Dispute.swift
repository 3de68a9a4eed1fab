// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Finds the first operator at which two committed executions differ, and lets a referee compute that one alone.
///
/// Both parties have committed to a Merkle tree whose leaf i binds (i, digests of the operands, digest of the output),
/// in the order of execution. In each round both reveal the two digests that a range in dispute consists of, 2 x 2 x 32
/// = 128 bytes; they must hash to what the party has committed to. If the earlier halves differ the dispute goes on
/// there, otherwise in the later ones, so that everything before the range is always agreed on. After at most
/// ceil(log2 N) rounds over N operators one is left. Both reveal its step (16 bytes and 32 for each operand and for the
/// output), and
///
/// 1. an operand that is given from outside must be the public one;
/// 2. where the operands of the two differ, the claimant opens the operator that it came from, which is agreed on: its
///    step and its proof of inclusion, 16 + 32 x (at most ceil(log2 N)) bytes;
/// 3. where all operands agree, the referee computes the operator and compares outputs.
///
/// Before all that, where the claimant has given something out, it opens its last step, which must have put out just that.
/// What the referee asks for is not counted: it follows from what was revealed. If one party is honest it wins. Both
/// may lose; if neither is honest, an operand that both have made up alike goes unnoticed.
///
/// Source: refereed delegation with a bisection down to one operator, A. Arun et al., "Verde: Verification via Refereed
/// Delegation for Machine Learning Programs", arXiv:2502.19405, 2025, there in two phases, over iterations and then
/// over operators; here the operators of all iterations form one list. The game itself is that of R. Canetti, B. Riva,
/// G. N. Rothblum, "Practical delegation of computation using multiple servers", CCS 2011, doi:10.1145/2046707.2046759.
public struct Dispute {
    /// What the referee found when it computed an operator.
    public struct Recomputation: Sendable {
        public let output: ContentDigest
        /// Bytes of operands it was sent for that.
        public let bytes: Int

        public init(output: ContentDigest, bytes: Int) {
            self.output = output
            self.bytes = bytes
        }
    }

    /// Per operator, where it takes its operands from.
    private let graph: [[OperandSource]]
    private let recompute: (OperatorStep) -> Recomputation

    /// - Parameters:
    ///   - graph: per operator in the order of execution, the source of each operand; at least one operator, and each
    ///     takes only from earlier ones.
    ///   - recompute: computes an operator from operands with the digests in the step; the step's output is not to be
    ///     looked at.
    public init(graph: [[OperandSource]], recompute: @escaping (OperatorStep) -> Recomputation) {
        require(!graph.isEmpty, "dispute: expected at least one operator, found none")
        for (number, sources) in graph.enumerated() {
            for case .output(let source) in sources {
                require(
                    (0..<number).contains(source),
                    "dispute: expected operator \(number) to take from earlier ones, found \(source)")
            }
        }
        self.graph = graph
        self.recompute = recompute
    }

    /// Plays the game.
    /// - Parameter answer: the digest of what the claimant has given out; nil when only executions are compared.
    /// - Complexity: O(log operators) hashes and at most one operator.
    public func settle(
        claimant: some Disputant, challenger: some Disputant, answer: ContentDigest? = nil
    ) -> Settlement {
        var game = Game(graph, claimant, challenger, answer)
        return game.settle(recompute)
    }
}
