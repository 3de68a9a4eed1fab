// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Sections {
    static let nodeFaults = Section<NodeFaults>(
        "the node faults", blank: NodeFaults(up: Arguments(name: ""), down: Arguments(name: "")),
        [
            Field("up", \.up, .named("law of time", \.times), "How long a node stays up."),
            Field("down", \.down, .named("law of time", \.times), "How long it stays down."),
        ])
}

extension Sections {
    static let registry = Section<RegistryRule>(
        "the registry", blank: RegistryRule(heartbeat: .tick, listedFor: .tick),
        [
            Field("heartbeat", \.heartbeat, .time(from: .tick), "Between two signs of life of a node."),
            Field(
                "listed-for", \.listedFor, .time(from: .tick),
                "How long a sign of life keeps a node listed; not below the heartbeat."),
        ])
}

extension Sections {
    static let pool = Section<Pool>(
        "a pool", blank: .blank,
        [
            Field("id", \.id, .identifier, "The name of the pool in its layout."),
            Field(
                "regions", \.regions, .list(of: .reference(to: "region"), atLeast: 1),
                "Where its nodes are, dealt round-robin."),
            Field("hardware", \.hardware, .reference(to: "hardware"), "What its nodes are."),
            Field("nodes", \.nodes, .count(from: 1, through: Pool.mostNodes), "How many, at scale 1."),
            Field(
                "operator", \.operatorName, .optional(.identifier), .otherwise("either this or operators"),
                "Who owns all of them; may own other pools too."),
            Field(
                "operators", \.operatorCount, .optional(.count(from: 1, through: 10_000_000)),
                .otherwise("either this or operator"),
                "How many own them, dealt round-robin and named after the pool."),
            Field(
                "models", \.models, Shape<[String]>.list(of: .reference(to: "model"), atLeast: 1).distinct,
                .otherwise("all models"), "What they serve."),
            Field(
                "queue", \.queue, .count(from: 0, through: 1_000_000_000), .standard("64", note: "assumed"),
                "Waiting places per node."),
            Field(
                "concurrency", \.concurrency, .count(from: 1, through: 1_000_000), .otherwise("the hardware's"),
                "Requests a node serves at the same time."),
            Field(
                "price", \.price, .quantity(.price, from: 0, through: 1e6), .otherwise("the hardware's"), "Of a node."),
            Field(
                "start", \.start, .choice, .standard("warm", note: "assumed"),
                "Whether models are in memory when the run begins."),
            Field(
                "role", \.role, .choice, .standard("serving", note: ""),
                "Whether nodes answer users or work for the scheme only."),
            Field(
                "faults", \.faults, .optional(.section(Sections.nodeFaults)), .optional,
                "How nodes fail and come back; without it they never fail."),
        ])
}

extension Pool {
    /// The count 0, the price -1 and the empty list of models stand for what is filled in from elsewhere.
    fileprivate static let blank = Pool(
        id: "", regions: [], hardware: "", nodes: 1, operators: .count(0), models: [], queue: 0, concurrency: 0,
        price: -1,
        start: .warm, role: .serving, faults: nil)

    fileprivate var operatorName: String? {
        get { if case .named(let name) = operators { name } else { nil } }
        set { if let newValue { operators = .named(newValue) } }
    }

    fileprivate var operatorCount: Int? {
        get { if case .count(let count) = operators { count } else { nil } }
        set { if let newValue { operators = .count(newValue) } }
    }
}

extension Shape where Value == Layout.Gateways {
    /// `at-clients` or a list of regions.
    static var gateways: Shape {
        let atClients = "at-clients"
        let regions = Shape<[String]>.list(of: .reference(to: "region"), atLeast: 1).distinct
        let allowed = "'\(atClients)' or \(regions.allowed)"
        return Shape(
            allowed,
            read: { entry, reading in
                if entry.text == atClients { return .atClients }
                guard case .sequence = entry.content else {
                    reading.report(entry.position, .wrongValue(found: entry.summary, allowed: allowed))
                    return nil
                }
                return regions.read(entry, reading).map { .regions($0) }
            },
            write: { value, catalogue in
                if case .regions(let names) = value { regions.write(names, catalogue) } else { .scalar(atClients) }
            },
            schema: { catalogue in
                .object([("oneOf", .list([.object([("const", .text(atClients))]), regions.schema(catalogue)]))])
            })
    }
}

extension Sections {
    static let layout = Section<Layout>(
        "a layout", blank: .blank,
        [
            Field("id", \.id, .identifier, "The name of the layout."),
            Field("title", \.title, .line, .otherwise("the id"), "For tables."),
            Field("gateways", \.gateways, .gateways, "Where requests enter the network."),
            Field(
                "gateway-price", \.gatewayPrice, .quantity(.price, from: 0, through: 1e6),
                .standard("0 USD/h", note: "not counted"), "Of each gateway."),
            Field("routing", \.routing, .named("routing policy", \.routings), "How a node is chosen."),
            Field(
                "registry", \.registry, .optional(.section(Sections.registry)), .optional,
                "How gateways learn that a node is gone; without it at once."),
            Field("scheme", \.scheme, .named("scheme", \.schemes), "How answers are checked."),
            Field(
                "threat", \.threat, .choice, .standard("as-declared", note: ""),
                "Whether the scenario's threat holds in this layout."),
            Field("pools", \.pools, .entries("pool", Sections.pool, atLeast: 1), "The nodes."),
        ])
}

extension Layout {
    fileprivate static let blank = Layout(
        id: "", title: "", gateways: .atClients, gatewayPrice: 0, routing: Arguments(name: ""), registry: nil,
        scheme: Arguments(name: ""), threat: .asDeclared, pools: [])
}
