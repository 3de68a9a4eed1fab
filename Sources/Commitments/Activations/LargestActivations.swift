// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The activations of largest magnitude, rounded to bfloat16, and where they stand.
struct LargestActivations {
    /// Ascending.
    let indices: [Int]
    /// At those indices.
    let values: [BrainFloat]

    /// The `count` largest, or all if there are fewer; of equal magnitudes the earlier ones.
    ///
    /// There are only 2^15 magnitudes: counting them finds the smallest one that is taken, without sorting.
    /// - Complexity: O(length of the window + 2^15).
    init(_ window: Span<Float>, count: Int) {
        require(
            (1..<1 << 31).contains(window.count),
            "activation commitment: expected 1 to 2^31 activations, found \(window.count)")
        var tally = [Int](repeating: 0, count: 1 << 15)
        for index in window.indices { tally[Int(BrainFloat(window[index]).magnitude)] += 1 }
        // All above `least` are taken, and `left` of those that equal it.
        var (least, left) = (tally.count - 1, min(count, window.count))
        while tally[least] < left {
            left -= tally[least]
            least -= 1
        }
        var (indices, values): ([Int], [BrainFloat]) = ([], [])
        for index in window.indices {
            let value = BrainFloat(window[index])
            guard value.magnitude >= least, value.magnitude > least || left > 0 else { continue }
            if value.magnitude == least { left -= 1 }
            indices.append(index)
            values.append(value)
        }
        (self.indices, self.values) = (indices, values)
    }
}
