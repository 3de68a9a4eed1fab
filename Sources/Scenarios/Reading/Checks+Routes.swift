// SPDX-License-Identifier: GPL-3.0-or-later

extension Checks {
    /// Every two regions that exchange messages in some layout have a round trip, in both directions.
    func checkRoutes() {
        let declared = Set(scenario.regions.map(\.id))
        let clients = Set(scenario.demand.map(\.region)).intersection(declared)
        var needed: [String: Set<String>] = [:]
        for layout in scenario.layouts {
            let inside = regions(of: layout).intersection(declared)
            for end in inside {
                needed[end, default: []].formUnion(inside.union(clients))
                for client in clients { needed[client, default: []].insert(end) }
            }
        }
        for region in scenario.regions {
            let missing = needed[region.id, default: []].subtracting(region.roundTrips.keys).sorted()
            guard !missing.isEmpty, reading.isSound("regions", region.id) else { continue }
            report(
                reading.place("regions", region.id, "round-trips"),
                found: "no round trip from '\(region.id)' to " + missing.map { "'\($0)'" }.joined(separator: ", "),
                allowed: "a round trip between every two regions that exchange messages, itself included")
        }
    }

    /// Where a layout has participants.
    private func regions(of layout: Layout) -> Set<String> {
        var regions = Set(layout.pools.flatMap(\.regions))
        if case .regions(let gateways) = layout.gateways { regions.formUnion(gateways) }
        if let hub = scenario.hub { regions.insert(hub.region) }
        return regions
    }
}
