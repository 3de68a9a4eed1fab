// SPDX-License-Identifier: GPL-3.0-or-later

/// How evenly users are served, from the totals of each user region.
public struct Regions: Equatable, Sendable {
    /// The accessibility of the region that fares worst.
    public let worst: Double
    /// The mean of the regions' accessibilities, each counting once.
    public let mean: Double
    /// The share of users whose accessibility is below 0.5, of those who asked anything.
    public let usersBelowHalf: Double

    /// - Parameter totals: one total per region; regions where nothing was offered say nothing and are left out.
    public init(_ totals: some Sequence<Counts>) {
        var values: [Double] = []
        var users = 0.0, usersBelowHalf = 0.0
        for region in totals where region.cohort.offered > 0 {
            values.append(region.accessibility)
            users += region.users
            usersBelowHalf += region.usersBelowHalf
        }
        worst = values.min() ?? .nan
        mean = ratio(values.reduce(0, +), Double(values.count))
        self.usersBelowHalf = ratio(usersBelowHalf, users)
    }
}
