// SPDX-License-Identifier: GPL-3.0-or-later

/// What a milestone tells. The comment of each kind says what its `value` holds; 0 where nothing is said.
public enum MilestoneKind: UInt8, CaseIterable, Sendable {
    // The request

    /// A user wants an answer. Value: the model's number.
    case offered
    /// Told with `delivered`: when the client saw the first token. Value: how many nanoseconds earlier.
    case firstToken
    /// The client saw a whole answer, in time. Attempt: whose.
    case delivered
    /// An answer reached the client after it had an outcome. Attempt: whose.
    case cameLate
    /// The request was refused after its last retry. Value: the raw `RefusalReason`.
    case refused
    /// The client gave up waiting. The cause is for the measurement to find.
    case gaveUp
    /// The client went away.
    case clientGone
    /// Nothing can change the request or its assurance any more.
    case closed

    // The attempt

    /// A node was asked. Participant: the node.
    case attemptStarted
    /// The conduct of this attempt was not honest. Value: the conduct's number.
    case strayed
    /// An attempt's answer reached the client, or whoever checks on the client's behalf.
    case arrived

    /// A message or the node that held it was lost. Attempt: whose, or none when it was a message to or from the client.
    case lostOnTheWay
    /// A node keeps the answer of this attempt to itself.
    case withheld

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

    /// A node begins to serve an attempt, or will when it has the model. Value: the nanoseconds it will be busy with it.
    case worked
    /// A crash ended the service of an attempt.
    case stopped
    /// A participant went down.
    case wentDown
    /// It came up again.
    case cameUp
    /// Bytes were put on the network within a region. Value: bytes.
    case sent
    /// Bytes left a region. Value: bytes.
    case sentAway
    /// Money was spent beside the hourly price. Attempt: the raw `CostKind`. Value: millionths of a US dollar.
    case paid
    /// Energy was used. Value: millijoules.
    case energyUsed

    /// Whether it is what the client sees first, and with it the state of the request.
    public var isOutcome: Bool {
        switch self {
        case .delivered, .refused, .gaveUp, .clientGone: true
        default: false
        }
    }

    /// As written in the event log.
    public var name: String { "\(self)" }
}
