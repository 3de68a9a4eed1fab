// SPDX-License-Identifier: GPL-3.0-or-later

import Networks
import Randomness

/// The nodes that can fail, by region and hardware: their faults are keyed by these and their number among their like,
/// so that layouts with alike nodes meet the same faults.
struct FaultFamilies {
    private(set) var finished: (families: [Networks.NodeFaults.Family], members: [Networks.NodeFaults.Member])

    init(_ plan: Plan) {
        var families: [Networks.NodeFaults.Family] = []
        var members: [Networks.NodeFaults.Member] = []
        var numbers: [Home: Int] = [:]
        /// By family: the number of its kind, and by kind: its members so far.
        var kinds: [Int] = []
        var names: [String] = []
        var counts: [Int] = []
        let faults = plan.layout.pools.map(\.faults)
        for (place, node) in plan.cast.nodes.enumerated() {
            guard let faults = faults[node.pool] else { continue }
            let home = Home(pool: node.pool, region: node.region)
            let family = numbers[home] ?? families.count
            if family == families.count {
                numbers[home] = family
                let name = "nodes/\(plan.cast.regions[node.region])/\(plan.layout.pools[node.pool].hardware)"
                kinds.append(names.firstIndex(of: name) ?? names.count)
                if kinds[family] == names.count {
                    names.append(name)
                    counts.append(0)
                }
                families.append(
                    .init(
                        up: Implementations.time(faults.up), down: Implementations.time(faults.down),
                        key: plan.key(.nodeFault, name)))
            }
            members.append(
                .init(participant: plan.cast.firstNode + place, family: family, ordinal: counts[kinds[family]]))
            counts[kinds[family]] += 1
        }
        finished = (families, members)
    }

    /// Nodes of one pool in one region fail by the same laws.
    private struct Home: Hashable {
        let pool: Int
        let region: Int
    }
}
