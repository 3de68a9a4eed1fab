// SPDX-License-Identifier: GPL-3.0-or-later

import Ledgers
import Measures
import Quantities

/// What a layout used and paid in the window: everything counts, idle and checking nodes, gateways and traffic included.
///
/// A node that is down draws no power and is paid all the same: rented machines cost as long as they are rented.
struct Bill {
    private let plan: Plan

    init(_ plan: Plan) { self.plan = plan }

    /// The row of the layout as a whole.
    func counts(_ usage: borrowing Usage, isDishonest: [Bool]) -> Counts {
        var counts = Counts()
        let window = plan.scenario.window.length.seconds
        counts.windowSeconds = window
        for (number, pool) in plan.layout.pools.enumerated() { add(pool, number, usage, window, &counts) }
        let gateways = plan.cast.areAtClients ? 0 : Double(plan.cast.gateways.count)
        counts.paidSeconds[.gateway] += gateways * window
        counts.spending[.nodes] += gateways * plan.layout.gatewayPrice * window / 3600
        counts.spending[.nodes] += counts.joules / 3.6e6 * plan.scenario.prices.energy
        let signs = signsOfLife(usage, window)
        counts.spending[.egress] += (usage.bytesAway + signs) / 1e9 * plan.scenario.prices.egress
        counts.bytes = usage.bytes + signs
        let honest = Double(isDishonest.count { !$0 })
        counts.honestOperatorYears = honest * window / (365.25 * 86400)
        return counts
    }

    /// Bytes of the signs of life that nodes sent to the registry, which lies outside of every region: one per heartbeat
    /// while they are up.
    private func signsOfLife(_ usage: borrowing Usage, _ window: Double) -> Double {
        guard let registry = plan.layout.registry else { return 0 }
        var up = window * Double(plan.cast.nodes.count)
        for node in plan.cast.nodes.indices { up -= Double(usage.down(plan.cast.firstNode + node)) / 1e9 }
        return up / registry.heartbeat.seconds * Double(Registry.signBytes)
    }

    private func add(_ pool: Pool, _ number: Int, _ usage: borrowing Usage, _ window: Double, _ counts: inout Counts) {
        let hardware = plan.scenario.hardware(pool.hardware)
        let members = plan.cast.nodes.indices.filter { plan.cast.nodes[$0].pool == number }
        let paid = Double(members.count) * window
        // A node that serves several requests at once is busy in proportion.
        let served = members.reduce(0.0) { $0 + Double(usage.worked(by: plan.cast.firstNode + $1)) / 1e9 }
        let busy = served / Double(pool.concurrency)
        let down = members.reduce(0.0) { $0 + Double(usage.down(plan.cast.firstNode + $1)) / 1e9 }
        let role: NodeRole = pool.role == .serving ? .serving : .checking
        counts.paidSeconds[role] += paid
        counts.busySeconds[role] += busy
        counts.gpuPaidSeconds += paid * Double(hardware.gpus)
        counts.gpuBusySeconds += busy * Double(hardware.gpus)
        counts.spending[.nodes] += paid / 3600 * pool.price
        counts.joules += (paid - down) * hardware.idlePower + busy * (hardware.busyPower - hardware.idlePower)
    }
}

extension Layout {
    /// What the layout costs, holds or draws per hour without any request: the measure it is made equal by.
    func standing(_ measure: Equalise.Measure, _ scenario: Scenario) -> Double {
        let gateways: Double = if case .regions(let names) = gateways { Double(names.count) } else { 0 }
        return pools.reduce(measure == .cost ? gateways * gatewayPrice : 0) { sum, pool in
            let hardware = scenario.hardware(pool.hardware)
            let each: Double =
                switch measure {
                case .cost: pool.price
                case .gpus: Double(hardware.gpus)
                case .power: hardware.busyPower
                }
            return sum + Double(pool.nodes) * each
        }
    }
}

extension Scenario {
    /// The scenario with every layout resized to spend what the reference layout does.
    ///
    /// The pools of a layout keep their proportions as far as whole nodes allow, and at least one node each; what is left
    /// over shows as the residual of the realised cost. A pool that would need more than `Pool.mostNodes` gets one more than
    /// that, which the reader refuses.
    public func equalised() -> Scenario {
        guard let equalise, let reference = layout(equalise.like) else { return self }
        let goal = reference.standing(equalise.by, self)
        var scenario = self
        for number in layouts.indices where layouts[number].id != reference.id {
            scenario.layouts[number] = resized(layouts[number], to: goal, equalise.by)
        }
        return scenario
    }

    private func resized(_ layout: Layout, to goal: Double, _ measure: Equalise.Measure) -> Layout {
        var empty = layout
        empty.pools = []
        let fixed = empty.standing(measure, self)
        let variable = layout.standing(measure, self) - fixed
        guard variable > 0, goal > fixed else { return layout }
        let factor = (goal - fixed) / variable
        var resized = layout
        for number in resized.pools.indices {
            let pool = layout.pools[number]
            let nodes = (Double(pool.nodes) * factor).rounded()
            resized.pools[number].nodes = max(1, Int(min(nodes, Double(Pool.mostNodes) + 1)))
            if case .count(let count) = pool.operators, count == pool.nodes {
                resized.pools[number].operators = .count(resized.pools[number].nodes)
            }
        }
        return resized
    }
}
