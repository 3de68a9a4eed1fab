// SPDX-License-Identifier: GPL-3.0-or-later

/// The rows of a record, sorted so that totals over any part of them, with or without a replication, are quick.
///
/// Replication r is one common world for every layout, variant, scale and stratum, so it is there everywhere or left out
/// everywhere: a replication with a failed row counts nowhere, and the panel says so.
public struct Panel: Sendable {
    /// Which rows a total is over. What is nil is summed over; strata are then weighted.
    public struct Cell: Hashable, Sendable {
        /// The layout's name.
        public var layout: String
        /// With the scheme, or the twin.
        public var variant: Variant
        /// The factor on demand and pools.
        public var scale: Int
        /// One stratum alone, or all of them weighted.
        public var stratum: String?
        /// One region of users, or everything.
        public var region: String?
        /// One model, or everything.
        public var model: String?

        /// A cell of the layout itself at scale 1, unless said otherwise.
        public init(
            _ layout: String, _ variant: Variant = .scheme, scale: Int = 1, stratum: String? = nil,
            region: String? = nil, model: String? = nil
        ) {
            self.layout = layout
            self.variant = variant
            self.scale = scale
            self.stratum = stratum
            self.region = region
            self.model = model
        }
    }

    /// A part of a layout's threat with its known probability.
    public struct Stratum: Hashable, Sendable {
        /// As in the record.
        public let name: String
        /// Its known probability.
        public let weight: Double
    }

    /// A replication that counts nowhere, and the first reason why.
    public struct LeftOut: Equatable, Sendable {
        /// Its number.
        public let replication: Int
        /// Where it failed.
        public let layout: String
        /// As in the record.
        public let reason: String
    }

    /// In the order of the record.
    public let layouts: [String]
    /// Ascending.
    public let scales: [Int]
    /// Of users, without `*`; in the order of the record.
    public let regions: [String]
    /// Without `*`; in the order of the record.
    public let models: [String]
    /// Ascending; those that count.
    public let replications: [Int]
    /// In the order of the record.
    public let leftOut: [LeftOut]
    let groups: [Group: [Row]]
    let strataOf: [String: [Stratum]]

    /// Rows that belong to one run of every replication.
    struct Group: Hashable {
        let layout: String
        let variant: Variant
        let scale: Int
        let stratum: String
    }

    /// - Throws: `PanelMistake` when the rows do not make a panel.
    /// - Complexity: O(rows).
    public init(_ rows: [Row]) throws(PanelMistake) {
        var leftOut: [LeftOut] = []
        for row in rows where !row.failure.isEmpty {
            guard !leftOut.contains(where: { $0.replication == row.key.replication }) else { continue }
            leftOut.append(
                LeftOut(replication: row.key.replication, layout: row.key.layout, reason: row.failure))
        }
        let failed = Set(leftOut.map(\.replication))
        let good = rows.filter { !failed.contains($0.key.replication) }
        guard !good.isEmpty else { throw .noRows }
        self.leftOut = leftOut
        layouts = good.map(\.key.layout).unique()
        scales = Set(good.map(\.key.scale)).sorted()
        regions = good.map(\.key.region).unique().filter { $0 != RowKey.whole }
        models = good.map(\.key.model).unique().filter { $0 != RowKey.whole }
        replications = Set(good.map(\.key.replication)).sorted()
        groups = Dictionary(grouping: good, by: \.group)
        strataOf = try Self.strata(of: good)
        try Self.requireBalance(of: good, groups, strataOf, replications)
    }

    /// The strata of a layout, in the order of the record; empty for a layout that is not there.
    public func strata(of layout: String) -> [Stratum] { strataOf[layout] ?? [] }

    private static func strata(of rows: [Row]) throws(PanelMistake) -> [String: [Stratum]] {
        var found: [String: [Stratum]] = [:]
        for key in rows.map(\.key) {
            if let known = found[key.layout]?.first(where: { $0.name == key.stratum }) {
                guard known.weight == key.stratumWeight else {
                    throw .twoWeights(layout: key.layout, stratum: key.stratum, known.weight, key.stratumWeight)
                }
            } else {
                found[key.layout, default: []].append(Stratum(name: key.stratum, weight: key.stratumWeight))
            }
        }
        for layout in rows.map(\.key.layout).unique() {
            let sum = (found[layout] ?? []).reduce(0) { $0 + $1.weight }
            guard abs(sum - 1) < 1e-6 else { throw .weightsDoNotSumToOne(layout: layout, sum: sum) }
        }
        return found
    }

    private static func requireBalance(
        of rows: [Row], _ groups: [Group: [Row]], _ strata: [String: [Stratum]], _ replications: [Int]
    ) throws(PanelMistake) {
        for group in rows.map(\.group).unique() {
            for stratum in strata[group.layout] ?? [] {
                let expected = Group(
                    layout: group.layout, variant: group.variant, scale: group.scale, stratum: stratum.name)
                let there = Set((groups[expected] ?? []).map(\.key.replication))
                guard let missing = replications.first(where: { !there.contains($0) }) else { continue }
                throw .missing(
                    replication: missing, layout: expected.layout, variant: expected.variant, scale: expected.scale,
                    stratum: expected.stratum)
            }
        }
    }
}

extension Row {
    var group: Panel.Group {
        Panel.Group(layout: key.layout, variant: key.variant, scale: key.scale, stratum: key.stratum)
    }
}

extension Sequence where Element: Hashable {
    /// Each element once, in the order of its first appearance.
    func unique() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
