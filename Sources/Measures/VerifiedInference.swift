// SPDX-License-Identifier: GPL-3.0-or-later

/// Verified inferences per network (VIPN) in all its forms, and what they cost.
///
/// Of counts at scale k these are VIPN(k); they need the row of the layout as a whole among the totals.
extension Counts {
    /// Requests offered per second of the window, as they came.
    public var offeredPerSecond: Double { ratio(cohort.offered, windowSeconds) }

    /// VIPN: right answers per second at the level = U × the realised offered rate.
    public func rightPerSecond(at level: Level) -> Double { ratio(right[level], windowSeconds) }

    /// Right answers per second and paid node of any role.
    public func rightPerSecondAndNode(at level: Level) -> Double { ratio(right[level], paidSeconds.sum) }

    /// Right answers per paid GPU-hour.
    public func rightPerGPUHour(at level: Level) -> Double { ratio(right[level], gpuPaidSeconds / 3600) }

    /// Right answers per US dollar.
    public func rightPerUSD(at level: Level) -> Double { ratio(right[level], spending.sum) }

    /// Right answers per kilowatt-hour.
    public func rightPerKilowattHour(at level: Level) -> Double { ratio(right[level], joules / 3.6e6) }

    /// Tokens in right answers, per second.
    public func rightTokensPerSecond(at level: Level) -> Double { ratio(rightTokens[level], windowSeconds) }

    /// Nodes paid for at a time, on average.
    public var paidNodes: Double { ratio(paidSeconds.sum, windowSeconds) }

    /// US dollars per hour for everything: idle and checking nodes, egress, gas and storage included.
    public var hourlyCost: Double { ratio(spending.sum, windowSeconds / 3600) }

    /// Paid GPUs at a time, on average.
    public var paidGPUs: Double { ratio(gpuPaidSeconds, windowSeconds) }

    /// In watts.
    public var meanPower: Double { ratio(joules, windowSeconds) }
}

/// A scale with its utility and its verified inferences per second.
public struct ScalePoint: Equatable, Sendable {
    /// k.
    public let scale: Int
    /// U(k).
    public let utility: Double
    /// VIPN(k).
    public let rightPerSecond: Double

    /// A point of the curves over k.
    public init(scale: Int, utility: Double, rightPerSecond: Double) {
        self.scale = scale
        self.utility = utility
        self.rightPerSecond = rightPerSecond
    }

    /// The verified capacity: the point with the largest VIPN among those whose U is at or above the floor, the smaller
    /// scale where two are equal; nil when no point is.
    public static func capacity(of points: [ScalePoint], floor: Double) -> ScalePoint? {
        var best: ScalePoint?
        for point in points where point.utility >= floor {
            if point.rightPerSecond > (best?.rightPerSecond ?? -.infinity) { best = point }
        }
        return best
    }
}
