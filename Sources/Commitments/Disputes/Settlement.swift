// SPDX-License-Identifier: GPL-3.0-or-later

/// How a dispute ended, and what it took.
public struct Settlement: Hashable, Sendable {
    /// The parties to a dispute.
    public enum Side: Hashable, Sendable {
        /// Who gave the answer.
        case claimant
        /// Who says that it is wrong.
        case challenger
    }

    /// What decided it.
    public enum Ground: Hashable, Sendable {
        /// The claimant has given out something else than its last step did.
        case falseAnswer
        /// Both have committed to the same execution.
        case noDifference
        /// Digests that were revealed do not hash to what was committed to.
        case falseHalves
        /// The step that was revealed is not the one committed to, or not that operator of the graph.
        case falseStep
        /// The operand at this position is not what the graph says it is.
        case falseOperand(Int)
        /// The referee computed the operator.
        case recomputation
    }

    /// Who was right; nil when both were wrong.
    public let winner: Side?
    public let ground: Ground
    /// The first operator at which the two executions differ; nil when the dispute did not get that far.
    public let operatorNumber: Int?
    /// How often a range was cut in two.
    public let rounds: Int
    /// Bytes that the parties revealed, and that the referee read to compute the operator.
    public let bytes: Int
}
