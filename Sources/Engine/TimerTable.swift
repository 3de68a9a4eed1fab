// SPDX-License-Identifier: GPL-3.0-or-later

/// Which cancellable events are still wanted.
///
/// A cancelled event stays in the pending set and is dropped when it is next moved there, at the latest when its time
/// comes: cheaper than searching for it, and the order of everything else cannot change. A slot belongs to one event until
/// that event leaves the pending set; its generation then advances, so that an old handle can never cancel a newer event.
@usableFromInline struct TimerTable: ~Copyable {
    /// The slot of events that cannot be cancelled.
    @usableFromInline static let none = UInt32.max

    /// Even: wanted. Odd: cancelled. Leaving the pending set advances to the next even number.
    @usableFromInline var generations: UnsafeMutablePointer<UInt32>
    @usableFromInline var nextFree: UnsafeMutablePointer<UInt32>
    @usableFromInline var capacity: UInt32
    @usableFromInline var firstFree: UInt32 = 0

    @usableFromInline init(capacity: UInt32 = 256) {
        self.capacity = capacity
        generations = .allocate(capacity: Int(capacity))
        nextFree = .allocate(capacity: Int(capacity))
        prepare(from: 0)
    }

    @inlinable deinit {
        generations.deallocate()
        nextFree.deallocate()
    }

    @inlinable mutating func take() -> Timer {
        if firstFree == capacity { grow() }
        let slot = firstFree
        firstFree = nextFree[Int(slot)]
        return Timer(slot: slot, generation: generations[Int(slot)])
    }

    /// Frees the slot. Called once, when the event leaves the pending set.
    @inlinable mutating func retire(_ slot: UInt32) {
        generations[Int(slot)] = (generations[Int(slot)] | 1) &+ 1
        nextFree[Int(slot)] = firstFree
        firstFree = slot
    }

    /// Whether the event has been cancelled; if so it is to leave the pending set, and its slot is free.
    @inlinable @inline(__always) mutating func drops(_ event: Event) -> Bool {
        guard event.timer != Self.none, generations[Int(event.timer)] & 1 == 1 else { return false }
        retire(event.timer)
        return true
    }

    @inlinable mutating func cancel(_ timer: Timer) -> Bool {
        guard timer.slot != Self.none, generations[Int(timer.slot)] == timer.generation else { return false }
        generations[Int(timer.slot)] |= 1
        return true
    }

    @usableFromInline mutating func grow() {
        generations = Self.doubled(generations, capacity)
        nextFree = Self.doubled(nextFree, capacity)
        capacity *= 2
        prepare(from: capacity / 2)
    }

    private static func doubled(_ old: UnsafeMutablePointer<UInt32>, _ count: UInt32) -> UnsafeMutablePointer<UInt32> {
        let new = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * Int(count))
        new.moveInitialize(from: old, count: Int(count))
        old.deallocate()
        return new
    }

    private mutating func prepare(from first: UInt32) {
        for slot in first..<capacity {
            generations[Int(slot)] = 0
            nextFree[Int(slot)] = slot + 1
        }
        firstFree = first
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
