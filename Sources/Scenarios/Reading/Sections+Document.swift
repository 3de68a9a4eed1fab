// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What one file holds: a whole scenario, or only lists for others to include.
struct Document: Sendable {
    /// Paths as written; read before anything else, and empty once the files are merged.
    var includes: [String] = []
    var scenario = Scenario.blank
}

extension Sections {
    /// The file given to a command.
    static let scenario = Section<Document>(
        "the scenario", blank: Document(),
        [
            Field("name", \.scenario.name, .identifier, "The word results are filed under."),
            Field("question", \.scenario.question, .line, .standard("not stated", note: ""), "What is to be answered."),
            Field("seed", \.scenario.seed, .seed, "The root of every random draw."),
            Field(
                "study", \.scenario.study, .choice, .standard("terminating", note: ""),
                "A fixed clock window, or the long run."),
            Field(
                "replications", \.scenario.replications, .count(from: 1, through: 1_000_000),
                .standard("20", note: "assumed"), "Independent runs of each design point."),
            Field(
                "scale", \.scenario.scales, .scales, .standard("[1]", note: "no curve over scale"),
                "Factors of demand and every pool."),
            Field("window", \.scenario.window, .section(Sections.window), "When the measured requests are offered."),
            Field("target", \.scenario.target, .level, "The level of the headline."),
            Field(
                "indifference", \.scenario.indifference, .quantity(.share, from: 0, through: 1),
                .standard("1 %", note: "one point of U"), "Differences up to this count as equivalent."),
            Field(
                "floor", \.scenario.floor, .quantity(.share, from: 0, through: 1), .standard("90 %", note: "assumed"),
                "The smallest utility that counts as verified capacity."),
            Field(
                "event-limit", \.scenario.eventLimit, .count(from: 1, through: 1_000_000_000_000_000),
                .standard("200000000", note: "assumed"), "A replication with more events fails."),
            Field(
                "service-level", \.scenario.serviceLevel, .section(Sections.serviceLevel),
                "What makes an answer timely."),
            Field(
                "deadlines", \.scenario.deadlines, .section(Sections.deadlines), .standard("{}", note: "its defaults"),
                "How long the world waits for what is open."),
            Field(
                "attempts", \.scenario.attempts, .section(Sections.attempts), .standard("{}", note: "its defaults"),
                "How a client tries again."),
        ] + lists + [
            Field("demand", \.scenario.demand, .entries("demand", Sections.demand, atLeast: 1), "Who asks."),
            Field(
                "threat", \.scenario.threat, .optional(.section(Sections.threat)), .optional,
                "Who cheats, and how; without it everybody is honest."),
            Field(
                "faults", \.scenario.faults, .list(of: .named("fault", \.faults)), .standard("[]", note: "none"),
                "What befalls the environment, shared by all layouts."),
            Field(
                "equalise", \.scenario.equalise, .optional(.section(Sections.equalise)), .optional,
                "Compare at equal expense; without it layouts are as declared."),
            Field(
                "hub", \.scenario.hub, .optional(.section(Sections.hub)), .optional,
                "Where cold nodes download models from."),
            Field(
                "prices", \.scenario.prices, .section(Sections.prices), .standard("{}", note: "its defaults"),
                "What is paid for beside nodes."),
            Field(
                "layouts", \.scenario.layouts, .entries("layout", Sections.layout, atLeast: 1, atMost: 100),
                "What is compared."),
        ])

    /// A file that others include.
    static let library = Section<Document>("an included file", blank: Document(), lists)

    /// What both may hold.
    private static let lists: [Field<Document>] = [
        Field(
            "include", \.includes, .includes, .standard("[]", note: "none"), "Files whose lists are joined to these."),
        Field("regions", \.scenario.regions, .entries("region", Sections.region), .standard("[]", note: ""), "Places."),
        Field(
            "hardware", \.scenario.hardware, .entries("hardware", Sections.hardware), .standard("[]", note: ""),
            "Classes of machines."),
        Field(
            "workloads", \.scenario.workloads, .entries("workload", Sections.workload), .standard("[]", note: ""),
            "Shapes of recorded workloads."),
        Field(
            "models", \.scenario.models, .entries("model", Sections.model), .standard("[]", note: ""), "What is served."
        ),
    ]
}

extension Shape where Value == [String] {
    /// Paths of files to include; the reader has followed them already.
    static var includes: Shape {
        let text = Shape<String>(
            "the path of a file, relative to the one that names it", schema: .object([("type", .text("string"))]),
            parse: { $0.isEmpty ? nil : $0 }, text: { $0 })
        let list = Shape<[String]>.list(of: text)
        return Shape(
            list.allowed, read: list.read,
            write: { paths, _ in paths.isEmpty ? nil : .flow(.sequence(paths.map(YamlTree.scalar))) },
            schema: list.schema)
    }
}

extension Scenario {
    fileprivate static let blank = Scenario(
        name: "", question: "", seed: 0, study: .terminating, replications: 1, scales: [1],
        window: Window(start: .zero, length: .tick), target: 0, indifference: 0, floor: 0, eventLimit: 1,
        serviceLevel: ServiceLevel(firstToken: .tick, total: .tick),
        deadlines: Deadlines(client: .tick, verification: .zero, revocation: .zero),
        attempts: AttemptRule(most: 1, timeout: .zero, pause: .zero), regions: [], hardware: [], workloads: [],
        models: [], demand: [], threat: nil, faults: [], equalise: nil, hub: nil, prices: Prices(egress: 0, energy: 0),
        layouts: [], directory: "")
}
