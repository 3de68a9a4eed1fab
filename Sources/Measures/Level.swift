// SPDX-License-Identifier: GPL-3.0-or-later

/// The levels of assurance: named predicates over the facts of an answer, the one fixed table of the tool.
///
/// Holding any level counts as holding those below it, so an answer is *at level l or higher* when
/// `answer.level >= l`.
public enum Level: UInt8, CaseIterable, Comparable, Sendable {
    case unassured, channel, signed, anchored, vouched, checked, proven

    /// Whether the facts meet this level's own predicate. Levels above that hold imply this one without meeting it.
    @inlinable public func isMet(by facts: Assurance) -> Bool {
        switch self {
        case .unassured:
            true
        case .channel:
            facts.contains(.channelAttested)
        case .signed:
            facts.isSuperset(of: .receipt)
        case .anchored:
            facts.isSuperset(of: .receipt) && facts.contains(.commitmentFinal)
        case .vouched:
            facts.contains(.attestedHardwareRanModel) || facts.isSuperset(of: .covered)
        case .checked:
            facts.contains(.checkedIndependently)
                || (facts.contains(.challengeWindowPassed) && !facts.contains(.challengeOpen))
        case .proven:
            facts.contains(.proofVerified)
        }
    }

    /// `L0` to `L6`, as in column names and scenario files.
    public var code: String { "L\(rawValue)" }

    /// The word for the level.
    public var name: String {
        switch self {
        case .unassured: "none"
        case .channel: "channel"
        case .signed: "signed"
        case .anchored: "anchored"
        case .vouched: "vouched"
        case .checked: "checked"
        case .proven: "proven"
        }
    }

    /// When the level holds, in one sentence.
    public var meaning: String {
        switch self {
        case .unassured: "there is an answer"
        case .channel: "it came over a channel that ends in attested code"
        case .signed: "the client checked a signature that binds request, answer and node"
        case .anchored: "a commitment to that signed answer is final on a ledger"
        case .vouched:
            "attested hardware ran the model itself, or the answer was committed before an unpredictable audit, with "
                + "stake behind it, and the audit period ended without a conviction"
        case .checked:
            "someone independent checked this very answer, or it stood open to challenge for the whole window and no "
                + "challenge is open"
        case .proven: "a validity proof of the computation was verified"
        }
    }

    /// The level with the given code (`L5`), or nil.
    public init?(code: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = found
    }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension Level: Slot {
    @inlinable public var slot: Int { Int(rawValue) }
}
