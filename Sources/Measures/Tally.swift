// SPDX-License-Identifier: GPL-3.0-or-later

/// Something small and closed that numbers are tallied by: a reason, a level, a role.
public protocol Slot: Hashable, Sendable {
    /// Distinct for distinct values, from 0 up.
    var slot: Int { get }
}

/// One number per value of a closed set, stored in place: nothing is allocated, and a whole `Counts` is plain memory.
///
/// Complexity: reading and writing are O(1); `size` is the number of values of `Key`.
public struct Tally<let size: Int, Key: Slot>: Sendable {
    @usableFromInline var numbers = InlineArray<size, Double>(repeating: 0)

    /// All numbers 0.
    @inlinable public init() {}

    /// The number tallied for `key`.
    /// - Precondition: `key.slot < size`.
    @inlinable public subscript(key: Key) -> Double {
        get { numbers[key.slot] }
        set { numbers[key.slot] = newValue }
    }

    /// The sum over all values of the key, in their order.
    @inlinable public var sum: Double {
        var sum = 0.0
        for index in numbers.indices { sum += numbers[index] }
        return sum
    }
}
