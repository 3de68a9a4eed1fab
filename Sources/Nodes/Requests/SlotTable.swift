// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Records that come and go, in contiguous memory, addressed by small numbers that are used again.
///
/// A copy refers to the same records. `open` and `close` are O(1); growing doubles the memory and moves the records, so
/// a pointer into the table is good only until the next `open`. Nothing is allocated once the largest population has
/// been seen. The memory lives until `deallocate`, which the owner calls.
public struct SlotTable<Record: BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline struct Memory {
        @usableFromInline var records: UnsafeMutablePointer<Record>
        @usableFromInline var links: UnsafeMutablePointer<UInt32>
        @usableFromInline var capacity: Int
        @usableFromInline var firstFree: UInt32
        @usableFromInline var live: Int
    }

    /// Shared by all copies, so that growth reaches them.
    @usableFromInline let memory: UnsafeMutablePointer<Memory>

    public init(capacity: Int = 1024) {
        memory = .allocate(capacity: 1)
        memory.initialize(
            to: Memory(
                records: .allocate(capacity: capacity), links: .allocate(capacity: capacity), capacity: capacity,
                firstFree: 0, live: 0))
        link(from: 0)
    }

    public func deallocate() {
        memory.pointee.records.deallocate()
        memory.pointee.links.deallocate()
        memory.deallocate()
    }

    /// How many records are open.
    @inlinable public var count: Int { memory.pointee.live }

    /// The record of an open slot, in place.
    @inlinable public subscript(slot: UInt32) -> Record {
        unsafeAddress { UnsafePointer(memory.pointee.records + Int(slot)) }
        nonmutating unsafeMutableAddress { memory.pointee.records + Int(slot) }
    }

    /// Opens a slot for the record. The number may have been used before.
    @inlinable public func open(_ record: Record) -> UInt32 {
        if Int(memory.pointee.firstFree) == memory.pointee.capacity { grow() }
        let slot = memory.pointee.firstFree
        memory.pointee.firstFree = memory.pointee.links[Int(slot)]
        memory.pointee.live += 1
        (memory.pointee.records + Int(slot)).initialize(to: record)
        return slot
    }

    /// Gives the slot back.
    @inlinable public func close(_ slot: UInt32) {
        memory.pointee.links[Int(slot)] = memory.pointee.firstFree
        memory.pointee.firstFree = slot
        memory.pointee.live -= 1
    }

    @usableFromInline func grow() {
        let old = memory.pointee
        require(old.capacity < 1 << 30, "slot table: expected fewer than 2^30 live records, found one more")
        memory.pointee.records = .allocate(capacity: 2 * old.capacity)
        memory.pointee.records.moveInitialize(from: old.records, count: old.capacity)
        old.records.deallocate()
        memory.pointee.links = .allocate(capacity: 2 * old.capacity)
        memory.pointee.links.moveInitialize(from: old.links, count: old.capacity)
        old.links.deallocate()
        memory.pointee.capacity = 2 * old.capacity
        link(from: old.capacity)
    }

    /// Makes every slot from `first` on free; the list ends at the capacity.
    private func link(from first: Int) {
        for slot in first..<memory.pointee.capacity { memory.pointee.links[slot] = UInt32(slot + 1) }
        memory.pointee.firstFree = UInt32(first)
    }
}
