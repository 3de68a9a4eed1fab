// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Kernels
import ModelFiles
import Models
import Quantities

/// Every answer that the nodes of a scenario can compute, worked out by real inference before the first replication.
///
/// Only combinations that can be reached are prepared: the numeric profiles of the hardware in the layouts, the models in
/// the demand, honest conduct and the threat's.
public struct AnswerBook: Sendable {
    public let table: AnswerTable
    let plan: Plan

    /// Number of the honest computation, by model and numeric profile.
    public var honest: [[Int]] { plan.honest }
    /// The same for the conduct of the threat; empty when it computes nothing of its own.
    public var strayed: [[Int]] { plan.strayed }
    /// Names of the numeric profiles, in the order of their numbers.
    public var profiles: [String] { plan.profiles }
    /// By model: how many inputs its prompts are drawn from.
    public var prompts: [Int] { plan.honest.map { table.inputs(of: $0[0]) } }

    /// A book from outputs that were worked out somewhere, on several threads or in an earlier run.
    /// - Parameter columns: one for each computation of the plan, in its order.
    public init(_ plan: Plan, _ columns: [AnswerTable.Column]) {
        require(
            columns.count == plan.computations.count,
            "answer book: expected \(plan.computations.count) columns, found \(columns.count)")
        self.plan = plan
        table = AnswerTable(columns)
    }
}

extension AnswerBook {
    /// What a book holds, before anything is computed.
    public struct Plan: Sendable {
        /// One computation, the inputs it is asked, and the tolerance its outputs are judged by.
        public struct Entry: Sendable {
            public let computation: Computation
            public let inputs: InputSet.Name
            public let tolerance: Float
        }

        /// Distinct computations.
        public internal(set) var computations: [Entry] = []
        fileprivate(set) var honest: [[Int]] = []
        fileprivate(set) var strayed: [[Int]] = []
        fileprivate(set) var profiles: [String] = []

        /// Executions of models that the computations take.
        public var inferences: Int { computations.reduce(0) { $0 + InputSet.named($1.inputs).asked.count } }

        /// Works out which computations a scenario can reach.
        /// - Parameter models: by name, every model that the scenario names.
        public init(_ scenario: Scenario, _ models: [String: ServedModel]) {
            let used = Set(scenario.layouts.flatMap(\.pools).map { scenario.hardware($0.hardware).profile })
            let profiles = NumericProfile.all.filter { used.contains($0.name) }
            self.profiles = profiles.map(\.name)
            honest = scenario.models.map { model in
                profiles.map { number(model, of: Self.served(model.outputs, models), .none, $0) }
            }
            guard let conduct = scenario.threat?.conduct, let cheat = CheaperComputation.cheat(conduct) else { return }
            strayed = scenario.models.map { model in
                let served = Self.served(cheat.isSubstitute ? model.substitute ?? model.outputs : model.outputs, models)
                return profiles.map { number(model, of: served, cheat.deviation, $0) }
            }
        }

        /// The number of a computation, which is new or already known.
        private mutating func number(
            _ model: Model, of served: ServedModel, _ deviation: Deviation, _ profile: NumericProfile
        ) -> Int {
            let computation = Computation(served, deviation, profile: profile, newTokens: model.newTokens)
            if let known = computations.firstIndex(where: { $0.computation == computation }) { return known }
            guard let inputs = served.card.inputs, let tolerance = served.card.tolerance else {
                bug("answer book: expected a model with inputs and a tolerance, found '\(served.card.id)'")
            }
            computations.append(Entry(computation: computation, inputs: inputs, tolerance: tolerance))
            return computations.count - 1
        }

        private static func served(_ name: String, _ models: [String: ServedModel]) -> ServedModel {
            guard let model = models[name] else {
                bug("answer book: expected a model that was loaded, found '\(name)'")
            }
            return model
        }
    }
}
