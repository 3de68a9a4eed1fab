// SPDX-License-Identifier: GPL-3.0-or-later

import Memory
import Quantities

/// Records that come and go, in contiguous memory, addressed by small numbers that are used again.
///
/// A copy refers to the same records. `open` and `close` are O(1); growing doubles the memory and moves the records, so
/// a pointer into the table is good only until the next `open`. Nothing is allocated once the largest population has
/// been seen. The memory lives until `deallocate`, which the owner calls.
public struct SlotTable<Record: BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline struct State {
        /// The first bytes of a free slot hold the number of the next free one; the last one names the capacity.
        @usableFromInline var records: UnsafeMutablePointer<Record>
        @usableFromInline var capacity: Int
        @usableFromInline var firstFree: UInt32
        @usableFromInline var live: Int
    }

    /// Shared by all copies, so that growth reaches them.
    @usableFromInline let state: UnsafeMutablePointer<State>

    /// - Precondition: a record is no smaller than its number, 4 bytes.
    public init(capacity: Int = 1024) {
        require(
            MemoryLayout<Record>.size >= MemoryLayout<UInt32>.size,
            "slot table: expected records of at least 4 bytes, found \(MemoryLayout<Record>.size)")
        state = .allocate(capacity: 1)
        state.initialize(
            to: State(records: .scattered(capacity), capacity: capacity, firstFree: 0, live: 0))
        link(from: 0)
    }

    public func deallocate() {
        state.pointee.records.deallocate()
        state.deallocate()
    }

    /// How many records are open.
    @inlinable public var count: Int { state.pointee.live }

    /// The record of an open slot, in place.
    @inlinable public subscript(slot: UInt32) -> Record {
        unsafeAddress { UnsafePointer(state.pointee.records + Int(slot)) }
        nonmutating unsafeMutableAddress { state.pointee.records + Int(slot) }
    }

    /// Begins to bring the record of a slot near.
    @inlinable public func fetch(_ slot: UInt32) { (state.pointee.records + Int(slot)).fetch() }

    /// Opens a slot for the record. The number may have been used before.
    @inlinable public func open(_ record: Record) -> UInt32 {
        if Int(state.pointee.firstFree) == state.pointee.capacity { grow() }
        let slot = state.pointee.firstFree
        state.pointee.firstFree = link(of: slot).load(as: UInt32.self)
        state.pointee.live += 1
        (state.pointee.records + Int(slot)).initialize(to: record)
        return slot
    }

    /// Gives the slot back.
    @inlinable public func close(_ slot: UInt32) {
        link(of: slot).storeBytes(of: state.pointee.firstFree, as: UInt32.self)
        state.pointee.firstFree = slot
        state.pointee.live -= 1
    }

    @usableFromInline func grow() {
        let old = state.pointee
        require(old.capacity < 1 << 30, "slot table: expected fewer than 2^30 live records, found one more")
        state.pointee.records = .scattered(2 * old.capacity)
        state.pointee.records.moveInitialize(from: old.records, count: old.capacity)
        old.records.deallocate()
        state.pointee.capacity = 2 * old.capacity
        link(from: old.capacity)
    }

    /// Where a free slot holds the number of the next one.
    @inlinable func link(of slot: UInt32) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(state.pointee.records + Int(slot))
    }

    /// Makes every slot from `first` on free; the list ends at the capacity.
    private func link(from first: Int) {
        for slot in first..<state.pointee.capacity {
            link(of: UInt32(slot)).storeBytes(of: UInt32(slot + 1), as: UInt32.self)
        }
        state.pointee.firstFree = UInt32(first)
    }
}
