// SPDX-License-Identifier: GPL-3.0-or-later

import CMemoryWatch
import Glibc

/// What this process asks of the memory. For exit tests, whose process does nothing else.
enum MemoryOfProcess {
    struct Calls: Equatable {
        /// Blocks taken from the C library's allocator.
        var allocations = 0
        /// References counted up or down.
        var references = 0

        static func - (a: Calls, b: Calls) -> Calls {
            Calls(allocations: a.allocations - b.allocations, references: a.references - b.references)
        }
    }

    /// What the work, which must leave strings alone, asks for.
    static func calls(during work: () -> Void) -> Calls {
        memory_watch_begin()
        work()
        let calls = memory_watch_end()
        return Calls(allocations: Int(calls.allocations), references: Int(calls.references))
    }

    /// The most that the process has held so far, in KiB.
    static func most() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }
}
