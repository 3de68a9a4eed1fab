// SPDX-License-Identifier: GPL-3.0-or-later

/// A comparison at equal expense: the other layouts' pools are resized to what one layout spends.
public struct Equalise: Sendable, Equatable {
    /// What is made equal.
    public enum Measure: String, Sendable, CaseIterable {
        case cost, gpus, power
    }

    /// What is made equal.
    public var by: Measure
    /// The id of the layout that keeps its size.
    public var like: String
}

/// Where cold nodes download models from.
public struct Hub: Sendable, Equatable {
    /// The id of the region it is in.
    public var region: String
    /// Bytes per second to one node; above zero.
    public var bandwidth: Double
}

/// What is paid for beside the nodes.
public struct Prices: Sendable, Equatable {
    /// US dollars per GB (1e9 bytes) that leaves a region.
    public var egress: Double
    /// US dollars per kilowatt-hour, where the node's price does not contain it.
    public var energy: Double
}
