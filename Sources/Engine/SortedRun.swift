// SPDX-License-Identifier: GPL-3.0-or-later

/// The events of one opened bucket, sorted once and then read in order.
///
/// Sorted by counting, for each event, how many of the others come before it: a number of comparisons that grows with the
/// square, but none of them decides a branch, which for some dozens of events is faster than any sort that predicts.
///
/// Complexity: `sort` O(count²); everything else constant.
@usableFromInline struct SortedRun: ~Copyable {
    /// Most events in a run. Measured: with fewer the buckets are opened too often, with more the counting shows.
    @usableFromInline static let most = 32

    @usableFromInline let events: UnsafeMutablePointer<Event>
    /// The next event to read, and the end of those there are.
    @usableFromInline var next: UnsafeMutablePointer<Event>
    @usableFromInline var end: UnsafeMutablePointer<Event>
    /// Where a bucket is put before it is sorted.
    @usableFromInline let unsorted: UnsafeMutablePointer<Event>

    @usableFromInline init() {
        events = .allocate(capacity: Self.most)
        unsorted = .allocate(capacity: Self.most)
        next = events
        end = events
    }

    @inlinable deinit {
        events.deallocate()
        unsorted.deallocate()
    }

    @inlinable var count: Int { end - next }
    @inlinable var isEmpty: Bool { next == end }

    /// All that is left to read, in order.
    @inlinable var rest: UnsafeBufferPointer<Event> { UnsafeBufferPointer(start: next, count: count) }

    /// Takes the first `count` of `unsorted`, in order.
    /// - Precondition: the run has been read to its end; at most `most` events.
    @usableFromInline mutating func sort(_ count: Int) {
        let last = unsorted + count
        var event = unsorted
        while event != last {
            let key = event.pointee.key
            var (earlier, other) = (0, unsorted)
            while other != last {
                // The truth value as a number: written as a choice, it may be compiled to a branch.
                earlier &+= Int(unsafeBitCast(other.pointee.key < key, to: UInt8.self))
                other += 1
            }
            events[earlier] = event.pointee
            event += 1
        }
        next = events
        end = events + count
    }
}
