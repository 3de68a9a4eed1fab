// SPDX-License-Identifier: GPL-3.0-or-later

/// A confidence interval about an estimate, which need not be its middle.
///
/// What is undefined (a ratio 0 / 0, a spread from one replication) is NaN and printed as `-`.
public struct Interval: Sendable, Equatable {
    public var low: Double
    public var estimate: Double
    public var high: Double
    /// The probability with which such intervals contain the truth.
    public var confidence: Double

    public init(low: Double, estimate: Double, high: Double, confidence: Double = 0.95) {
        self.low = low
        self.estimate = estimate
        self.high = high
        self.confidence = confidence
    }

    /// Nothing is known.
    public static let undefined = Interval(low: .nan, estimate: .nan, high: .nan)

    /// Half of the distance between the ends.
    public var halfWidth: Double { 0.5 * (high - low) }

    /// Whether the value lies between the ends, both included; false when an end is undefined.
    public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
