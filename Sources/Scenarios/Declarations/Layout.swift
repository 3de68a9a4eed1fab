// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How a network is organised: who receives requests, who answers them, who checks the answers.
public struct Layout: Sendable, Equatable, Identifiable {
    /// Whether the scenario's threat holds here.
    public enum ThreatRule: String, Sendable, CaseIterable {
        case asDeclared = "as-declared"
        /// Nobody cheats in this layout; results label it so everywhere.
        case assumedHonest = "assumed-honest"
    }

    /// Where requests enter the network.
    public enum Gateways: Sendable, Equatable {
        /// Every client routes for itself.
        case atClients
        /// One gateway in each listed region; at least one.
        case regions([String])
    }

    /// The name of the layout.
    public var id: String
    /// For tables; the id when the file gives none.
    public var title: String
    /// Where requests enter.
    public var gateways: Gateways
    /// US dollars per hour for each gateway.
    public var gatewayPrice: Double
    /// The declared routing policy with parameters.
    public var routing: Arguments
    /// How gateways learn that a node is gone; nil when they know at once.
    public var registry: RegistryRule?
    /// The declared scheme with parameters.
    public var scheme: Arguments
    /// Whether the scenario's threat holds here.
    public var threat: ThreatRule
    /// The nodes; at least one pool.
    public var pools: [Pool]
}

/// How nodes are listed: by a heartbeat, whose absence is noticed late.
public struct RegistryRule: Sendable, Equatable {
    /// Between two signs of life of a node; above zero.
    public var heartbeat: Nanoseconds
    /// How long a sign of life keeps a node listed; at least `heartbeat`.
    public var listedFor: Nanoseconds
}
