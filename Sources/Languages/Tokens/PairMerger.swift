// SPDX-License-Identifier: GPL-3.0-or-later

/// Merges neighbouring tokens of a piece, the pair that was learnt first before all others, until no pair is left
/// (R. Sennrich, B. Haddow, A. Birch, arXiv:1508.07909); of equal pairs the leftmost.
///
/// Candidates wait in a binary heap by (rank, place), tokens in a list that is linked both ways; a candidate whose tokens have
/// changed since is passed over.
struct PairMerger {
    /// A pair that can be merged: the lower the rank, the earlier.
    struct Merge: Sendable {
        let rank: Int32
        let result: Int32
    }

    private struct Candidate {
        let rank: Int32
        let place: Int
        let left: Int32
        let right: Int32

        static func < (a: Candidate, b: Candidate) -> Bool {
            a.rank != b.rank ? a.rank < b.rank : a.place < b.place
        }
    }

    static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    private let merges: [UInt64: Merge]
    private var tokens: [Int32]
    private var next: [Int]
    private var previous: [Int]
    private var heap: [Candidate] = []

    private init(_ tokens: [Int32], merges: [UInt64: Merge]) {
        self.tokens = tokens
        self.merges = merges
        next = Array(1..<tokens.count + 1)
        previous = Array(-1..<tokens.count - 1)
    }

    /// The tokens of a piece after all merges.
    /// - Complexity: O(n log n).
    static func merged(_ tokens: [Int32], by merges: [UInt64: Merge]) -> [Int32] {
        guard tokens.count > 1 else { return tokens }
        var merger = PairMerger(tokens, merges: merges)
        merger.run()
        // A token that was merged into the one before it is marked by -1.
        return merger.tokens.filter { $0 >= 0 }
    }

    private mutating func run() {
        for place in 0..<tokens.count - 1 { propose(place) }
        while let best = popped() {
            let right = next[best.place]
            guard tokens[best.place] == best.left, right < tokens.count, tokens[right] == best.right,
                let merge = merges[Self.key(best.left, best.right)]
            else { continue }
            tokens[best.place] = merge.result
            tokens[right] = -1
            next[best.place] = next[right]
            if next[right] < tokens.count { previous[next[right]] = best.place }
            propose(best.place)
            if previous[best.place] >= 0 { propose(previous[best.place]) }
        }
    }

    /// Puts the pair that starts at a place into the heap, if it can be merged.
    private mutating func propose(_ place: Int) {
        guard next[place] < tokens.count else { return }
        let (left, right) = (tokens[place], tokens[next[place]])
        guard let merge = merges[Self.key(left, right)] else { return }
        heap.append(Candidate(rank: merge.rank, place: place, left: left, right: right))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func popped() -> Candidate? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != parent else { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
