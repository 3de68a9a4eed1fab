// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// Exponential times in whole nanoseconds, drawn ahead a batch at a time.
///
/// The same times, in the same order, as `stream.exponential() * mean` rounded one by one. Drawing ahead takes the
/// logarithm's latency out of the way of the event loop, and lets the processor work on several at once: an arrival or
/// service process costs two loads and an increment per draw.
public struct ExponentialTimes: ~Copyable {
    @usableFromInline static var batch: Int { 64 }
    @usableFromInline static var batchBytes: Int { batch * MemoryLayout<Nanoseconds>.stride }

    /// Behind a pointer, so that drawing changes nothing in the component that holds this: a change there would be
    /// checked for exclusive access at run time, which costs more than the draw.
    @usableFromInline let state: UnsafeMutablePointer<State>

    @usableFromInline struct State {
        /// The next time. A batch begins at a multiple of its size in memory, so that where one ends, and at the very
        /// first, the address says so.
        @usableFromInline var cursor: UnsafeMutablePointer<Nanoseconds>
        @usableFromInline let times: UnsafeMutablePointer<Nanoseconds>
        /// Room for the batch before it is rounded, and the stream behind it.
        let draws: UnsafeMutablePointer<Double>
        var stream: Stream
        /// In nanoseconds.
        let mean: Double
    }

    /// - Parameter mean: in seconds, positive; infinite for "never".
    public init(mean: Double, _ stream: Stream) {
        require(mean > 0, "exponential times: expected a positive mean, found \(mean) s")
        let times = UnsafeMutableRawPointer.allocate(byteCount: Self.batchBytes, alignment: Self.batchBytes)
            .bindMemory(to: Nanoseconds.self, capacity: Self.batch)
        state = .allocate(capacity: 1)
        state.initialize(
            to: State(
                cursor: times, times: times, draws: .allocate(capacity: Self.batch), stream: stream,
                mean: mean * 1e9))
    }

    deinit {
        state.pointee.times.deallocate()
        state.pointee.draws.deallocate()
        state.deallocate()
    }

    /// The next time; at most 36.8 means, `never` when that is beyond the range of the clock. Consumes one word.
    @inlinable @inline(__always) public func next() -> Nanoseconds {
        if UInt(bitPattern: state.pointee.cursor) & UInt(Self.batchBytes - 1) == 0 { refill() }
        let time = state.pointee.cursor.pointee
        state.pointee.cursor += 1
        return time
    }

    /// The variant of the C loop for the processor at hand, chosen at first use.
    private static let variant = trilemma_widest_variant()

    @usableFromInline @inline(never) func refill() {
        let (times, draws, mean) = (state.pointee.times, state.pointee.draws, state.pointee.mean)
        var stream = state.pointee.stream
        for place in 0..<Self.batch { draws[place] = stream.uniform() }
        trilemma_exponentials(Self.variant, draws, Self.batch, mean)
        if mean < Self.exactlyRoundable / 64 {
            // Adding 1.5 · 2^52 leaves the nearest whole number, ties to even, in the low bits: no call, no branch.
            for place in 0..<Self.batch {
                let bits = (draws[place] + 0x1.8p52).bitPattern &- (0x1.8p52).bitPattern
                times[place] = Nanoseconds(Int64(bitPattern: bits))
            }
        } else {
            for place in 0..<Self.batch { times[place] = Self.clamped(draws[place]) }
        }
        state.pointee.stream = stream
        state.pointee.cursor = times
    }

    /// Below this magnitude the rounding by addition is exact.
    private static var exactlyRoundable: Double { 0x1p51 }

    private static func clamped(_ nanoseconds: Double) -> Nanoseconds {
        nanoseconds < 0x1p63 ? Nanoseconds(Int64(nanoseconds.rounded(.toNearestOrEven))) : .never
    }
}
