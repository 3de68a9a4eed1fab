// SPDX-License-Identifier: GPL-3.0-or-later

import Ledgers
import Networks
import Quantities

/// Who is listed for which work: by model, those that serve users and those that execute for the scheme.
struct Listings {
    let serving: [Listing]
    let checking: [Listing]
    /// By participant.
    let memberships: [[Listing]]

    var all: [Listing] { serving + (serving.first === checking.first ? [] : checking) }

    init(_ plan: Plan, _ participants: Participants) {
        let models = plan.scenario.models
        let named = plan.scheme.words("checkers")
        func listings(from first: Int) -> [Listing] {
            models.indices.map {
                Listing(number: first + $0, regions: plan.cast.regions.count, participants: participants)
            }
        }
        let serving = listings(from: 0)
        let checking = named.isEmpty ? serving : listings(from: models.count)
        self.serving = serving
        self.checking = checking
        let ofPool = plan.layout.pools.map { pool in
            let held = models.indices.filter { pool.models.contains(models[$0].id) }
            return (pool.role == .serving ? held.map { serving[$0] } : [])
                + (named.contains(pool.id) ? held.map { checking[$0] } : [])
        }
        memberships = Array(repeating: [], count: plan.cast.firstNode) + plan.cast.nodes.map { ofPool[$0.pool] }
    }
}
