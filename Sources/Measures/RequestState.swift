// SPDX-License-Identifier: GPL-3.0-or-later

/// What the client of a request saw first. Every offered request is in exactly one state at any time:
/// `offered = answered + refused + timed out + lost + in flight`.
///
/// A request is one user intent, whatever its number of attempts; only requests have a state.
public enum RequestState: Hashable, Sendable {
    /// Offered, and the client still waits.
    case inFlight
    /// An answer came before the client gave up.
    case answered
    /// A refusal came after the last retry.
    case refused(RefusalReason)
    /// The client gave up; the cause is why nothing had come.
    case timedOut(TimeoutCause)
    /// The client itself went away.
    case lost
}

/// Why a request was refused after its last retry. The raw values are those of milestones.
public enum RefusalReason: UInt8, CaseIterable, Sendable {
    case noNodeKnown, queueFull, pricedOut, dependencyDown, censored

    /// As written in column names.
    public var name: String {
        switch self {
        case .noNodeKnown: "no_node_known"
        case .queueFull: "queue_full"
        case .pricedOut: "priced_out"
        case .dependencyDown: "dependency_down"
        case .censored: "censored"
        }
    }
}

/// Why a client that gave up had received nothing. The raw values are those of milestones.
public enum TimeoutCause: UInt8, CaseIterable, Sendable {
    /// A message or the node that held the request was lost on the way.
    case loss
    /// A node had the answer, or could have had it, and kept it back.
    case withheld
    /// The answer was on its way or still being made.
    case late

    /// As written in column names.
    public var name: String {
        switch self {
        case .loss: "loss"
        case .withheld: "withheld"
        case .late: "late"
        }
    }
}

extension RefusalReason: Slot {
    @inlinable public var slot: Int { Int(rawValue) }
}

extension TimeoutCause: Slot {
    @inlinable public var slot: Int { Int(rawValue) }
}
