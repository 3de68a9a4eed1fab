// SPDX-License-Identifier: GPL-3.0-or-later

/// The memory that a run may take: for its values, and for what its kernels keep beside them.
///
/// Everything whose size follows from a file is taken from here before it is allocated, since Swift cannot recover from an
/// allocation that fails.
final class MemoryBudget {
    /// Bytes that may be taken together.
    let most: Int
    /// Bytes that are taken now.
    private(set) var taken = 0

    init(most: Int) { self.most = most }

    /// Takes bytes until nobody keeps the share any more.
    func take(_ bytes: Int) throws(OperatorMistake) -> Share {
        guard bytes >= 0, bytes <= most - taken else {
            throw OperatorMistake("\(bytes) more bytes of memory", allowed: "at most \(most) in a run")
        }
        return Share(bytes, of: self)
    }

    final class Share {
        private let bytes: Int
        private let budget: MemoryBudget

        fileprivate init(_ bytes: Int, of budget: MemoryBudget) {
            self.bytes = bytes
            self.budget = budget
            budget.taken += bytes
        }

        deinit { budget.taken -= bytes }
    }
}

/// Memory within the budget of a run, allocated when it is first used: whoever only asks for shapes uses none.
final class Room {
    let capacity: Int
    private let share: MemoryBudget.Share
    private lazy var memory = Memory(capacity: capacity)

    init(bytes: Int, _ budget: MemoryBudget) throws(OperatorMistake) {
        share = try budget.take(bytes)
        capacity = bytes
    }

    /// Room for that many float32 numbers that a kernel writes to while it computes.
    convenience init(_ count: Int, _ setting: Setting) throws(OperatorMistake) {
        let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
        try self.init(bytes: overflows ? .max : bytes, setting.budget)
    }

    /// The first byte.
    var bytes: UnsafeMutableRawPointer { memory.start }
    /// The first number.
    var start: UnsafeMutablePointer<Float> { memory.start.assumingMemoryBound(to: Float.self) }
}
