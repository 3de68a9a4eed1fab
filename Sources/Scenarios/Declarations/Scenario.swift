// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// One experiment as its file states it, checked: every value is possible, every name refers to something declared,
/// every default is filled in, every quantity is in the base unit of its dimension.
///
/// Only `ScenarioReader` makes one. The parts may be changed afterwards (a sweep sets factors); whoever does so answers
/// for the rules the reader checks, because the assembly trusts them.
public struct Scenario: Sendable, Equatable {
    /// The word results are filed under: lower-case letters, digits and hyphens.
    public var name: String
    /// What the experiment is to answer, as a sentence.
    public var question: String
    /// The root of every random draw.
    public var seed: UInt64
    /// What kind of statement is made about time.
    public var study: Study
    /// Independent runs of each design point; at least 1.
    public var replications: Int
    /// The factors k of demand and every pool, ascending, without repetition; always holds 1 (S is relative to it).
    public var scales: [Int]
    /// When the measured requests are offered.
    public var window: Window
    /// The level of the headline, 0 (L0) to 6 (L6).
    public var target: Int
    /// Differences of the headline measure up to this share count as equivalent.
    public var indifference: Double
    /// The smallest utility at which a VIPN counts as verified capacity, as a share.
    public var floor: Double
    /// A replication that needs more events than this fails instead of running on.
    public var eventLimit: Int
    /// What makes an answer timely.
    public var serviceLevel: ServiceLevel
    /// How long the world waits.
    public var deadlines: Deadlines
    /// How clients try again.
    public var attempts: AttemptRule
    /// Places, those of included files first.
    public var regions: [Region]
    /// Classes of machines.
    public var hardware: [Hardware]
    /// Shapes of recorded workloads.
    public var workloads: [Workload]
    /// What is served.
    public var models: [Model]
    /// Who asks; at least one group.
    public var demand: [Demand]
    /// Nil when everybody is honest.
    public var threat: Threat?
    /// Environment faults shared by all layouts, by declared name with parameters.
    public var faults: [Arguments]
    /// How layouts are made comparable; nil when they are as declared.
    public var equalise: Equalise?
    /// Where cold nodes download models from; present whenever a pool starts cold.
    public var hub: Hub?
    /// What is paid for beside nodes.
    public var prices: Prices
    /// What is compared; at least one.
    public var layouts: [Layout]
    /// The folder of the file, ending in a slash, or empty for the working folder: paths in the scenario start there.
    public var directory: String
}

extension Scenario {
    /// The region declared as `id`.
    /// - Precondition: it is declared; the reader has checked every reference.
    public func region(_ id: String) -> Region { Self.declared(regions, id, "region") }

    /// The hardware class declared as `id`.
    /// - Precondition: it is declared.
    public func hardware(_ id: String) -> Hardware { Self.declared(hardware, id, "hardware") }

    /// The workload declared as `id`.
    /// - Precondition: it is declared.
    public func workload(_ id: String) -> Workload { Self.declared(workloads, id, "workload") }

    /// The model declared as `id`.
    /// - Precondition: it is declared.
    public func model(_ id: String) -> Model { Self.declared(models, id, "model") }

    /// Where a file is that the scenario names, like the trace of an arrival process.
    public func path(of file: String) -> String { file.hasPrefix("/") ? file : directory + file }

    /// The layout declared as `id`, nil when there is none: commands take the name from the user.
    public func layout(_ id: String) -> Layout? { layouts.first { $0.id == id } }

    private static func declared<Entry: Identifiable<String>>(_ entries: [Entry], _ id: String, _ kind: String) -> Entry
    {
        guard let entry = entries.first(where: { $0.id == id }) else {
            preconditionFailure("\(kind) '\(id)': expected one of \(entries.map(\.id)), found nothing of that name")
        }
        return entry
    }
}
