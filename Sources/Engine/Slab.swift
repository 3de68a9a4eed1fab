// SPDX-License-Identifier: GPL-3.0-or-later

import Memory

/// Equal chunks of event memory with a list of the free ones. Grows by doubling, never shrinks, and allocates nothing
/// once the run has seen its largest population.
@usableFromInline struct Slab: ~Copyable {
    @usableFromInline var events: UnsafeMutablePointer<Event>
    /// For a chunk in use, the chunk filled before it; for a free one, the next free one.
    @usableFromInline var links: UnsafeMutablePointer<UInt32>
    @usableFromInline var chunks: Int
    @usableFromInline var firstFree: UInt32 = 0

    @usableFromInline init(chunks: Int = 64) {
        self.chunks = chunks
        events = .scattered(chunks * FarBuckets.chunkEvents)
        links = .allocate(capacity: chunks)
        linkFree(from: 0)
    }

    @inlinable deinit {
        events.deallocate()
        links.deallocate()
    }

    /// A free chunk, linked to the one filled before it.
    @inlinable mutating func take(before: UInt32) -> UInt32 {
        if Int(firstFree) == chunks { grow() }
        let chunk = firstFree
        firstFree = links[Int(chunk)]
        links[Int(chunk)] = before
        // The next chunk is taken soon, and may not have been visited for long.
        (links + Int(firstFree)).fetch()
        (events + Int(firstFree) * FarBuckets.chunkEvents).fetch()
        return chunk
    }

    /// Frees a chunk. Returns the one that was filled before it.
    @inlinable mutating func release(_ chunk: UInt32) -> UInt32 {
        let before = links[Int(chunk)]
        links[Int(chunk)] = firstFree
        firstFree = chunk
        return before
    }

    @usableFromInline mutating func grow() {
        let more = UnsafeMutablePointer<Event>.scattered(2 * chunks * FarBuckets.chunkEvents)
        more.moveInitialize(from: events, count: chunks * FarBuckets.chunkEvents)
        events.deallocate()
        events = more
        let moreLinks = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * chunks)
        moreLinks.moveInitialize(from: links, count: chunks)
        links.deallocate()
        links = moreLinks
        chunks *= 2
        linkFree(from: chunks / 2)
    }

    /// Makes every chunk from `first` on free; the end of the list is the number of chunks.
    private mutating func linkFree(from first: Int) {
        for chunk in first..<chunks { links[chunk] = UInt32(chunk + 1) }
        firstFree = UInt32(first)
    }
}
