// SPDX-License-Identifier: GPL-3.0-or-later

import Scenarios

/// Runs replications on several threads.
///
/// Every run is built from its own keys, and results are returned in the order of the points, so that the number of threads
/// cannot be seen in them.
public struct ParallelRuns: Sendable {
    private let map: ParallelMap

    /// - Parameter workers: threads; at least 1.
    public init(workers: Int) { map = ParallelMap(workers: workers) }

    /// One result per point, in order.
    ///
    /// - Parameter progress: told the number of finished runs, from any thread, one call at a time.
    public func results(
        of scenario: Scenario, _ points: [RunPoint], _ materials: Materials,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> [Replication] {
        map.results(points.count, progress: progress) { Replication(scenario, points[$0], materials) }
    }
}
