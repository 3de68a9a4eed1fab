// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Ledgers
import Measures
import Models
import Networks
import Nodes
import Quantities
import Randomness

/// Builds the components of a plan and connects them.
///
/// Indices are reserved first, because components know each other: clients their gateways, gateways the pools' nodes,
/// pools their gateways.
struct Assembly {
    let plan: Plan
    let materials: Materials
    let live: LiveRequests
    let isDishonest: [Bool]

    private var book: AnswerBook { materials.answers }

    private struct Indices {
        let gateways: ComponentIndex
        let registry: ComponentIndex
        let pools: [ComponentIndex]
        let clients: [ComponentIndex]
    }

    private struct Shared {
        let network: Network
        let participants: Participants
        let board: LoadBoard
        let noticeboard: Noticeboard
        let scheme: Scheme
        let indices: Indices
    }

    func build(_ simulation: inout Simulation) {
        let indices = Indices(
            gateways: simulation.reserve(), registry: simulation.reserve(),
            pools: plan.layout.pools.map { _ in simulation.reserve() },
            clients: plan.scenario.demand.map { _ in simulation.reserve() })
        let shared = Shared(
            network: Network(map: plan.latencies(), loss: 0, bandwidth: Self.bandwidth),
            participants: participants(indices), board: LoadBoard(count: plan.cast.participants),
            noticeboard: Noticeboard(models: plan.scenario.models.count),
            scheme: Implementations.scheme(plan.scheme, answers: book.table), indices: indices)
        let listings = Listings(plan, shared.participants)
        addRegistry(listings, shared, &simulation)
        let dispatch = addGateways(listings, shared, &simulation)
        addPools(shared, &simulation)
        addClients(dispatch, shared, &simulation)
        addFaults(shared, &simulation)
    }

    /// A single transfer's share of a wide-area path: 100 Mbit/s (Petals' default network, docs). Matters for transfer
    /// times of long answers only.
    private static let bandwidth = 12.5e6

    private func participants(_ indices: Indices) -> Participants {
        let cast = plan.cast
        let gateways = cast.areAtClients ? [] : cast.gateways
        let first = gateways.map { region in
            Participants.Entry(region: region, operatorNumber: Int(UInt32.max), owner: indices.gateways)
        }
        let nodes = cast.nodes.map { node in
            Participants.Entry(
                region: node.region, operatorNumber: node.operatorNumber, owner: indices.pools[node.pool])
        }
        return Participants(first + nodes, watchers: [indices.registry])
    }

    private func addRegistry(_ listings: Listings, _ shared: Shared, _ simulation: inout Simulation) {
        let rule = plan.layout.registry.map { Registry.Rule(heartbeat: $0.heartbeat, listedFor: $0.listedFor) }
        simulation.add(Registry(rule: rule, memberships: listings.memberships, index: shared.indices.registry))
    }

    private func addGateways(_ listings: Listings, _ shared: Shared, _ simulation: inout Simulation) -> Dispatch {
        let cast = plan.cast
        let routing = routing(listings, shared, &simulation)
        let dispatch = Dispatch(
            routing: routing, serving: listings.serving, checking: listings.checking,
            participants: shared.participants)
        let places = cast.gateways.enumerated().map { place, region in
            Gateways.Place(region: region, participant: cast.areAtClients ? nil : place)
        }
        simulation.add(
            Gateways(
                places, areAtClients: cast.areAtClients, scheme: shared.scheme, dispatch: dispatch,
                clients: shared.indices.clients, live: live, network: shared.network,
                participants: shared.participants, index: shared.indices.gateways))
        return dispatch
    }

