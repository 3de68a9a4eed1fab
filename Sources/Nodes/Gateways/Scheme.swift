// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Quantities

/// A way to check answers, as the gateways see it. Implementations live in Schemes.
///
/// A scheme knows what came back and from whom, never whether it is true: it sees answers through the table's comparisons
/// only. It tells what it finds out as milestones (assured, judged, rejected).
open class Scheme {
    /// What a gateway does next.
    public enum Ruling: Sendable {
        /// Wait for more.
        case wait
        /// Send this attempt's answer to the client.
        case deliver(UInt32)
    }

    public init() {}

    /// The highest level its answers can reach.
    open var highest: Level { .unassured }
    /// Under which assumption an answer holds that level, in one sentence; empty when it holds none.
    open var trust: String { "" }
    /// How many nodes of different operators execute each try; at least 1.
    open var executions: Int { 1 }
    /// Whether the client sees tokens as they are made; a scheme that checks first must hold the answer back.
    open var streams: Bool { true }
    /// What the client itself checks when an answer comes.
    open var factsAtDelivery: Assurance { [] }
    /// Time a node spends per answer beside the service, like signing.
    open var nodeTime: Nanoseconds { .zero }
    /// Time a client spends per answer before it can use it, like checking a signature.
    open var clientTime: Nanoseconds { .zero }
    /// Bytes an answer carries more.
    open var answerBytes: Int { 0 }

    /// Whether the client can still be answered by a try of which so many executions have come back or may yet; `first` of
    /// them were asked to answer, the others to check.
    ///
    /// A gateway refuses a try as soon as this fails, rather than let the client wait for nothing.
    open func canAnswer(first: Int, all: Int) -> Bool { all > 0 }

    /// A node refused this attempt and nobody was asked in its place. Not called for a try that cannot answer any more.
    open func dropped(_ attempt: UInt32, _ live: LiveRequests, in simulation: inout Simulation) -> Ruling { .wait }

    /// An attempt's answer has reached the gateway. Called once per arriving attempt, in order of arrival.
    open func arrived(_ attempt: UInt32, _ live: LiveRequests, in simulation: inout Simulation) -> Ruling {
        .deliver(attempt)
    }
}
