// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Models
import Nodes

/// Who takes part in a layout at a scale: gateways and nodes, numbered, with their operators.
///
/// Scaling multiplies the nodes of every pool, and with them operators that are given by their number; an operator given
/// by name stays one.
struct Cast {
    struct Node {
        let pool: Int
        let region: Int
        let operatorNumber: Int
    }

    let scale: Int
    /// Region names in the order of the scenario, those the layout or the demand uses.
    let regions: [String]
    /// Region of each gateway; at clients, one per region of the demand.
    let gateways: [Int]
    let areAtClients: Bool
    /// All pools' nodes, pool by pool.
    let nodes: [Node]
    let operators: [ThreatLaw.Operator]

    /// Participants before the first node: gateways that can fail.
    var firstNode: Int { areAtClients ? 0 : gateways.count }
    /// Names of the operators with more than a fifth of the capacity; at most four.
    var mainOperators: [String] { operators.filter { $0.share > ThreatLaw.mainShare }.map(\.name) }

    var participants: Int { firstNode + nodes.count }

    init(_ scenario: Scenario, _ layout: Layout, scale: Int) {
        let regions = Self.regions(scenario, layout)
        let number = Dictionary(uniqueKeysWithValues: regions.enumerated().map { ($0.element, $0.offset) })
        self.regions = regions
        self.scale = scale
        switch layout.gateways {
        case .atClients:
            areAtClients = true
            gateways = Self.distinct(scenario.demand.map { number[$0.region]! })
        case .regions(let names):
            areAtClients = false
            gateways = names.map { number[$0]! }
        }
        var operators = OperatorList(most: layout.pools.reduce(0) { $0 + Self.operators(of: $1) * scale })
        nodes = layout.pools.enumerated().flatMap { poolNumber, pool in
            let capacity = Self.speed(scenario, pool)
            let homes = pool.regions.map { number[$0]! }
            return (0..<(pool.nodes * scale)).map { place in
                let region = homes[place % homes.count]
                let name = Self.operatorName(pool, place: place, scale: scale)
                return Node(
                    pool: poolNumber, region: region,
                    operatorNumber: operators.number(of: name, region: region, capacity: capacity))
            }
        }
        self.operators = operators.finished
    }

    private static func regions(_ scenario: Scenario, _ layout: Layout) -> [String] {
        var used = Set(scenario.demand.map(\.region) + layout.pools.flatMap(\.regions))
        if case .regions(let names) = layout.gateways { used.formUnion(names) }
        if let hub = scenario.hub { used.insert(hub.region) }
        return scenario.regions.map(\.id).filter(used.contains)
    }

    private static func operators(of pool: Pool) -> Int {
        if case .count(let count) = pool.operators { count } else { 1 }
    }

    private static func operatorName(_ pool: Pool, place: Int, scale: Int) -> String {
        switch pool.operators {
        case .named(let name): name
        case .count(let count): "\(pool.id)/\(place % (count * scale) + 1)"
        }
    }

    /// Requests per second a node serves at full use, for a request of 1,000 and 201 tokens: what capacity is shared by.
    private static func speed(_ scenario: Scenario, _ pool: Pool) -> Double {
        let hardware = scenario.hardware(pool.hardware)
        let law = hardware.serviceLaw(batch: pool.concurrency)
        let service = law.seconds(inputTokens: 1000, outputTokens: 201)
        return Double(pool.concurrency) / max(service, 1e-9)
    }

    private static func distinct(_ values: [Int]) -> [Int] {
        values.enumerated().filter { values.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    }

    /// Operators by name, in the order of their first node, with the region of that node.
    private struct OperatorList {
        private var numbers: [String: Int] = [:]
        private var list: [(name: String, region: Int, capacity: Double)] = []

        init(most: Int) {
            numbers.reserveCapacity(most)
            list.reserveCapacity(most)
        }

        mutating func number(of name: String, region: Int, capacity: Double) -> Int {
            let number = numbers[name] ?? list.count
            if number == list.count {
                numbers[name] = number
                list.append((name, region, 0))
            }
            list[number].capacity += capacity
            return number
        }

        var finished: [ThreatLaw.Operator] {
            let total = list.reduce(0) { $0 + $1.capacity }
            return list.map { .init(name: $0.name, share: $0.capacity / total, region: $0.region) }
        }
    }
}

extension ThreatLaw {
    /// The threat of the scenario as it holds in a layout.
    ///
    /// The main operators are those of scale 1 at every scale, so that all scales have the same strata.
    init(_ scenario: Scenario, _ layout: Layout, _ cast: Cast) {
        let threat = layout.threat == .assumedHonest ? nil : scenario.threat
        let placement: Placement =
            switch threat?.placement {
            case .largest: .largest
            case .oneRegion: .oneRegion
            case .random, nil: .random
            }
        let main = (cast.scale == 1 ? cast : Cast(scenario, layout, scale: 1)).mainOperators
        self.init(
            operators: cast.operators, main: main, probability: threat?.operatorDishonest ?? 0, placement: placement)
    }
}
