// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Models
import Quantities

/// One user intent that is still alive somewhere in the network. 64 bytes, a cache line.
public struct Request: BitwiseCopyable, Sendable {
    /// When the user asked first.
    public var offered: Nanoseconds
    /// The how manieth request of its demand in this run: with the demand, its name in every draw.
    public let serial: UInt64
    public var giveUp = Timer.none
    public var tryTimeout = Timer.none
    /// Which of the model's sampled inputs is asked.
    public let prompt: UInt32
    public let inputTokens: UInt32
    public let outputTokens: UInt32
    /// Which of the users of the demand asks, from 0 on.
    public var user: UInt32 = 0
    /// The latest attempt, from which all others are linked, or `nothing`.
    public var newestAttempt = Request.nothing
    public let demand: UInt16
    public let model: UInt16
    /// The user's region.
    public let region: UInt16
    /// Attempts made so far, in all tries.
    public var attempts: UInt16 = 0
    /// Messages, attempts and people that still refer to this request; at zero it is closed.
    public var holds: UInt16 = 1
    /// Tries made so far, the first one included.
    public var tries: UInt8 = 0
    /// The client has seen an outcome.
    public var isSettled = false

    /// What tells it from every other request of the run: demand and number.
    public var name: UInt64 { UInt64(demand) << 48 | serial }

    /// Stands for "no request" and "no attempt".
    public static let nothing = UInt32.max

    public init(
        offered: Nanoseconds, serial: UInt64, prompt: Int, inputTokens: Int, outputTokens: Int, demand: Int, model: Int,
        region: Int
    ) {
        self.offered = offered
        self.serial = serial
        self.prompt = UInt32(prompt)
        self.inputTokens = UInt32(clamping: inputTokens)
        self.outputTokens = UInt32(clamping: outputTokens)
        self.demand = UInt16(demand)
        self.model = UInt16(model)
        self.region = UInt16(region)
    }
}

/// One execution of a request by one node: a retry, or a member of a quorum. 64 bytes, a cache line.
public struct Attempt: BitwiseCopyable, Sendable {
    public enum State: UInt8, BitwiseCopyable, Sendable {
        /// On its way to the node, waiting there or being served.
        case open
        /// Its answer has reached the gateway.
        case arrived
        /// The node would not take it.
        case refused
        /// It will never come back: lost, dropped by a crash, or withheld. Nobody but the measurement knows.
        case gone
    }

    public let request: UInt32
    /// The participant that was asked.
    public let node: UInt32
    /// When the node begins and ends to be busy with it, unless it crashes.
    public var serviceStart = Nanoseconds.zero
    public var serviceEnd = Nanoseconds.zero
    /// What the node computed; meaningful once it has.
    public var answer = Answer.none
    /// From the first token to the whole answer.
    public var streaming = Nanoseconds.zero
    /// Of the node when service began, to notice a crash in between.
    public var epoch: UInt32 = 0
    /// The next attempt in the node's queue, and once it is served, its neighbours among those in service there.
    public var next = Request.nothing
    public var before = Request.nothing
    /// The attempt made before this one for the same request.
    public let previous: UInt32
    /// The number of the gateway that asked.
    public let gateway: UInt16
    /// Its number within the request, and the try it belongs to.
    public let ordinal: UInt16
    public let tryNumber: UInt8
    /// Whether the scheme wants it beside the first execution.
    public let isCheck: Bool
    /// Whether the scheme has found that most executions of the try agree on its answer.
    public var isAgreed = false
    public var state = State.open

    init(
        request: UInt32, node: UInt32, gateway: UInt16, tryNumber: UInt8, ordinal: UInt16, isCheck: Bool,
        previous: UInt32
    ) {
        self.request = request
        self.node = node
        self.gateway = gateway
        self.tryNumber = tryNumber
        self.ordinal = ordinal
        self.isCheck = isCheck
        self.previous = previous
    }
}
