// SPDX-License-Identifier: GPL-3.0-or-later

/// A binary heap of events in contiguous memory, smallest key first.
///
/// Two things make it fast. The way down chooses the smaller child by arithmetic, all the way to a leaf, and only then
/// lets the event rise from there (Floyd's variant; Wegener, "Bottom-up-heapsort", TCS 118, 1993), so no comparison
/// decides a branch. And a removed root stays a hole until it is known what comes next: handling an event nearly always
/// schedules another, which then goes down from the root at once instead of a removal and an insertion.
///
/// Complexity: `push` and `first` O(log n).
@usableFromInline struct NearHeap: ~Copyable {
    @usableFromInline var events: UnsafeMutablePointer<Event>
    /// Places in use, the hole among them.
    @usableFromInline var places = 0
    /// Whether the root has been removed and not been replaced yet.
    @usableFromInline var hasHole = false
    @usableFromInline var capacity: Int

    /// One place more than `capacity` is allocated, so that a last, single child has a sibling that may be read.
    @usableFromInline init(capacity: Int) {
        self.capacity = capacity
        self.events = .allocate(capacity: capacity + 1)
    }

    @inlinable deinit { events.deallocate() }

    @inlinable var count: Int { hasHole ? places - 1 : places }

    @inlinable @inline(__always) mutating func push(_ event: Event) {
        if hasHole { fillHole(event) } else { append(event) }
    }

    /// - Precondition: no hole.
    @usableFromInline mutating func append(_ event: Event) {
        if places == capacity { grow() }
        places &+= 1
        rise(event, from: places &- 1)
    }

    /// With up to two events no loop is needed, and this is all that is compiled into the place of the call.
    /// - Precondition: a hole.
    @inlinable @inline(__always) mutating func fillHole(_ event: Event) {
        hasHole = false
        if places > 2 { return sink(event) }
        if places == 2, events[1].key < event.key {
            events[0] = events[1]
            events[1] = event
        } else {
            events[0] = event
        }
    }

    /// The earliest event; stays where it is. Closes the hole first.
    @inlinable @inline(__always) mutating func first() -> Event? {
        if hasHole { close() }
        return places == 0 ? nil : events[0]
    }

    /// - Precondition: `first()` has just returned an event.
    @inlinable @inline(__always) mutating func removeFirst() { hasHole = true }

    @inlinable mutating func close() {
        hasHole = false
        places &-= 1
        if places > 0 { sink(events[places]) }
    }

    /// Fills the root with the event, restoring the order below.
    @usableFromInline mutating func sink(_ event: Event) {
        var hole = 0
        var child = 1
        while child &+ 1 < places {
            child &+= events[child &+ 1].key < events[child].key ? 1 : 0
            events[hole] = events[child]
            hole = child
            child = hole &<< 1 | 1
        }
        if child < places {
            // A last child without a sibling.
            events[hole] = events[child]
            hole = child
        }
        rise(event, from: hole)
    }

    /// Moves the larger ancestors of `start` down and puts the event where it belongs.
    @inline(__always) private mutating func rise(_ event: Event, from start: Int) {
        var place = start
        let key = event.key
        while place > 0 {
            let parent = (place &- 1) &>> 1
            if events[parent].key <= key { break }
            events[place] = events[parent]
            place = parent
        }
        events[place] = event
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Event>.allocate(capacity: 2 * capacity + 1)
        larger.moveInitialize(from: events, count: places)
        events.deallocate()
        events = larger
        capacity *= 2
    }
}
