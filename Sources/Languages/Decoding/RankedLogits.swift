// SPDX-License-Identifier: GPL-3.0-or-later

/// A token and its logit.
public struct RankedLogit: Hashable, Sendable {
    public let token: Int32
    public let logit: Float

    public init(token: Int32, logit: Float) {
        self.token = token
        self.logit = logit
    }

    /// Larger logits first, then lower ids; a NaN after all numbers.
    func ranks(before other: RankedLogit) -> Bool {
        if logit > other.logit { return true }
        if logit < other.logit { return false }
        if logit.isNaN != other.logit.isNaN { return other.logit.isNaN }
        return token < other.token
    }
}

extension RankedLogit {
    /// The largest logits, sorted by logit, ties by the lowest id.
    ///
    /// A heap holds the best so far with the worst of them on top, which most logits are held against once and no more.
    /// - Complexity: O(n log count) at worst, O(n) for logits in no order.
    public static func largest(_ count: Int, of logits: UnsafeBufferPointer<Float>) -> [RankedLogit] {
        var heap: [RankedLogit] = []
        heap.reserveCapacity(count)
        for (token, logit) in logits.enumerated() {
            let candidate = RankedLogit(token: Int32(token), logit: logit)
            if heap.count < count {
                heap.append(candidate)
                if heap.count == count {
                    for place in stride(from: count / 2 - 1, through: 0, by: -1) { sink(place, in: &heap) }
                }
            } else if let worst = heap.first, !(logit <= worst.logit), candidate.ranks(before: worst) {
                heap[0] = candidate
                sink(0, in: &heap)
            }
        }
        return heap.sorted { $0.ranks(before: $1) }
    }

    /// Restores the heap below a place.
    private static func sink(_ place: Int, in heap: inout [RankedLogit]) {
        var parent = place
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[worst].ranks(before: heap[child]) { worst = child }
            }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
