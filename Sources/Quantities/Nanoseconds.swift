// SPDX-License-Identifier: GPL-3.0-or-later

/// A simulated instant or a length of simulated time, in whole nanoseconds.
///
/// One type serves both: an instant is the length of time since the start of the run. Integers make the order of events
/// exact and the same on every machine; the range is ± 292 years. Arithmetic traps on overflow.
public struct Nanoseconds: Hashable, Comparable, BitwiseCopyable, Sendable {
    public var count: Int64

    @inlinable public init(_ count: Int64) { self.count = count }

    public static let zero = Nanoseconds(0)
    /// Later than everything that can happen.
    public static let never = Nanoseconds(.max)

    /// The nearest whole number of nanoseconds, ties to even.
    /// - Precondition: `seconds` is finite and within ± 9.2e9.
    @inlinable public init(seconds: Double) {
        self.count = Int64((seconds * 1e9).rounded(.toNearestOrEven))
    }

    /// A hundred years: later than any horizon, and so early that two of them and a run can be added.
    public static let farthest = Nanoseconds(3_155_760_000_000_000_000)

    /// As `init(seconds:)`, but at most `farthest`, however large the number.
    /// - Precondition: `seconds` is a number from 0 on.
    @inlinable public init(saturating seconds: Double) {
        self.init(seconds: min(seconds, 3_155_760_000))
    }

    /// In seconds, rounded to the nearest Double.
    @inlinable public var seconds: Double { Double(count) / 1e9 }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.count < b.count }
    @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.count + b.count) }
    @inlinable public static func - (a: Self, b: Self) -> Self { Self(a.count - b.count) }
    @inlinable public static func * (a: Self, times: Int64) -> Self { Self(a.count * times) }
    @inlinable public static func += (a: inout Self, b: Self) { a.count += b.count }
    @inlinable public static func -= (a: inout Self, b: Self) { a.count -= b.count }
}

extension Nanoseconds: CustomStringConvertible {
    /// As a person would write it, with the largest unit that leaves at least one: `1.5 s`, `250 ms`.
    public var description: String {
        let magnitude = count.magnitude
        for (unit, factor) in [("s", 1_000_000_000.0), ("ms", 1_000_000.0), ("µs", 1_000.0)]
        where Double(magnitude) >= factor {
            return Quantity.shortest(Double(count) / factor) + " " + unit
        }
        return "\(count) ns"
    }
}
