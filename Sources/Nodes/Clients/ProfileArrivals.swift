// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness

/// Independent arrivals whose rate follows a repeating profile of minutes, like a recorded day.
///
/// A Poisson process run through the inverse of its cumulative rate: exact, with one draw per arrival whatever the
/// profile, so two profiles over the same draws stay in step (Çinlar, "Introduction to Stochastic Processes", 1975,
/// section 4.7). The profile begins at a minute drawn for each replication.
public final class ProfileArrivals: ArrivalProcess {
    public static let declaration = Declaration(
        "profile", "Independent arrivals whose rate follows the minutes of a recorded workload, repeated.",
        [Parameter("workload", .reference(to: "workload"), "Whose minutes the rate follows.")])

    /// Expected arrivals up to the end of each minute of one round.
    private let cumulative: [Double]
    private let firstMinute: Int
    private var operational: Double
    private var round = 0.0
    private var minute: Int
    private var gaps: Stream

    /// - Parameters:
    ///   - rate: mean arrivals per second over the profile, zero for none.
    ///   - perMinute: relative rates, none negative, at least one positive.
    ///   - offset: uniform in (0, 1); chooses the minute the run begins with.
    public init(rate: Double, perMinute: [Double], offset: Double, stream: Stream) {
        let mean = perMinute.reduce(0, +) / Double(perMinute.count)
        require(mean > 0, "profile: expected a minute with arrivals, found none in \(perMinute.count)")
        var sum = 0.0
        cumulative = perMinute.map { relative in
            sum += relative / mean * rate * 60
            return sum
        }
        firstMinute = min(Int(offset * Double(perMinute.count)), perMinute.count - 1)
        minute = firstMinute
        operational = firstMinute == 0 ? 0 : cumulative[firstMinute - 1]
        gaps = stream
    }

    override public func next() -> Nanoseconds {
        let total = cumulative[cumulative.count - 1]
        guard total > 0 else { return .never }
        operational += gaps.exponential()
        if operational >= total {
            // By division, not step by step: of a tiny rate one gap is many rounds.
            let rounds = (operational / total).rounded(.down)
            operational = max(0, operational - rounds * total)
            round += rounds
            minute = 0
        }
        while minute < cumulative.count - 1, cumulative[minute] <= operational { minute += 1 }
        let before = minute == 0 ? 0 : cumulative[minute - 1]
        let width = cumulative[minute] - before
        let within = width > 0 ? min(1, (operational - before) / width) : 0
        let minutes = round * Double(cumulative.count) + Double(minute - firstMinute) + within
        return Nanoseconds(saturating: minutes * 60)
    }
}
