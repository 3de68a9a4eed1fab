// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A group of users in one region who ask one model.
public struct Demand: Sendable, Equatable, Identifiable {
    /// The name of the group.
    public var id: String
    /// Where the users are.
    public var region: String
    /// The id of the model they ask.
    public var model: String
    /// Requests per second of the whole group at scale 1, averaged over the profile; zero is meaningful. Zero too when
    /// the arrivals come from a trace, which has a rate of its own.
    public var rate: Double
    /// The declared arrival process: `poisson`, `profile`, `trace`, ...
    public var arrivals: Arguments
    /// The declared law of input and output lengths: `workload`, `fixed`, `trace`, ...
    public var tokens: Arguments
    /// Users the group's requests are dealt to, with the same probability, at scale 1; at least 1.
    public var users: Int
}
