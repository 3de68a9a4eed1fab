// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Measures
import Models
import Quantities
import Scenarios

extension Measures.Study {
    /// What a report needs to know of a scenario beside the rows of its record.
    public init(_ scenario: Scenario, layouts: [Layout], _ materials: Materials) {
        self.init()
        title = scenario.question.isEmpty ? scenario.name : scenario.question
        kind = scenario.study == .steady ? .steady : .terminating
        target = Level(rawValue: UInt8(scenario.target))!
        scales = scenario.scales
        firstTokenObjective = scenario.serviceLevel.firstToken.seconds
        totalObjective = scenario.serviceLevel.total.seconds
        clientDeadline = scenario.deadlines.client.seconds
        verificationDeadline = scenario.deadlines.verification.seconds
        revocationWindow = scenario.deadlines.revocation.seconds
        windowStart = scenario.window.start.seconds
        windowEnd = scenario.window.end.seconds
        indifference = scenario.indifference
        floor = scenario.floor
        if let equalise = scenario.equalise {
            equalisation =
                switch equalise.by {
                case .cost: .cost
                case .gpus: .gpus
                case .power: .power
                }
            reference = equalise.like
        }
        notes = Self.notes(scenario, materials) + MeasuredLaws(scenario, layouts, materials).notes
        profilePairs = materials.answers.profilePairs(of: scenario.models.map(\.id))
        self.layouts = layouts.map { Self.facts(of: $0, scenario) }
    }

    private static func facts(of layout: Layout, _ scenario: Scenario) -> StudyLayout {
        var facts = StudyLayout(layout.id)
        let scheme = SchemeFacts(layout.scheme)
        facts.summary = layout.title
        facts.highest = scheme.highest
        facts.trust = scheme.trust
        if layout.threat == .assumedHonest, scenario.threat != nil { facts.assumedHonest = "all operators" }
        facts.mainOperator = scenario.mainOperators(of: layout).joined(separator: ", ")
        let nodes = scheme.executions > 1 ? "\(scheme.executions) nodes" : "node"
        // Without a gateway between them the nodes see the user's address, and nobody else sees anything.
        facts.seesIdentity = layout.gateways == .atClients ? nodes : "gateway"
        facts.seesPrompt = layout.gateways == .atClients ? nodes : "gateway and " + nodes
        facts.seesAnswer = facts.seesPrompt
        return facts
    }

    private static func notes(_ scenario: Scenario, _ materials: Materials) -> [String] {
        var notes = zip(scenario.models, materials.answers.requested).map { model, served in
            // A name in the catalogue has a recorded digest; a file of the user's is named by its own.
            var outputs = model.outputs
            if case .file = served.card.origin { outputs += " (SHA-256 \(served.digest.hex))" }
            let standIn = model.standsFor.map { "outputs of \(outputs) stand for \($0): speed and size are its own" }
            return "Model \(model.id): \(standIn ?? "outputs are computed by \(outputs)")."
        }
        for (number, model) in scenario.models.enumerated() {
            let inputs = materials.answers.inputs[number]
            notes.append(
                "Prompts of model \(model.id) are drawn from \(inputs.asked.count) inputs (\(inputs.identity)); results are "
                    + "conditional on this finite set. Its tolerance is \(materials.answers.tolerances[number]).")
        }
        let recorded = scenario.demand.filter { $0.arrivals.name != "poisson" }
        if !recorded.isEmpty {
            notes.append("Arrivals follow recorded minutes; results are conditional on the recorded hours.")
        }
        if !scenario.faults.isEmpty || scenario.layouts.contains(where: { $0.pools.contains { $0.faults != nil } }) {
            notes.append("Nodes that are down draw no power and are paid all the same, as rented machines are.")
        }
        return notes
    }
}
