// SPDX-License-Identifier: GPL-3.0-or-later

/// `Counts` as a vector: totals over rows, replications and strata.
///
/// It is nothing but Doubles, so the operations run over its plain memory; a test holds the number of them against the
/// number of columns.
extension Counts {
    /// How many numbers a `Counts` holds.
    static var width: Int { MemoryLayout<Counts>.size / MemoryLayout<Double>.size }

    /// Adds every number of `other`, times `weight`. Complexity: O(columns).
    public mutating func add(_ other: Counts, times weight: Double = 1) {
        withUnsafeBytes(of: other) { source in
            let source = source.assumingMemoryBound(to: Double.self)
            withUnsafeMutableBytes(of: &self) { target in
                let target = target.assumingMemoryBound(to: Double.self)
                for index in 0..<Counts.width { target[index] += weight * source[index] }
            }
        }
    }

    /// Column by column.
    public static func + (a: Counts, b: Counts) -> Counts {
        var sum = a
        sum.add(b)
        return sum
    }

    /// Exact for whole numbers, so that what is left after deleting a replication cannot be a rounding residue.
    public static func - (a: Counts, b: Counts) -> Counts {
        var difference = a
        difference.add(b, times: -1)
        return difference
    }
}

extension Counts: Equatable {
    /// Whether every number is equal.
    public static func == (a: Counts, b: Counts) -> Bool {
        withUnsafeBytes(of: a) { left in
            withUnsafeBytes(of: b) { right in
                left.assumingMemoryBound(to: Double.self).elementsEqual(right.assumingMemoryBound(to: Double.self))
            }
        }
    }
}
