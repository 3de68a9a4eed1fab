// SPDX-License-Identifier: GPL-3.0-or-later

/// Latency, time to level and exposure of the answered requests of the cohort.
extension Counts {
    /// The share of answers at the level or higher at an age; at L0 all of them, at every age.
    public func share(at level: Level, and age: Age) -> Double {
        level == .unassured
            ? ratio(cohort.answered, cohort.answered) : ratio(reached[LevelAtAge(level, age)], cohort.answered)
    }

    /// The mean time an answer is usable below the target level, in seconds.
    public var meanExposure: Double { ratio(exposureSeconds, cohort.answered) }

    /// Wrong answers usable below the target level, per 1,000 answers.
    public var wrongExposedPerThousand: Double { 1000 * ratio(wrongExposed, cohort.answered) }

    /// In seconds.
    public var meanFirstToken: Double { ratio(firstTokenSeconds, cohort.answered) }

    /// In seconds.
    public var meanTotal: Double { ratio(totalSeconds, cohort.answered) }

    /// The time to first token that a share `p` of the answers does not exceed, in seconds.
    public func firstTokenQuantile(_ p: Double) -> Double { quantile(p, of: firstTokenTimes) }

    /// The total time that a share `p` of the answers does not exceed, in seconds.
    public func totalQuantile(_ p: Double) -> Double { quantile(p, of: totalTimes) }

    /// Linear within the bin, whose width bounds the error: at most 23 % of the value. Infinite in the last bin.
    private func quantile(_ p: Double, of times: Tally<74, LatencyBin>) -> Double {
        precondition(p > 0 && p < 1, "share of a quantile: expected above 0 and below 1, found \(p)")
        let wanted = p * times.sum
        guard wanted > 0 else { return .nan }
        var below = 0.0
        for bin in LatencyBin.all {
            let inside = times[bin]
            if inside > 0, below + inside >= wanted {
                guard bin.upper.isFinite else { return .infinity }
                return bin.lower + (bin.upper - bin.lower) * (wanted - below) / inside
            }
            below += inside
        }
        return LatencyBin.all.last { times[$0] > 0 }?.upper ?? .nan
    }
}
