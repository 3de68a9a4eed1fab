// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Networks
import Nodes
import Quantities
import Randomness

/// Builds the clients of one demand.
struct DemandAssembly {
    let plan: Plan
    let materials: Materials
    let number: Int

    private var demand: Demand { plan.scenario.demand[number] }
    private var path: String { "demand/" + demand.id }
    /// The demand of scale k asks k times as often.
    private var rate: Double { demand.rate * Double(plan.point.scale) }

    func clients(
        scheme: Scheme, live: LiveRequests, network: Network, gateways: ComponentIndex, dispatch: Dispatch,
        index: ComponentIndex
    ) -> Clients {
        let region = plan.region(demand.region)
        let model = plan.model(demand.model)
        let attempts = plan.scenario.attempts
        let profile = ClientProfile(
            demand: number, model: model, region: region, prompts: materials.answers.prompts[model],
            users: plan.users(of: number), deadline: plan.scenario.deadlines.client, mostTries: attempts.most,
            tryTimeout: attempts.timeout,
            pause: attempts.pause, lastArrival: plan.lastArrival, streams: scheme.streams,
            factsAtDelivery: scheme.factsAtDelivery)
        return Clients(
            profile, arrivals: arrivals(), tokens: tokens(), shapes: plan.key(.requestShape, path),
            prompts: plan.key(.prompt, path), users: plan.key(.user, path), live: live, network: network,
            entry: entry(region, network, gateways, dispatch), index: index)
    }

    private func entry(
        _ region: Int, _ network: Network, _ gateways: ComponentIndex, _ dispatch: Dispatch
    ) -> GatewayEntry {
        let cast = plan.cast
        let regions = cast.areAtClients ? [region] : network.map.nearest(to: region, among: cast.gateways)
        return GatewayEntry(
            gateways: gateways, order: regions.map { cast.gateways.firstIndex(of: $0)! }, regions: regions,
            ownDispatch: cast.areAtClients ? dispatch : nil)
    }

    private func arrivals() -> ArrivalProcess {
        let arguments = demand.arrivals
        let stream = plan.key(.arrival, path).stream(0)
        switch arguments.name {
        case PoissonArrivals.declaration.name: return PoissonArrivals(rate: rate, stream: stream)
        case ProfileArrivals.declaration.name:
            let workload = plan.scenario.workload(arguments.word("workload"))
            var offset = plan.key(.traceOffset, "workload/" + workload.id).stream(0)
            return ProfileArrivals(
                rate: rate, perMinute: workload.perMinute, offset: offset.uniform(), stream: stream)
        case TraceArrivals.declaration.name:
            let file = arguments.word("file")
            var offset = plan.key(.traceOffset, "trace/" + file).stream(0)
            return TraceArrivals(
                materials.traces[file]!, speed: arguments.quantity("speed") * Double(plan.point.scale),
                offset: offset.uniform())
        default: Implementations.unknown("arrivals", arguments)
        }
    }

    private func tokens() -> TokenLaw {
        let arguments = demand.tokens
        switch arguments.name {
        case "fixed": return .fixed(input: arguments.count("input"), output: arguments.count("output"))
        case "workload":
            let workload = plan.scenario.workload(arguments.word("workload"))
            return .quantiles(input: workload.inputQuantiles, output: workload.outputQuantiles)
        case "trace": return .recorded
        default: Implementations.unknown("tokens", arguments)
        }
    }
}
