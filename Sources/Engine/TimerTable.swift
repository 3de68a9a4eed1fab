// SPDX-License-Identifier: GPL-3.0-or-later

import Memory
import Quantities

/// Which cancellable events are still wanted.
///
/// A cancelled event stays in the pending set and is dropped when it is next moved there, at the latest when its time
/// comes: cheaper than searching for it, and the order of everything else cannot change. A slot belongs to one event until
/// that event leaves the pending set; its generation then advances, so that an old handle can never cancel a newer event.
@usableFromInline struct TimerTable: ~Copyable {
    /// The slot of events that cannot be cancelled.
    @usableFromInline static let none = UInt32.max

    /// By slot. Even: wanted. Odd: cancelled. Leaving the pending set advances to the next even number.
    @usableFromInline var generations: UnsafeMutablePointer<UInt32>
    /// The free slots; the last one is taken next. A stack beside the slots and not a list through them, so that it can be
    /// seen which slots come next: they may not have been visited for long.
    @usableFromInline var free: UnsafeMutablePointer<UInt32>
    @usableFromInline var freeCount: Int
    @usableFromInline var capacity: Int

    /// How many timers before it is taken a slot is fetched.
    @usableFromInline static var lookahead: Int { 8 }

    @usableFromInline init(capacity: Int = 256) {
        self.capacity = capacity
        generations = .scattered(capacity)
        free = .scattered(capacity)
        freeCount = 0
        prepare(from: 0)
    }

    @inlinable deinit {
        generations.deallocate()
        free.deallocate()
    }

    @inlinable mutating func take() -> Timer {
        if freeCount == 0 { grow() }
        freeCount &-= 1
        let slot = free[freeCount]
        if freeCount > Self.lookahead { (generations + Int(free[freeCount &- Self.lookahead])).fetch() }
        return Timer(slot: slot, generation: generations[Int(slot)])
    }

    /// Frees the slot. Called once, when the event leaves the pending set.
    @inlinable mutating func retire(_ slot: UInt32) {
        generations[Int(slot)] = (generations[Int(slot)] | 1) &+ 1
        free[freeCount] = slot
        freeCount &+= 1
    }

    /// Whether the event has been cancelled; if so it is to leave the pending set, and its slot is free.
    @inlinable @inline(__always) mutating func drops(_ event: Event) -> Bool {
        guard event.timer != Self.none, generations[Int(event.timer)] & 1 == 1 else { return false }
        retire(event.timer)
        return true
    }

    /// Begins to bring near what `cancel` and `drops` ask about a slot.
    @inlinable @inline(__always) func fetch(_ slot: UInt32) {
        // Far beyond the table, where a search for the page would cost more than is won.
        guard slot != Self.none else { return }
        (generations + Int(slot)).fetch()
    }

    @inlinable mutating func cancel(_ timer: Timer) -> Bool {
        guard timer.slot != Self.none, generations[Int(timer.slot)] == timer.generation else { return false }
        generations[Int(timer.slot)] |= 1
        return true
    }

    /// - Precondition: no slot is free.
    @usableFromInline mutating func grow() {
        require(capacity < 1 << 31, "timers: expected fewer than 2^31 at a time, found one more")
        let more = UnsafeMutablePointer<UInt32>.scattered(2 * capacity)
        more.moveInitialize(from: generations, count: capacity)
        generations.deallocate()
        generations = more
        free.deallocate()
        free = .scattered(2 * capacity)
        capacity *= 2
        prepare(from: capacity / 2)
    }

    /// Makes every slot from `first` on free, to be taken in ascending order.
    private mutating func prepare(from first: Int) {
        for slot in (first..<capacity).reversed() {
            (generations + slot).initialize(to: 0)
            free[freeCount] = UInt32(slot)
            freeCount += 1
        }
    }
}

/// A handle to a scheduled event that may be cancelled. Stays harmless after the event has happened.
public struct Timer: BitwiseCopyable, Sendable {
    @usableFromInline let slot: UInt32
    @usableFromInline let generation: UInt32

    @inlinable init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// A handle to nothing.
    public static let none = Timer(slot: TimerTable.none, generation: 0)
}
