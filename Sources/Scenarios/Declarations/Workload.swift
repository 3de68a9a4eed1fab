// SPDX-License-Identifier: GPL-3.0-or-later

/// The shape of a recorded workload: how its rate changes over time and how long its requests are.
public struct Workload: Sendable, Equatable, Identifiable {
    /// The name of the workload.
    public var id: String
    /// Requests in each minute, relative to each other: the profile repeats after its last minute. At least one is above
    /// zero, none is below.
    public var perMinute: [Double]
    /// Quantiles of the input length in tokens at the probabilities 0, 1/(n-1), ..., 1; ascending, at least two.
    public var inputQuantiles: [Double]
    /// The same for the output length.
    public var outputQuantiles: [Double]
    /// Where the numbers are from.
    public var source: String
    /// How well they are known.
    public var grade: Grade
}
