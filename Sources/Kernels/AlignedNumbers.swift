// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Working memory of float32 numbers that lives as long as this object, at an address that all vector loops accept.
///
/// One thread at a time may use it. It starts as zeros.
public final class AlignedNumbers {
    public let count: Int
    /// The first number; a multiple of 64 bytes.
    public let start: UnsafeMutablePointer<Float>

    /// - Precondition: there is the memory; check counts that come from files before.
    /// - Complexity: O(count).
    public init(count: Int) {
        require(count >= 0, "working memory: expected a count from 0, found \(count)")
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
        self.count = count
        start = bytes.bindMemory(to: Float.self, capacity: max(count, 1))
        start.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }
}
