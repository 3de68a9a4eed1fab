// SPDX-License-Identifier: GPL-3.0-or-later

import Dispatch
import Quantities
import Synchronization

/// Does a number of independent pieces of work on several threads.
///
/// Which thread does what, and in which order they finish, cannot be seen in the results.
struct ParallelMap: Sendable {
    /// Threads; at least 1.
    let workers: Int

    init(workers: Int) { self.workers = max(1, workers) }

    /// One result per number below `count`, in order.
    /// - Parameter progress: told the number of finished pieces, from any thread, one call at a time.
    func results<Result: Sendable>(
        _ count: Int, progress: @Sendable (Int) -> Void = { _ in }, _ work: @Sendable (Int) -> Result
    ) -> [Result] {
        let next = Atomic(0)
        let finished = Mutex((count: 0, results: [Result?](repeating: nil, count: count)))
        DispatchQueue.concurrentPerform(iterations: min(workers, max(count, 1))) { _ in
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < count else { return }
                let result = work(number)
                finished.withLock {
                    $0.results[number] = result
                    $0.count += 1
                    progress($0.count)
                }
            }
        }
        return finished.withLock { state in
            state.results.map { result in
                guard let result else { bug("parallel map: expected a result for every piece, found none for one") }
                return result
            }
        }
    }
}
