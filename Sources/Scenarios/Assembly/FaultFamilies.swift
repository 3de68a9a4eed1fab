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
        var numbers: [String: Int] = [:]
        var ordinals: [String: Int] = [:]
        for (place, node) in plan.cast.nodes.enumerated() {
            let pool = plan.layout.pools[node.pool]
            guard let faults = pool.faults else { continue }
            let kind = "nodes/\(plan.cast.regions[node.region])/\(pool.hardware)"
            let family = numbers["\(node.pool)/" + kind] ?? families.count
            if family == families.count {
                numbers["\(node.pool)/" + kind] = family
                families.append(
                    .init(
                        up: Implementations.time(faults.up), down: Implementations.time(faults.down),
                        key: plan.key(.nodeFault, kind)))
            }
            let ordinal = ordinals[kind, default: 0]
            ordinals[kind] = ordinal + 1
            members.append(.init(participant: plan.cast.firstNode + place, family: family, ordinal: ordinal))
        }
        finished = (families, members)
    }
}
