// SPDX-License-Identifier: GPL-3.0-or-later

/// The counts of one cell of a panel, replication by replication and stratum by stratum.
public struct Series: Sendable {
    struct Part: Sendable {
        let weight: Double
        /// In the order of the panel's replications.
        let replications: [Counts]
        let total: Counts

        init(weight: Double, replications: [Counts]) {
            self.weight = weight
            self.replications = replications
            var total = Counts()
            for counts in replications { total.add(counts) }
            self.total = total
        }
    }

    let parts: [Part]

    /// The number of replications.
    public var count: Int { parts[0].replications.count }

    /// The totals over replications, strata weighted; without the replication at an index of the panel's, if given.
    ///
    /// That replication is deleted in every stratum at once, and the strata keep their weights. Complexity: O(strata ×
    /// columns).
    public func totals(without deleted: Int? = nil) -> Counts {
        var sum = Counts()
        for part in parts {
            sum.add(deleted.map { part.total - part.replications[$0] } ?? part.total, times: part.weight)
        }
        return sum
    }

    /// The totals of all replications and without each in turn, ready for any number of statistics.
    ///
    /// Complexity: O(replications × strata × columns) time, O(replications × columns) memory.
    public var sample: Sample { Sample(all: totals(), deleted: (0..<count).map { totals(without: $0) }) }

    /// The plain sum over replications and strata, which a person can add up from the record.
    public var plainSum: Counts {
        var sum = Counts()
        for part in parts { sum.add(part.total) }
        return sum
    }

    /// The probability that a replication falls below a floor: the share of replications in which it does, each stratum
    /// with its weight; without one replication, if given.
    public func probability(without deleted: Int? = nil, that falls: (Counts) -> Bool) -> Double {
        var probability = 0.0, weights = 0.0
        for part in parts {
            for index in part.replications.indices where index != deleted {
                weights += part.weight
                if falls(part.replications[index]) { probability += part.weight }
            }
        }
        return ratio(probability, weights)
    }
}

/// Totals over all replications, and with each replication deleted in turn.
public struct Sample: Sendable {
    /// Of all replications, strata weighted.
    public let all: Counts
    /// Without each replication in turn.
    public let deleted: [Counts]

    /// A statistic of the totals with its jackknife.
    public func jackknife(_ statistic: (Counts) -> Double) -> Replicated {
        Replicated(value: statistic(all), deleted: deleted.map(statistic))
    }

    /// How many replications add anything to a total that is not negative: those whose deletion makes it smaller
    /// by more than rounding.
    public func replications(adding total: (Counts) -> Double) -> Int {
        let all = total(self.all)
        return deleted.count { total($0) < all * (1 - 1e-12) }
    }

    /// A statistic of two totals of the same replications, such as a ratio between scales.
    public func jackknife(with other: Sample, _ statistic: (Counts, Counts) -> Double) -> Replicated {
        Replicated(value: statistic(all, other.all), deleted: zip(deleted, other.deleted).map(statistic))
    }
}

extension Panel {
    /// The series of a cell, or nil when the record has no row of it.
    ///
    /// A cell with a stratum of its own has weight 1: results given that stratum. Complexity: O(rows of the cell).
    public func series(_ cell: Cell) -> Series? {
        let position = Dictionary(uniqueKeysWithValues: replications.enumerated().map { ($0.element, $0.offset) })
        var parts: [Series.Part] = []
        for stratum in strata(of: cell.layout) where cell.stratum == nil || cell.stratum == stratum.name {
            let group = Group(layout: cell.layout, variant: cell.variant, scale: cell.scale, stratum: stratum.name)
            guard let rows = groups[group] else { continue }
            var counts = Array(repeating: Counts(), count: replications.count)
            for row in rows where cell.holds(row.key) {
                guard let index = position[row.key.replication] else { continue }
                counts[index].add(row.counts)
            }
            parts.append(Series.Part(weight: cell.stratum == nil ? stratum.weight : 1, replications: counts))
        }
        return parts.isEmpty ? nil : Series(parts: parts)
    }
}

extension Panel.Cell {
    /// Whether a row of the cell's layout, variant, scale and stratum belongs to its region and model.
    func holds(_ key: RowKey) -> Bool {
        (region == nil || region == key.region) && (model == nil || model == key.model)
    }
}
