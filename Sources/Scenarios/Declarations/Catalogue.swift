// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Everything a scenario file can name beside an entry of its own: what the program has implementations for.
///
/// Each declaration stands beside its implementation in the room named for it; whoever assembles the program lists them.
public struct Catalogue: Sendable {
    /// Ways to check answers.
    public var schemes: [Declaration]
    /// Ways to cheat.
    public var conducts: [Declaration]
    /// Ways to choose a node.
    public var routings: [Declaration]
    /// When requests arrive.
    public var arrivals: [Declaration]
    /// How long requests are.
    public var tokenLaws: [Declaration]
    /// What befalls the environment.
    public var faults: [Declaration]
    /// Laws of how long something lasts, like the time a node stays up.
    public var times: [Declaration]

    /// Lists what a program can do; names are unique in each list.
    public init(
        schemes: [Declaration], conducts: [Declaration], routings: [Declaration], arrivals: [Declaration],
        tokenLaws: [Declaration], faults: [Declaration], times: [Declaration]
    ) {
        self.schemes = schemes
        self.conducts = conducts
        self.routings = routings
        self.arrivals = arrivals
        self.tokenLaws = tokenLaws
        self.faults = faults
        self.times = times
    }
}
