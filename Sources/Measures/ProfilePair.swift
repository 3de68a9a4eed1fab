// SPDX-License-Identifier: GPL-3.0-or-later

/// Profile divergence: how far apart honest machines of two numeric profiles answer one model, over its inputs.
///
/// A fact about hardware, whatever the layout: what no check can tell from cheating lies below it.
public struct ProfilePair: Equatable, Sendable {
    public var model: String
    public var first: String
    public var second: String
    /// Inputs compared.
    public var inputs = 1
    /// Shares of them whose labels or tokens differ (of outputs that have none, whose bits do), whose bits are all the same, and that lie within the tolerance.
    public var otherAnswers = 0.0
    public var sameBits = 0.0
    public var withinTolerance = 0.0
    /// Distances in the model's unit, see `Output.likeness`; nil where the answers cannot be compared.
    public var medianDistance: Double?
    public var largestDistance: Double?

    public init(model: String, first: String, second: String) {
        self.model = model
        self.first = first
        self.second = second
    }

    /// As the record and the tables name it; none of the three names holds a space.
    var subject: String { "\(model) \(first) \(second)" }
}
