// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness

/// When requests of one demand arrive.
///
/// An implementation is a final class with its own stream, so that neither a retry nor another demand shifts it.
open class ArrivalProcess {
    public init() {}

    /// The time of the next arrival, never before the previous one; `never` when there are no more.
    open func next() -> Nanoseconds { .never }

    /// The lengths that come with the arrival `next` has just returned, when the process knows them (a replayed trace).
    open var tokens: (input: Int, output: Int)? { nil }
}

/// Arrivals at a constant rate, independent of each other.
public final class PoissonArrivals: ArrivalProcess {
    public static let declaration = Declaration("poisson", "Independent arrivals at a constant rate.")

    private var clock = Nanoseconds.zero
    private let gaps: ExponentialTimes

    /// - Parameter rate: arrivals per second, zero for none.
    public init(rate: Double, stream: Stream) {
        gaps = ExponentialTimes(mean: rate > 0 ? 1 / rate : .infinity, stream)
    }

    override public func next() -> Nanoseconds {
        let gap = gaps.next()
        if gap >= Nanoseconds.never - clock { return .never }
        clock += gap
        return clock
    }
}