    private func routing(
        _ listings: Listings, _ shared: Shared, _ simulation: inout Simulation
    ) -> RoutingPolicy {
        let arguments = plan.layout.routing
        switch arguments.name {
        case RandomRouting.declaration.name: return RandomRouting()
        case RoundRobinRouting.declaration.name: return RoundRobinRouting()
        case NearestRouting.declaration.name:
            let all = Array(plan.cast.regions.indices)
            return NearestRouting(nearest: all.map { shared.network.map.nearest(to: $0, among: all) })
        case LeastLoadedRouting.declaration.name, PowerOfTwoRouting.declaration.name:
            // Only the least loaded node of a list needs the list in order.
            let isRanked = arguments.name == LeastLoadedRouting.declaration.name
            let view = LoadView(
                board: shared.board, refresh: arguments.time("refresh"), listings: isRanked ? listings.all : [],
                index: simulation.reserve())
            simulation.add(view)
            view.start(in: &simulation)
            return isRanked ? LeastLoadedRouting(view: view) : PowerOfTwoRouting(view: view)
        default: Implementations.unknown("routing", arguments)
        }
    }

    private func addPools(_ shared: Shared, _ simulation: inout Simulation) {
        let honest = Implementations.honest(book)
        let cheat = plan.scenario.threat.map { Implementations.conduct($0.conduct, book, shared.noticeboard) }
        for (number, pool) in plan.layout.pools.enumerated() {
            let members = plan.cast.nodes.enumerated().filter { $0.element.pool == number }.map { place, node in
                Nodes.Pool.Member(
                    participant: plan.cast.firstNode + place, conduct: isDishonest[node.operatorNumber] ? 1 : 0)
            }
            simulation.add(
                Nodes.Pool(
                    profile(of: pool, shared), members: members, conducts: [honest, cheat ?? honest], live: live,
                    network: shared.network, participants: shared.participants, board: shared.board,
                    noticeboard: shared.noticeboard, gateways: shared.indices.gateways,
                    gatewayRegions: plan.cast.gateways, index: shared.indices.pools[number]))
        }
    }

    private func profile(of pool: Pool, _ shared: Shared) -> PoolProfile {
        let hardware = plan.scenario.hardware(pool.hardware)
        let law = hardware.serviceLaw(batch: pool.concurrency)
        // Of a lognormal with mean 1 and the given coefficient of variation.
        let sigma = PortableMath.log(1 + hardware.noise * hardware.noise).squareRoot()
        let hub = plan.scenario.hub.map { hub in
            PoolProfile.Hub(
                region: plan.region(hub.region), delays: plan.roundTrips(to: hub.region),
                bandwidth: min(hub.bandwidth, hardware.bandwidth))
        }
        let arithmetics = book.arithmetics(of: hardware.profile)
        return PoolProfile(
            concurrency: pool.concurrency, queue: pool.queue, laws: plan.scenario.models.map { _ in law }, noise: sigma,
            extraTime: shared.scheme.nodeTime, extraBytes: shared.scheme.answerBytes,
            arithmetic: arithmetics[0], moreBuckets: arithmetics.count - 1, memory: hardware.memory,
            modelSizes: plan.scenario.models.map(\.size), hub: hub, startsWarm: pool.start == .warm)
    }

    private func addClients(_ dispatch: Dispatch, _ shared: Shared, _ simulation: inout Simulation) {
        for number in plan.scenario.demand.indices {
            let clients = DemandAssembly(plan: plan, materials: materials, number: number).clients(
                scheme: shared.scheme, live: live, network: shared.network, gateways: shared.indices.gateways,
                dispatch: dispatch, index: shared.indices.clients[number])
            simulation.add(clients)
            clients.start(in: &simulation)
        }
    }

    private func addFaults(_ shared: Shared, _ simulation: inout Simulation) {
        for fault in plan.scenario.faults {
            guard let region = plan.cast.regions.firstIndex(of: fault.word("region")) else { continue }
            let outage = RegionOutage(
                region: region, start: fault.time("start"), length: fault.time("length"),
                participants: shared.participants, index: simulation.reserve())
            simulation.add(outage)
            outage.start(in: &simulation)
        }
        let (families, members) = FaultFamilies(plan).finished
        guard !members.isEmpty else { return }
        let faults = Networks.NodeFaults(
            families, members: members, participants: shared.participants, index: simulation.reserve())
        simulation.add(faults)
        faults.start(in: &simulation)
    }
}
