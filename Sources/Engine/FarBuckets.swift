// SPDX-License-Identifier: GPL-3.0-or-later

import Memory
import Quantities

/// Events that are not near yet, in buckets that get coarser with distance.
///
/// A bucket at level L spans 64^L nanoseconds. An event lies at the level of the highest base-64 digit in which its time
/// differs from the frontier, in the bucket of its own digit there: a monotone radix heap (Ahuja, Mehlhorn, Orlin,
/// Tarjan, JACM 37, 1990) with digits of six bits. Nothing within a bucket is ordered. The earliest bucket is the lowest
/// occupied level's lowest occupied bucket; opening it makes its start the new frontier and deals its events to lower
/// levels. An event moves at most once per level, sequentially through memory, which is why a million pending events
/// cost little more than a thousand.
///
/// Chunks of a shared slab hold the events, so that buckets neither allocate nor keep memory they do not use.
@usableFromInline struct FarBuckets: ~Copyable {
    @usableFromInline static let digitBits = 6
    @usableFromInline static let levels = 11
    @usableFromInline static let chunkEvents = 32

    /// The start of the last opened bucket: everything earlier is near.
    @usableFromInline var frontier: UInt64 = 0
    @usableFromInline var count = 0
    /// Bit L is set when level L holds anything; bit b of `occupied[L]` when its bucket b does.
    @usableFromInline var occupiedLevels: UInt64 = 0
    @usableFromInline let occupied: UnsafeMutablePointer<UInt64>
    @usableFromInline let buckets: UnsafeMutablePointer<Bucket>
    @usableFromInline var slab = Slab()

    /// How many events, and the chunk that takes the next one; earlier chunks are linked behind it.
    @usableFromInline struct Bucket {
        @usableFromInline var count: UInt32 = 0
        @usableFromInline var chunk: UInt32 = 0
        @inlinable init() {}
    }

    @usableFromInline init() {
        occupied = .allocate(capacity: Self.levels)
        occupied.initialize(repeating: 0, count: Self.levels)
        buckets = .allocate(capacity: Self.levels << Self.digitBits)
        buckets.initialize(repeating: Bucket(), count: Self.levels << Self.digitBits)
    }

    @inlinable deinit {
        occupied.deallocate()
        buckets.deallocate()
    }

    /// - Precondition: the event is not earlier than the end of the near part. Complexity: O(1).
    @inlinable mutating func push(_ event: Event) {
        let time = UInt64(bitPattern: event.time.count)
        let level = (63 - (time ^ frontier | 1).leadingZeroBitCount) / Self.digitBits
        let digit = Int(truncatingIfNeeded: time >> UInt64(level * Self.digitBits)) & 63
        let bucket = buckets + (level << Self.digitBits | digit)
        let place = Int(bucket.pointee.count) & (Self.chunkEvents - 1)
        if place == 0 { bucket.pointee.chunk = slab.take(before: bucket.pointee.chunk) }
        let free = slab.events + (Int(bucket.pointee.chunk) * Self.chunkEvents + place)
        free.pointee = event
        // The next event of the bucket may come much later: its cache line is on its way by then.
        (free + 2).fetch()
        bucket.pointee.count += 1
        occupied[level] |= 1 << UInt64(digit)
        occupiedLevels |= 1 << UInt64(level)
        count += 1
    }

    /// Moves the earliest bucket that a run can take into it, or a larger crowd at one instant into the heap. Cancelled
    /// events on the way are dropped, so that a deadline far ahead, which hardly ever comes, moves once.
    ///
    /// - Returns: the end of that bucket. Everything that stays is at or after it.
    /// - Precondition: the run is read to its end. Complexity: O(levels) per event over its life.
    @usableFromInline mutating func open(
        into run: inout SortedRun, crowd: inout NearHeap, _ timers: inout TimerTable
    ) -> UInt64 {
        while count > 0 {
            let level = occupiedLevels.trailingZeroBitCount
            let digit = occupied[level].trailingZeroBitCount
            let shift = UInt64(level * Self.digitBits)
            let above = shift + 6 < 64 ? (frontier >> (shift + 6)) << (shift + 6) : 0
            frontier = above | UInt64(digit) << shift
            let bucket = detach(level: level, digit: digit)
            if bucket.count <= SortedRun.most {
                var count = 0
                drain(bucket, &timers) { _, event in
                    run.unsorted[count] = event
                    count &+= 1
                }
                run.sort(count)
            } else if level == 0 {
                drain(bucket, &timers) { _, event in crowd.push(event) }
            } else {
                drain(bucket, &timers) { $0.push($1) }
                continue
            }
            let (end, overflow) = frontier.addingReportingOverflow(1 << shift)
            return overflow ? .max : end
        }
        return .max
    }

    /// Empties a bucket's entry; its chunks stay for the caller to drain.
    private mutating func detach(level: Int, digit: Int) -> Bucket {
        let index = level << Self.digitBits | digit
        let bucket = buckets[index]
        buckets[index] = Bucket()
        occupied[level] &= ~(1 << UInt64(digit))
        if occupied[level] == 0 { occupiedLevels &= ~(1 << UInt64(level)) }
        count -= Int(bucket.count)
        return bucket
    }

    /// Hands out the wanted events of a detached bucket, freeing each chunk as soon as it is read.
    @inline(__always)
    private mutating func drain(
        _ bucket: Bucket, _ timers: inout TimerTable, _ take: (inout FarBuckets, Event) -> Void
    ) {
        var chunk = bucket.chunk
        var inChunk = (Int(bucket.count) - 1) & (Self.chunkEvents - 1) + 1
        var left = Int(bucket.count)
        while left > 0 {
            fetchAhead(chunk, inChunk, timers)
            for place in 0..<inChunk {
                let event = slab.events[Int(chunk) * Self.chunkEvents + place]
                if !timers.drops(event) { take(&self, event) }
            }
            left -= inChunk
            inChunk = Self.chunkEvents
            chunk = slab.release(chunk)
        }
    }

    /// Begins to bring near what the events of a chunk ask of the timers, and the chunk to be drained after it.
    @inline(__always) private func fetchAhead(_ chunk: UInt32, _ count: Int, _ timers: borrowing TimerTable) {
        let events = slab.events + Int(chunk) * Self.chunkEvents
        for place in 0..<count { timers.fetch(events[place].timer) }
        (slab.events + Int(slab.links[Int(chunk)]) * Self.chunkEvents).fetch()
    }
}
