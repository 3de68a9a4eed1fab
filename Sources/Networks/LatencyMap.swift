// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness

/// How long a message travels from one region to another.
///
/// The one-way delay is lognormal with half the round trip's median as its median and half its 90th percentile as its
/// 90th percentile. Halving a round trip is the usual convention where only round trips are measured (commonware
/// estimator, code); the lognormal shape is assumed. Directions differ, as measured ones do.
public struct LatencyMap: Sendable {
    /// A delay in logarithms of seconds: exp(median + spread · z), z standard normal.
    public struct Delay: Sendable {
        public let median: Double
        public let spread: Double

        /// - Parameters:
        ///   - p50: median round trip in seconds, above zero.
        ///   - p90: 90th percentile of the round trip in seconds, at least `p50`.
        public init(p50: Double, p90: Double) {
            require(p50 > 0 && p90 >= p50, "round trip: expected 0 < p50 <= p90, found \(p50) s and \(p90) s")
            median = PortableMath.log(p50 / 2)
            spread = PortableMath.log(p90 / p50) / Self.standardNormal90
        }

        /// The 90 % quantile of the standard normal distribution.
        private static let standardNormal90 = 1.2815515655446004
    }

    /// In the order of the region indices.
    public let regions: [String]
    /// Row = origin, column = destination.
    @usableFromInline let delays: [Delay]

    /// - Parameter delays: one row per region, each with one delay per region.
    public init(regions: [String], delays: [[Delay]]) {
        require(
            delays.count == regions.count && delays.allSatisfy { $0.count == regions.count },
            "latency map: expected a square of \(regions.count) regions, found rows of \(delays.map(\.count))")
        self.regions = regions
        self.delays = delays.flatMap { $0 }
    }

    /// One draw of the one-way delay, at most `Nanoseconds.farthest`. Consumes one word of the stream. Complexity: O(1).
    @inlinable public func delay(from origin: Int, to destination: Int, _ stream: inout Stream) -> Nanoseconds {
        let delay = delays[origin * regions.count + destination]
        let seconds = PortableMath.exp(delay.median + delay.spread * stream.normal())
        return Nanoseconds(Int64(min(seconds * 1e9, 3.15576e18)))
    }

    /// The destinations that occur in `candidates`, nearest by median first; ties in the given order.
    public func nearest(to origin: Int, among candidates: [Int]) -> [Int] {
        candidates.enumerated().sorted { a, b in
            let (first, second) = (
                delays[origin * regions.count + a.element], delays[origin * regions.count + b.element]
            )
            return (first.median, a.offset) < (second.median, b.offset)
        }.map(\.element)
    }
}
