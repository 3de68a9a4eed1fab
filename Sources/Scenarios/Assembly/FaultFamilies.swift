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
        var kinds: [String] = []
        var ordinals: [String: Int] = [:]
        for (place, node) in plan.cast.nodes.enumerated() {
            let pool = plan.layout.pools[node.pool]
            guard let faults = pool.faults else { continue }
            let home = Home(pool: node.pool, region: node.region)
            let family = numbers[home] ?? families.count
            if family == families.count {
                numbers[home] = family
                kinds.append("nodes/\(plan.cast.regions[node.region])/\(pool.hardware)")
                families.append(
                    .init(
                        up: Implementations.time(faults.up), down: Implementations.time(faults.down),
                        key: plan.key(.nodeFault, kinds[family])))
            }
            let ordinal = ordinals[kinds[family], default: 0]
            ordinals[kinds[family]] = ordinal + 1
            members.append(.init(participant: plan.cast.firstNode + place, family: family, ordinal: ordinal))
        }
        finished = (families, members)
    }

    /// Nodes of one pool in one region fail by the same laws.
    private struct Home: Hashable {
        let pool: Int
        let region: Int
    }
}
