// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities

/// What the users of one demand have in common.
public struct ClientProfile: Sendable {
    /// Numbers of the demand, the model asked and the users' region.
    public let demand: Int
    public let model: Int
    public let region: Int
    /// How many sampled inputs the model has.
    public let prompts: Int
    /// How many users there are, each as likely to ask as any other.
    public let users: Int
    /// When a client gives up, counted from its first try.
    public let deadline: Nanoseconds
    /// First try and retries, and how long one may be silent before the next.
    public let mostTries: UInt8
    public let tryTimeout: Nanoseconds
    /// Between a refusal and the next try.
    public let pause: Nanoseconds
    /// Nobody asks from then on.
    public let lastArrival: Nanoseconds
    /// Whether the client sees tokens while they are made, or the whole answer at once.
    public let streams: Bool
    /// What the client itself checks when an answer comes.
    public let factsAtDelivery: Assurance

    public init(
        demand: Int, model: Int, region: Int, prompts: Int, users: Int = 1, deadline: Nanoseconds, mostTries: Int,
        tryTimeout: Nanoseconds, pause: Nanoseconds, lastArrival: Nanoseconds, streams: Bool,
        factsAtDelivery: Assurance
    ) {
        self.demand = demand
        self.model = model
        self.region = region
        self.prompts = prompts
        self.users = users
        self.deadline = deadline
        self.mostTries = UInt8(mostTries)
        self.tryTimeout = tryTimeout
        self.pause = pause
        self.lastArrival = lastArrival
        self.streams = streams
        self.factsAtDelivery = factsAtDelivery
    }
}
