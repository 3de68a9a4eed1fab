// SPDX-License-Identifier: GPL-3.0-or-later

/// Sizes that a file claims, multiplied without trusting them.
///
/// Swift cannot recover from an allocation that fails, so a size is held against a cap before anything is allocated.
public enum CheckedSize {
    /// The most numbers one tensor may have: 2 GiB of float32.
    public static let mostElements = 1 << 29

    /// The product of the dimensions, or nil when one is negative, or any partial product overflows or exceeds `most`.
    ///
    /// A zero anywhere makes zero, whatever the others are.
    /// - Complexity: O(number of dimensions).
    public static func product(_ dimensions: some Sequence<Int>, most: Int = mostElements) -> Int? {
        var product = 1
        var isEmpty = false
        for dimension in dimensions {
            guard dimension >= 0 else { return nil }
            if dimension == 0 { isEmpty = true }
            let (next, overflows) = product.multipliedReportingOverflow(by: max(dimension, 1))
            guard !overflows, next <= most else { return nil }
            product = next
        }
        return isEmpty ? 0 : product
    }
}
