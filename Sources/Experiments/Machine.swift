// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The machine this process runs on.
public enum Machine {
    /// Cores in the affinity mask of this process, at least 1.
    public static var cores: Int {
        var mask = cpu_set_t()
        guard sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &mask) == 0 else { return 1 }
        return withUnsafeBytes(of: mask) { bytes in max(1, bytes.reduce(0) { $0 + $1.nonzeroBitCount }) }
    }
}
