// SPDX-License-Identifier: GPL-3.0-or-later

/// How many requests are in which state; the requests of the cohort or of the whole run.
///
/// Held as Double, like all of `Counts`; whole numbers are exact to 2^53.
public struct StateCounts: Sendable {
    /// All requests.
    public var offered = 0.0
    /// Whose client saw an answer before it gave up.
    public var answered = 0.0
    /// Refused after the last retry, by reason.
    public var refused = Tally<5, RefusalReason>()
    /// Whose client gave up, by cause.
    public var timedOut = Tally<3, TimeoutCause>()
    /// Whose client went away.
    public var lost = 0.0
    /// Without an outcome yet.
    public var inFlight = 0.0

    /// Nothing counted.
    @inlinable public init() {}

    /// The requests that nothing accounts for: offered − (answered + refused + timed out + lost + in flight).
    ///
    /// Anything but 0 is a bug in whoever counted.
    public var unaccounted: Double { offered - (answered + refused.sum + timedOut.sum + lost + inFlight) }

    /// Counts one more offered request that is now in `state`.
    @inlinable public mutating func count(_ state: RequestState) {
        offered += 1
        enter(state, by: 1)
    }

    /// Counts the state in which a request ended that was counted as offered when it was: counted apart, the two sides of
    /// `unaccounted` can differ.
    @inlinable public mutating func end(in state: RequestState) { enter(state, by: 1) }

    /// Moves one request that was already counted from one state to another.
    @inlinable public mutating func move(from old: RequestState, to new: RequestState) {
        enter(old, by: -1)
        enter(new, by: 1)
    }

    @usableFromInline mutating func enter(_ state: RequestState, by step: Double) {
        switch state {
        case .inFlight: inFlight += step
        case .answered: answered += step
        case .refused(let reason): refused[reason] += step
        case .timedOut(let cause): timedOut[cause] += step
        case .lost: lost += step
        }
    }
}
