// SPDX-License-Identifier: GPL-3.0-or-later

import Dispatch
import Measures
import Quantities
import Scenarios
import Synchronization

/// Runs replications on several threads.
///
/// Which thread runs what, and in which order they finish, cannot be seen in the results: every run is built from its own
/// keys, and results are returned in the order of the points.
public struct ParallelRuns: Sendable {
    /// Threads; at least 1.
    public let workers: Int

    public init(workers: Int) { self.workers = max(1, workers) }

    /// One result per point, in order.
    ///
    /// - Parameter progress: told the number of finished runs, from any thread, one call at a time.
    public func results(
        of scenario: Scenario, _ points: [RunPoint], _ materials: Materials,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> [Replication] {
        let next = Atomic(0)
        let finished = Mutex((count: 0, results: [Replication?](repeating: nil, count: points.count)))
        DispatchQueue.concurrentPerform(iterations: min(workers, max(points.count, 1))) { _ in
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < points.count else { return }
                let result = Replication(scenario, points[number], materials)
                finished.withLock {
                    $0.results[number] = result
                    $0.count += 1
                    progress($0.count)
                }
            }
        }
        return finished.withLock { state in
            state.results.map { result in
                guard let result else { bug("parallel runs: expected a result for every point, found none for one") }
                return result
            }
        }
    }
}
