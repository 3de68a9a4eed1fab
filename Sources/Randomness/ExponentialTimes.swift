// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Exponential times in whole nanoseconds, drawn ahead a batch at a time.
///
/// The same times, in the same order, as `stream.exponential() * mean` rounded one by one. Drawing ahead takes the
/// logarithm's latency out of the way of the event loop, and lets the processor work on several at once: an arrival or
/// service process costs a load and an increment per draw.
public struct ExponentialTimes: ~Copyable {
    @usableFromInline static let batch = 64

    @usableFromInline let times: UnsafeMutablePointer<Nanoseconds>
    @usableFromInline var cursor: UnsafeMutablePointer<Nanoseconds>
    @usableFromInline let end: UnsafeMutablePointer<Nanoseconds>
    /// Room for the batch before it is rounded, and the stream behind it.
    @usableFromInline let draws: UnsafeMutablePointer<Double>
    @usableFromInline let stream: UnsafeMutablePointer<Stream>
    /// In nanoseconds.
    @usableFromInline let mean: Double

    /// - Parameter mean: in seconds, positive; infinite for "never".
    public init(mean: Double, _ stream: Stream) {
        require(mean > 0, "exponential times: expected a positive mean, found \(mean) s")
        self.mean = mean * 1e9
        times = .allocate(capacity: Self.batch)
        end = times + Self.batch
        cursor = end
        draws = .allocate(capacity: Self.batch)
        self.stream = .allocate(capacity: 1)
        self.stream.initialize(to: stream)
    }

    @inlinable deinit {
        times.deallocate()
        draws.deallocate()
        stream.deallocate()
    }

    /// The next time; at most 36.8 means, `never` when that is beyond the range of the clock. Consumes one word.
    @inlinable @inline(__always) public mutating func next() -> Nanoseconds {
        if cursor == end { refill() }
        let time = cursor.pointee
        cursor += 1
        return time
    }

    @usableFromInline @inline(never) mutating func refill() {
        for place in 0..<Self.batch { draws[place] = stream.pointee.uniform() }
        for place in 0..<Self.batch { draws[place] = -PortableMath.logOfNormal(draws[place]) * mean }
        if mean < Self.exactlyRoundable / 64 {
            // Adding 1.5 · 2^52 leaves the nearest whole number, ties to even, in the low bits: no call, no branch.
            for place in 0..<Self.batch {
                let bits = (draws[place] + 0x1.8p52).bitPattern &- (0x1.8p52).bitPattern
                times[place] = Nanoseconds(Int64(bitPattern: bits))
            }
        } else {
            for place in 0..<Self.batch { times[place] = Self.clamped(draws[place]) }
        }
        cursor = times
    }

    /// Below this magnitude the rounding by addition is exact.
    private static let exactlyRoundable = 0x1p51

    private static func clamped(_ nanoseconds: Double) -> Nanoseconds {
        nanoseconds < 0x1p63 ? Nanoseconds(Int64(nanoseconds.rounded(.toNearestOrEven))) : .never
    }
}
