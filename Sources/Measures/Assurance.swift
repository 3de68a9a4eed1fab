// SPDX-License-Identifier: GPL-3.0-or-later

/// What is known about a delivered answer: who vouches for it, what is bound together, where that can be seen.
///
/// A record of facts, built up over time: schemes add facts as they become true and take them away when they are revoked
/// (forged attestation, later conviction). Which level the facts amount to is decided by `Level` alone, so that a scheme
/// cannot promote itself. Whether a watcher was awake or honest is truth, not assurance, and has no fact here.
public struct Assurance: OptionSet, Hashable, Sendable {
    public var rawValue: UInt32

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    // Who vouches

    /// The answer came over a channel that ends in attested code.
    public static let channelAttested = Self(rawValue: 1 << 0)
    /// The client itself checked a signature by a node's key; what it covers is told by the binding facts.
    public static let signatureChecked = Self(rawValue: 1 << 1)
    /// Attested hardware ran the model itself, not only the end of the channel.
    public static let attestedHardwareRanModel = Self(rawValue: 1 << 2)
    /// Someone independent of the answering operator checked this very answer: re-execution, audit, commitment check.
    public static let checkedIndependently = Self(rawValue: 1 << 3)
    /// A validity proof of the computation was verified.
    public static let proofVerified = Self(rawValue: 1 << 4)

    // What is bound

    /// The signature or commitment covers the request.
    public static let bindsRequest = Self(rawValue: 1 << 5)
    /// The signature or commitment covers the answer.
    public static let bindsAnswer = Self(rawValue: 1 << 6)
    /// The signature or commitment names the node.
    public static let bindsNode = Self(rawValue: 1 << 7)
    /// The signature or commitment covers the model's weights.
    public static let bindsWeights = Self(rawValue: 1 << 8)
    /// The signature or commitment covers the computation.
    public static let bindsComputation = Self(rawValue: 1 << 9)

    // Where it can be seen

    /// A commitment to the answer is final on a ledger.
    public static let commitmentFinal = Self(rawValue: 1 << 10)

    // Audits and challenges

    /// Committed before an unpredictable audit that would pick it with at least the study's printed probability.
    public static let committedBeforeAudit = Self(rawValue: 1 << 11)
    /// The study's printed stake stands behind the answer and can be slashed.
    public static let stakeBehind = Self(rawValue: 1 << 12)
    /// The audit period ended without a conviction.
    public static let auditPeriodClean = Self(rawValue: 1 << 13)
    /// The answer stood open to challenge for the whole window.
    public static let challengeWindowPassed = Self(rawValue: 1 << 14)
    /// Somebody challenges the answer and the dispute is not settled. Its presence forbids, it never grants.
    public static let challengeOpen = Self(rawValue: 1 << 15)

    // Sets that belong together

    /// A checked signature that binds request, answer and node.
    public static let receipt: Self = [.signatureChecked, .bindsRequest, .bindsAnswer, .bindsNode]
    /// Committed before an unpredictable audit with stake behind it, and the audit period ended without a conviction.
    public static let covered: Self = [.committedBeforeAudit, .stakeBehind, .auditPeriodClean]

    /// The highest level these facts amount to.
    ///
    /// Complexity: O(1), no memory but registers.
    @inlinable public var level: Level {
        if Level.proven.isMet(by: self) { return .proven }
        if Level.checked.isMet(by: self) { return .checked }
        if Level.vouched.isMet(by: self) { return .vouched }
        if Level.anchored.isMet(by: self) { return .anchored }
        if Level.signed.isMet(by: self) { return .signed }
        return Level.channel.isMet(by: self) ? .channel : .unassured
    }
}
