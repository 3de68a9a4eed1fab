// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Checks {
    /// The rules inside one layout.
    func check(_ layout: Layout) {
        for pool in layout.pools {
            checkOperators(pool, in: layout)
            checkMemory(pool, in: layout)
            checkStart(pool, in: layout)
        }
        checkRegistry(layout)
        checkServing(layout)
        checkExecutions(layout)
    }

    private func place(_ layout: Layout, _ pool: Pool, _ key: String) -> Position {
        reading.place("layouts", layout.id, "pools", pool.id, key)
    }

    /// Exactly one of `operator` and `operators`, and no operator without a node.
    private func checkOperators(_ pool: Pool, in layout: Layout) {
        let hasName = reading.isGiven("layouts", layout.id, "pools", pool.id, "operator")
        let hasCount = reading.isGiven("layouts", layout.id, "pools", pool.id, "operators")
        switch (hasName, hasCount) {
        case (true, true):
            report(
                place(layout, pool, "operators"), found: "both 'operator' and 'operators'",
                allowed: "either a name or a count")
        case (false, false):
            let allowed = "a count, or the key 'operator' with a name"
            reading.report(place(layout, pool, "operators"), .missingKey("operators", of: "a pool", allowed: allowed))
        case (false, true):
            guard case .count(let count) = pool.operators, count > pool.nodes else { return }
            report(
                place(layout, pool, "operators"), found: "\(count) operators of \(pool.nodes) nodes",
                allowed: "at most one operator per node")
        case (true, false): break
        }
    }

    /// Each model fits; all together when they are in memory from the start.
    private func checkMemory(_ pool: Pool, in layout: Layout) {
        guard let hardware = scenario.hardware.first(where: { $0.id == pool.hardware }) else { return }
        let served = Set(pool.models)
        let models = scenario.models.filter { served.contains($0.id) }
        let memory = "the memory of '\(hardware.id)', \(ExactNumber.write(hardware.memory, as: .size))"
        for model in models where model.size > hardware.memory {
            let size = ExactNumber.write(model.size, as: .size)
            report(
                place(layout, pool, "hardware"), found: "the model '\(model.id)' of \(size)",
                allowed: "at most " + memory)
        }
        let together = models.reduce(0) { $0 + $1.size }
        if pool.start == .warm, together > hardware.memory, models.allSatisfy({ $0.size <= hardware.memory }) {
            report(
                place(layout, pool, "start"),
                found: "a warm start with models of \(ExactNumber.write(together, as: .size)) together",
                allowed: "at most " + memory + ", or a cold start")
        }
    }

    /// A cold node needs somewhere to download from.
    private func checkStart(_ pool: Pool, in layout: Layout) {
        guard pool.start == .cold, scenario.hub == nil, reading.isSound("hub") else { return }
        report(
            place(layout, pool, "start"), found: "a cold start without a hub",
            allowed: "'cold' in a scenario with 'hub'")
    }

    private func checkRegistry(_ layout: Layout) {
        guard let registry = layout.registry, registry.listedFor < registry.heartbeat else { return }
        report(
            reading.place("layouts", layout.id, "registry", "listed-for"),
            found: "nodes that are listed for less than a heartbeat",
            allowed: "at least the heartbeat, \(ExactNumber.write(registry.heartbeat))")
    }

    /// Every model that is asked for is served by someone.
    private func checkServing(_ layout: Layout) {
        guard reading.isSound("layouts", layout.id, "pools") else { return }
        let served = layout.pools.filter { $0.role == .serving }.reduce(into: Set()) { $0.formUnion($1.models) }
        let asked = Set(scenario.demand.map(\.model))
        for model in scenario.models where asked.contains(model.id) && !served.contains(model.id) {
            report(
                reading.place("layouts", layout.id, "pools"), found: "no serving pool for the model '\(model.id)'",
                allowed: "pools that serve every model users ask")
        }
    }

    /// Executions of one request are by different operators: there must be as many, for every model that is asked for.
    private func checkExecutions(_ layout: Layout) {
        guard case .count(let executions)? = layout.scheme["executions"],
            reading.isSound("layouts", layout.id, "pools"),
            reading.isSound("layouts", layout.id, "scheme")
        else { return }
        let asked = Set(scenario.demand.map(\.model))
        for model in scenario.models where asked.contains(model.id) {
            let able = independentExecutors(of: model.id, in: layout)
            guard executions > able else { continue }
            report(
                reading.place("layouts", layout.id, "scheme"),
                found: "\(executions) executions of '\(model.id)', for which there are \(able) operators",
                allowed: "at most one execution per operator")
        }
    }

    /// How many operators can execute one request. The first execution is by a pool that serves, the others by the pools
    /// that the scheme names, if it names any.
    private func independentExecutors(of model: String, in layout: Layout) -> Int {
        let pools = layout.pools.filter { $0.models.contains(model) }
        let named = layout.scheme.words("checkers")
        let serving = pools.filter { $0.role == .serving }
        guard !named.isEmpty else { return Self.operators(of: serving) }
        let checking = pools.filter { named.contains($0.id) }
        let both = serving + checking.filter { $0.role == .checking }
        return min(Self.operators(of: both), Self.operators(of: checking) + 1)
    }

    private static func operators(of pools: [Pool]) -> Int {
        var names: Set<String> = []
        var unnamed = 0
        for pool in pools {
            switch pool.operators {
            case .named(let name): names.insert(name)
            case .count(let count): unnamed += count
            }
        }
        return names.count + unnamed
    }
}
