// SPDX-License-Identifier: GPL-3.0-or-later

import Memory

/// Records numbered by slots that somebody else gives out; it grows to the largest number seen.
///
/// Behind a pointer, so that writing a record changes nothing in the class that holds the table: a change there would be
/// checked for exclusive access at run time, which costs more than the write.
struct RecordTable<Record>: ~Copyable {
    private struct Memory {
        var records: UnsafeMutablePointer<Record>
        var count: Int
    }

    private let memory: UnsafeMutablePointer<Memory>
    private let initial: Record

    /// - Parameter initial: what a slot holds before it is first written.
    init(initial: Record) {
        self.initial = initial
        memory = .allocate(capacity: 1)
        memory.initialize(to: Memory(records: .allocate(capacity: 0), count: 0))
    }

    deinit {
        memory.pointee.records.deinitialize(count: memory.pointee.count)
        memory.pointee.records.deallocate()
        memory.deallocate()
    }

    /// Slots that have a record.
    var count: Int { memory.pointee.count }

    /// The record of a slot below `count`, in place.
    subscript(slot: UInt32) -> Record {
        @inline(__always) unsafeAddress { UnsafePointer(address(slot)) }
        @inline(__always) nonmutating unsafeMutableAddress { address(slot) }
    }

    /// Begins to bring the record of a slot below `count` near.
    @inline(__always) func fetch(_ slot: UInt32) { address(slot).fetch() }

    /// Makes sure that the slot has a record. Complexity: O(1), amortised.
    @inline(__always) func cover(_ slot: UInt32) { if Int(slot) >= memory.pointee.count { grow(to: Int(slot) + 1) } }

    @inline(__always) private func address(_ slot: UInt32) -> UnsafeMutablePointer<Record> {
        precondition(Int(slot) < memory.pointee.count, "record table: expected a slot that is covered")
        return memory.pointee.records + Int(slot)
    }

    private func grow(to least: Int) {
        let old = memory.pointee
        let count = max(least, 2 * old.count, 1024)
        let records = UnsafeMutablePointer<Record>.scattered(count)
        records.moveInitialize(from: old.records, count: old.count)
        (records + old.count).initialize(repeating: initial, count: count - old.count)
        old.records.deallocate()
        memory.pointee = Memory(records: records, count: count)
    }
}
