// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

extension Analysis {
    /// Accessibility over the regions of users: the worst, the unweighted mean; and the share of users below 0.5.
    public func regions(_ layout: String, scale: Int) -> (worst: Interval, mean: Interval, usersBelowHalf: Interval) {
        let samples = panel.regions.compactMap { sample(Panel.Cell(layout, scale: scale, region: $0)) }
        func part(_ path: KeyPath<Regions, Double>) -> Replicated {
            Replicated(replications: panel.replications.count) { deleted in
                Regions(samples.map { sample in deleted.map { sample.deleted[$0] } ?? sample.all })[keyPath: path]
            }
        }
        let offered = samples.reduce(0) { $0 + $1.all.cohort.offered }
        let users = samples.reduce(0) { $0 + $1.all.users }
        return (
            Interval(share: part(\.worst), trials: offered), Interval(share: part(\.mean), trials: offered),
            Interval(share: part(\.usersBelowHalf), trials: users)
        )
    }

    /// The probability that a replication's U at the target level falls below the study's floor, strata weighted; given
    /// one stratum, if named. Each replication is one trial.
    public func probabilityBelowFloor(_ layout: String, scale: Int, stratum: String? = nil) -> Interval {
        guard let series = panel.series(Panel.Cell(layout, scale: scale, stratum: stratum)) else { return .undefined }
        let jackknife = Replicated(replications: series.count) { deleted in
            series.probability(without: deleted) { $0.yield(at: study.target) < study.floor }
        }
        return Interval(share: jackknife, trials: Double(series.count))
    }

    /// What a layout was to be equal in (money by the hour when nothing was), and how far it is from the reference:
    /// realised / reference − 1. The residual is undefined without a reference.
    public func balance(_ layout: String, scale: Int) -> (realised: Interval, residual: Interval) {
        func amount(_ counts: Counts) -> Double {
            switch study.equalisation {
            case .nothing, .cost: counts.hourlyCost
            case .gpus: counts.paidGPUs
            case .power: counts.meanPower
            }
        }
        guard let sample = sample(Panel.Cell(layout, scale: scale)) else { return (.undefined, .undefined) }
        let realised = Interval(amount: sample.jackknife(amount))
        guard let reference = self.sample(Panel.Cell(study.reference, scale: scale)) else {
            return (realised, .undefined)
        }
        return (realised, Interval(amount: sample.jackknife(with: reference) { ratio(amount($0), amount($1)) - 1 }))
    }

    /// The share of answers at a level at each age of the grid; at L0 it is 1 by definition and has no interval.
    public func timeToLevel(_ layout: String, scale: Int, at level: Level) -> [(age: Age, share: Interval)] {
        guard let sample = sample(Panel.Cell(layout, scale: scale)) else { return [] }
        if level == .unassured { return Age.all.map { ($0, Interval(alone: sample.all.share(at: level, and: $0))) } }
        return Age.all.map { age in
            (
                age,
                Interval(share: sample.jackknife { $0.share(at: level, and: age) }, trials: sample.all.cohort.answered)
            )
        }
    }

    /// Verified inferences per second of a region, a model or both; the window is that of the layout as a whole.
    public func verifiedInferences(_ cell: Panel.Cell, at level: Level) -> Interval {
        let whole = Panel.Cell(cell.layout, cell.variant, scale: cell.scale, stratum: cell.stratum)
        guard let part = sample(cell), let all = sample(whole) else { return .undefined }
        return Interval(amount: part.jackknife(with: all) { ratio($0.right[level], $1.windowSeconds) })
    }

    /// The plain sums of a cell over replications and strata, for the lines of conservation.
    public func plainSum(_ cell: Panel.Cell) -> Counts { panel.series(cell)?.plainSum ?? Counts() }
}
