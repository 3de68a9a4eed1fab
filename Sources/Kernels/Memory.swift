// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers that stay where they are and as they are: weights that C loops read.
final class Memory: @unchecked Sendable {
    // Unchecked: the memory is written in `init` and never again.

    let start: UnsafePointer<Float>
    private let numbers: UnsafeMutablePointer<Float>

    init(_ source: UnsafeBufferPointer<Float>) {
        numbers = .allocate(capacity: max(1, source.count))
        if let first = source.baseAddress { numbers.initialize(from: first, count: source.count) }
        start = UnsafePointer(numbers)
    }

    deinit { numbers.deallocate() }
}
