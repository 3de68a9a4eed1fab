// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Nodes declared together.
public struct Pool: Sendable, Equatable, Identifiable {
    /// Whether models are in memory when the run begins.
    public enum Start: String, Sendable, CaseIterable {
        case warm, cold
    }

    /// What the nodes are for.
    public enum Role: String, Sendable, CaseIterable {
        /// Answer users; may also be asked by the scheme.
        case serving
        /// Serve the scheme's work only.
        case checking
    }

    /// Who owns the nodes.
    public enum Operators: Sendable, Equatable {
        /// One named operator, who may own other pools too.
        case named(String)
        /// Nodes are dealt round-robin to this many operators, called `<pool>/1`, `<pool>/2`, ...; at least 1.
        case count(Int)
    }

    /// No pool has more nodes.
    public static let mostNodes = 10_000_000

    /// Unique in its layout.
    public var id: String
    /// Nodes are spread round-robin over these; at least one.
    public var regions: [String]
    /// The id of the hardware class.
    public var hardware: String
    /// At scale 1; at least 1.
    public var nodes: Int
    /// Who owns the nodes; never more operators than nodes.
    public var operators: Operators
    /// The ids of the models served; at least one. All models of the scenario when the file names none.
    public var models: [String]
    /// Waiting places per node, beside those in service; zero is meaningful.
    public var queue: Int
    /// Requests a node serves at the same time; the hardware's unless the file says otherwise.
    public var concurrency: Int
    /// US dollars per hour and node; the hardware's unless the file says otherwise.
    public var price: Double
    /// Whether models are in memory when the run begins.
    public var start: Start
    /// What the nodes are for.
    public var role: Role
    /// Nil when nodes never fail.
    public var faults: NodeFaults?
}

/// How the nodes of a pool fail and come back: declared laws of time with parameters.
public struct NodeFaults: Sendable, Equatable {
    /// How long a node stays up.
    public var up: Arguments
    /// How long it stays down.
    public var down: Arguments
}
