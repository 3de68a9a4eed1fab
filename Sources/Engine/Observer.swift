// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Something worth recording that happened to a request: a plain fact, sent one way.
///
/// The engine does not know what it means; the kinds are numbered in the vocabulary of Measures.
public struct Milestone: Sendable {
    public let time: Nanoseconds
    /// The request's place in the live request table.
    public let request: UInt32
    /// The attempt's place in the live attempt table.
    public let attempt: UInt32
    public let participant: UInt32
    public let kind: UInt8
    public let value: UInt64

    @inlinable public init(
        time: Nanoseconds, request: UInt32, attempt: UInt32, participant: UInt32, kind: UInt8, value: UInt64
    ) {
        self.time = time
        self.request = request
        self.attempt = attempt
        self.participant = participant
        self.kind = kind
        self.value = value
    }
}

/// Listens to milestones. It gets no access to the simulation, so it cannot change the trajectory.
open class Observer {
    public init() {}
    open func note(_ milestone: Milestone) {}
}
