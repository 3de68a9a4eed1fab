// SPDX-License-Identifier: GPL-3.0-or-later

import CMemoryWatch
import Glibc

/// What this process asks of the memory. For exit tests, whose process does nothing else.
enum MemoryOfProcess {
    struct Calls: Equatable {
        /// Blocks taken from `malloc`.
        var allocations = 0
        /// References counted up or down.
        var references = 0

        static func - (a: Calls, b: Calls) -> Calls {
            Calls(allocations: a.allocations - b.allocations, references: a.references - b.references)
        }
    }

    /// What the work asks for.
    static func calls(during work: () -> Void) -> Calls {
        memory_watch_begin()
        let before = memory_watch_calls()
        work()
        let after = memory_watch_calls()
        return Calls(
            allocations: Int(after.allocations - before.allocations),
            references: Int(after.references - before.references))
    }

    /// The most that the process has held so far, in KiB.
    static func most() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }
}
