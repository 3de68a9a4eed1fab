// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The pending-event set: a heap of what is near and buckets for what is far, popped in the total order.
///
/// With few events everything is near and the buckets are never touched. A heap that outgrows its limit is dealt to the
/// buckets and refilled from the earliest one whenever it runs empty; once the buckets have run empty the set is a plain
/// heap again. The popped order is the same in either state, so the switch cannot be noticed except in speed.
///
/// Monotone: an event must not be earlier than the last one popped.
@usableFromInline struct PendingEvents: ~Copyable {
    /// Largest heap without buckets. Measured: below it the heap is faster, above it the buckets are.
    @usableFromInline static let nearMost = 256
    /// Largest bucket that is moved into the heap at once rather than dealt out further.
    @usableFromInline static let bucketMost = 96

    @usableFromInline var near = NearHeap(capacity: 1024)
    @usableFromInline var far = FarBuckets()
    /// Everything earlier than this is in the heap, everything else in the buckets.
    @usableFromInline var nearEnd = UInt64.max
    /// A heap larger than this is dealt out. At least twice what the last refill brought, so that a crowd at one instant
    /// is not dealt out again and again.
    @usableFromInline var nearLimit = Self.nearMost

    @usableFromInline init() {}

    @inlinable var count: Int { near.count + far.count }

    @inlinable @inline(__always) mutating func push(_ event: Event) {
        if UInt64(bitPattern: event.time.count) < nearEnd {
            near.push(event)
            if near.places > nearLimit { spread() }
        } else {
            far.push(event)
        }
    }

    /// The earliest event without removing it, or nil.
    @inlinable @inline(__always) mutating func first() -> Event? {
        if let event = near.first() { return event }
        guard far.count > 0 else { return nil }
        refill()
        return near.first()
    }

    /// - Precondition: `first()` has just returned an event.
    @inlinable @inline(__always) mutating func removeFirst() { near.removeFirst() }

    /// Deals the outgrown heap to the buckets. With empty buckets the frontier becomes the earliest time; otherwise it
    /// is the start of the bucket that the heap came from, below which all buckets are empty.
    @usableFromInline mutating func spread() {
        if far.count == 0 { far.frontier = UInt64(bitPattern: near.events[0].time.count) }
        for place in 0..<near.places { far.push(near.events[place]) }
        near.places = 0
        refill()
    }

    @usableFromInline mutating func refill() {
        nearEnd = far.open(into: &near, most: Self.bucketMost)
        if far.count == 0 { nearEnd = .max }
        nearLimit = max(Self.nearMost, 2 * near.count)
    }
}
