// SPDX-License-Identifier: GPL-3.0-or-later

/// A place where clients, gateways and nodes are, and how far the others are from it.
public struct Region: Sendable, Equatable, Identifiable {
    /// The name of the region.
    public var id: String
    /// For readers, like "N. Virginia".
    public var place: String
    /// Round trips that begin here, by the id of the other end; may hold the region itself. Measured tables are not
    /// symmetric, so both directions are kept. Every pair of regions that a layout or demand uses is present.
    public var roundTrips: [String: RoundTrip]
    /// Where the numbers are from.
    public var source: String
    /// How well they are known.
    public var grade: Grade
}

/// Two percentiles of the time a message and its reply take, in seconds.
public struct RoundTrip: Sendable, Equatable {
    /// The median.
    public var p50: Double
    /// The 90th percentile; at least `p50`.
    public var p90: Double
}
