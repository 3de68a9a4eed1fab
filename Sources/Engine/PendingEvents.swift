// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The pending-event set: a sorted run and a heap of what is near, buckets for what is far, popped in the total order.
///
/// With few events everything is in the heap and the rest is never touched. A heap that outgrows its limit is dealt to the
/// buckets; from then on the earliest bucket is sorted into the run whenever run and heap are empty, and the heap takes
/// only what is scheduled before the end of that bucket. Once the buckets have run empty the set is a plain heap again. The
/// popped order is the same in either state, so the switch cannot be noticed except in speed.
///
/// Monotone: an event must not be earlier than the last one popped.
@usableFromInline struct PendingEvents: ~Copyable {
    /// Largest heap without buckets. Measured: below it the heap is faster, above it the buckets are.
    @usableFromInline static let nearMost = 256

    /// What the last opened bucket held, in order.
    @usableFromInline var run = SortedRun()
    /// What came later and is earlier than `nearEnd`; everything, while the set is small.
    @usableFromInline var near = NearHeap(capacity: 1024)
    @usableFromInline var far = FarBuckets()
    /// Which of the events are cancelled. Buckets drop those when they are opened.
    @usableFromInline var timers = TimerTable()
    /// Everything earlier than this is in the run or the heap, everything else in the buckets.
    @usableFromInline var nearEnd = UInt64.max
    /// A heap larger than this is dealt out. At least twice what the last refill brought, so that a crowd at one instant
    /// is not dealt out again and again.
    @usableFromInline var nearLimit = Self.nearMost
    /// Whether the earliest event was found in the run.
    @usableFromInline var isFirstInRun = false
    /// Whether a bucket has been opened since somebody last asked; whoever does takes the flag down.
    @usableFromInline var isRunNew = false

    @usableFromInline init() {}

    @inlinable var count: Int { run.count + near.count + far.count }

    @inlinable @inline(__always) mutating func push(_ event: Event) {
        if UInt64(bitPattern: event.time.count) < nearEnd {
            if near.hasHole { return near.fillHole(event) }
            near.append(event)
            if near.places > nearLimit { spread() }
        } else {
            far.push(event)
        }
    }

    /// The earliest event without removing it, or nil. It may have been cancelled.
    @inlinable @inline(__always) mutating func first() -> Event? {
        if near.hasHole { near.close() }
        if run.isEmpty {
            isFirstInRun = false
            if near.places > 0 { return near.events[0] }
            // A bucket may have held nothing but cancelled events.
            while run.isEmpty, near.places == 0 {
                guard far.count > 0 else { return nil }
                refill()
            }
            if run.isEmpty { return near.events[0] }
            isRunNew = true
        } else if near.places > 0, near.events[0].key < run.next.pointee.key {
            isFirstInRun = false
            return near.events[0]
        }
        isFirstInRun = true
        return run.next.pointee
    }

    /// - Precondition: `first()` has just returned an event.
    @inlinable @inline(__always) mutating func removeFirst() {
        if isFirstInRun { run.next += 1 } else { near.removeFirst() }
    }

    /// Deals the outgrown heap, and what is left of the run, to the buckets. With empty buckets the frontier becomes the
    /// earliest time; otherwise it is the start of the bucket that the run came from, below which all buckets are empty.
    @usableFromInline mutating func spread() {
        if far.count == 0 {
            let earliest = run.isEmpty ? near.events[0].time : min(near.events[0].time, run.next.pointee.time)
            far.frontier = UInt64(bitPattern: earliest.count)
        }
        for place in 0..<near.places { far.push(near.events[place]) }
        near.places = 0
        while !run.isEmpty {
            far.push(run.next.pointee)
            run.next += 1
        }
        refill()
    }

    @usableFromInline mutating func refill() {
        nearEnd = far.open(into: &run, crowd: &near, &timers)
        if far.count == 0 { nearEnd = .max }
        nearLimit = max(Self.nearMost, 2 * near.count)
    }
}
