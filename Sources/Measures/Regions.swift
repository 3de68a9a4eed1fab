// SPDX-License-Identifier: GPL-3.0-or-later

/// How evenly users are served, from the totals of each user region.
public struct Regions: Equatable, Sendable {
    /// The accessibility of the region that fares worst.
    public let worst: Double
    /// The mean of the regions' accessibilities, each counting once.
    public let mean: Double
    /// The share of users whose accessibility is below 0.5. Users are told apart by region, and those of a region weigh
    /// as much as the requests they offered.
    public let usersBelowHalf: Double

    /// - Parameter totals: one total per region; regions where nothing was offered say nothing and are left out.
    public init(_ totals: some Sequence<Counts>) {
        var values: [Double] = []
        var offered = 0.0, offeredBelowHalf = 0.0
        for region in totals where region.cohort.offered > 0 {
            values.append(region.accessibility)
            offered += region.cohort.offered
            if region.accessibility < 0.5 { offeredBelowHalf += region.cohort.offered }
        }
        worst = values.min() ?? .nan
        mean = ratio(values.reduce(0, +), Double(values.count))
        usersBelowHalf = ratio(offeredBelowHalf, offered)
    }
}
