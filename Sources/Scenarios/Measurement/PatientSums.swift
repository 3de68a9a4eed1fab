// SPDX-License-Identifier: GPL-3.0-or-later

import Memory

/// Many sums of whole numbers, of which any may be added to next.
///
/// An addition first has the memory of its sum fetched and waits for a few others, rather than that everything waits for
/// the memory. Sums of whole numbers do not depend on the order.
struct PatientSums: ~Copyable {
    private static let patience = 8

    private struct Addition {
        var place = 0
        var amount: Int64 = 0
    }

    private let sums: UnsafeMutablePointer<Int64>
    /// A ring of additions that wait, and the oldest of them. At first all add nothing.
    private let waiting: UnsafeMutablePointer<Addition>
    private let oldest: UnsafeMutablePointer<Int>

    init(_ count: Int) {
        sums = .scattered(max(count, 1))
        sums.initialize(repeating: 0, count: max(count, 1))
        waiting = .allocate(capacity: Self.patience)
        waiting.initialize(repeating: Addition(), count: Self.patience)
        oldest = .allocate(capacity: 1)
        oldest.initialize(to: 0)
    }

    deinit {
        sums.deallocate()
        waiting.deallocate()
        oldest.deallocate()
    }

    func add(_ amount: Int64, to place: Int) {
        (sums + place).fetch()
        let addition = waiting + oldest.pointee
        sums[addition.pointee.place] += addition.pointee.amount
        addition.pointee = Addition(place: place, amount: amount)
        oldest.pointee = (oldest.pointee + 1) % Self.patience
    }

    /// Complexity: O(1).
    subscript(place: Int) -> Int64 {
        (0..<Self.patience).reduce(sums[place]) { $0 + (waiting[$1].place == place ? waiting[$1].amount : 0) }
    }
}
