// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers that stay where they are and as they are: weights that C loops read.
final class Memory: @unchecked Sendable {
    // Unchecked: the memory is written in `init` and never again.

    private let numbers: AlignedNumbers
    /// The first number; a multiple of 64 bytes.
    var start: UnsafePointer<Float> { UnsafePointer(numbers.start) }

    init(_ source: UnsafeBufferPointer<Float>) {
        numbers = AlignedNumbers(count: source.count)
        if let first = source.baseAddress { numbers.start.update(from: first, count: source.count) }
    }
}
