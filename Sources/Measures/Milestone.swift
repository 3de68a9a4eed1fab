// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// One thing that happened to a request, an attempt or a participant, as the simulation tells it.
///
/// Plain memory of 32 bytes. Rooms emit milestones and get no answer; the measurement folds them, together with the
/// truth that it alone computes, into `Counts`; the event log prints the same milestones.
public struct Milestone: Hashable, Sendable {
    /// When it happened.
    public var time: Nanoseconds
    /// What more there is to say; the meaning belongs to the kind.
    public var value: UInt64
    /// The request's slot in the live request table; `nobody` for what belongs to none.
    public var request: UInt32
    /// The attempt's ordinal within the request or its slot; `nobody` for what belongs to the request as a whole.
    public var attempt: UInt32
    /// Who did it: the number of a participant; `nobody` when no one in particular did.
    public var participant: UInt32
    /// What happened.
    public var kind: MilestoneKind

    /// Stands for "no request", "no attempt" and "no participant".
    public static let nobody = UInt32.max

    /// A milestone; what is not said belongs to nobody.
    @inlinable public init(
        _ kind: MilestoneKind, at time: Nanoseconds, request: UInt32 = nobody, attempt: UInt32 = nobody,
        participant: UInt32 = nobody, value: UInt64 = 0
    ) {
        self.time = time
        self.value = value
        self.request = request
        self.attempt = attempt
        self.participant = participant
        self.kind = kind
    }
}

/// What a milestone tells. The comment of each kind says what its `value` holds; 0 where nothing is said.
public enum MilestoneKind: UInt8, CaseIterable, Sendable {
    // The request

    /// A user wants an answer. Value: the model's number.
    case offered
    /// The client saw the first token of its answer.
    case firstToken
    /// The client saw a whole answer. Value: the number of tokens.
    case delivered
    /// The request was refused after its last retry. Value: the raw `RefusalReason`.
    case refused
    /// The client gave up waiting. Value: the raw `TimeoutCause`.
    case gaveUp
    /// The client went away.
    case clientGone
    /// Nothing can change the request or its assurance any more.
    case closed

    // The attempt

    /// A node was asked. Participant: the node.
    case attemptStarted
    /// A node refused this attempt; the request may be tried again. Value: the raw `RefusalReason`.
    case attemptRefused
    /// A node finished the attempt's answer. Value: the number of tokens.
    case produced
    /// The conduct of this attempt was not honest. Value: the conduct's number.
    case strayed
    /// An attempt's answer reached the client, or whoever checks on the client's behalf.
    case arrived

    // The assurance

    /// The answer gained assurance. Value: the raw `Assurance` facts gained.
    case assured
    /// The answer lost assurance for good. Value: the raw `Assurance` facts lost.
    case revoked
    /// An arrived answer was rejected by a check and is not used.
    case rejected
    /// A check judged this attempt good. Participant: the judged node.
    case judgedGood
    /// A check judged this attempt bad. Participant: the judged node.
    case judgedBad
    /// An operator lost stake. Participant: a node of that operator. Value: the stake in millionths of a US dollar.
    case slashed

    // The resources, told by their participant

    /// A node's device was busy. Value: nanoseconds.
    case worked
    /// Bytes were put on the network. Value: bytes.
    case sent
    /// Money was spent beside the hourly price. Attempt: the raw `CostKind`. Value: millionths of a US dollar.
    case paid
    /// Energy was used. Value: millijoules.
    case energyUsed

    /// As written in the event log.
    public var name: String { "\(self)" }
}
