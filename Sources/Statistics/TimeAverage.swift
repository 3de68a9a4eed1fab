// SPDX-License-Identifier: GPL-3.0-or-later

/// The mean over time of a value that stays until it changes: queue length, nodes up.
///
/// Instants are whole numbers of any unit of time, so that no length of time is rounded.
public struct TimeAverage: Sendable, Equatable {
    private var start: Int64
    private var last: Int64
    private var integral = 0.0
    /// The value since the last change.
    public private(set) var value: Double

    /// - Parameters:
    ///   - start: the instant from which the average counts.
    ///   - value: the value at that instant.
    public init(from start: Int64, value: Double) {
        self.start = start
        last = start
        self.value = value
    }

    /// The value changes.
    /// - Precondition: `time` is not before the last change.
    /// - Complexity: O(1).
    public mutating func change(to value: Double, at time: Int64) {
        advance(to: time)
        self.value = value
    }

    /// The average counts from `time` on: the end of the warm-up.
    /// - Precondition: `time` is not before the last change.
    public mutating func restart(at time: Int64) {
        advance(to: time)
        integral = 0
        start = time
    }

    /// The mean from the start to `time`; NaN when no time has passed.
    /// - Precondition: `time` is not before the last change.
    public func mean(until time: Int64) -> Double {
        precondition(time >= last, "time average: expected an instant from \(last) on, found \(time)")
        return (integral + value * Double(time - last)) / Double(time - start)
    }

    private mutating func advance(to time: Int64) {
        precondition(time >= last, "time average: expected an instant from \(last) on, found \(time)")
        integral += value * Double(time - last)
        last = time
    }
}
