// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Kernels
import ModelFiles
import Models
import Quantities

/// Every answer that the nodes of a scenario can compute, worked out by real inference before the first replication.
///
/// Only combinations that can be reached are prepared: the arithmetics of the hardware in the layouts, the models in the
/// demand, honest conduct and the threat's.
public struct AnswerBook: Sendable {
    public let table: AnswerTable
    let plan: Plan

    /// Number of the honest computation, by model and arithmetic.
    public var honest: [[Int]] { plan.honest }
    /// The same for the conduct of the threat; empty when it computes nothing of its own.
    public var strayed: [[Int]] { plan.strayed }
    /// What the hardware computes by, in the order of their numbers.
    public var arithmetics: [Arithmetic] { plan.arithmetics }

    /// Numbers of the arithmetics of a numeric profile, buckets ascending: one, or several where bits depend on the batch.
    func arithmetics(of profile: String) -> [Int] {
        arithmetics.indices.filter { arithmetics[$0].profile.name == profile }
    }

    /// By model: how many inputs its prompts are drawn from.
    public var prompts: [Int] { plan.honest.map { table.inputs(of: $0[0]) } }
    /// By model: the one that requests ask for.
    public var requested: [ServedModel] { plan.honest.map { plan.computations[$0[0]].computation.model } }
    /// By model: how far apart two honest outputs may lie.
    public var tolerances: [Float] { plan.honest.map { plan.computations[$0[0]].tolerance } }
    /// By model: what it is asked.
    public var inputs: [InputSet] { plan.honest.map { plan.computations[$0[0]].inputs } }

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
            public let inputs: InputSet
            public let tolerance: Float

            /// Whether both give the same outputs, judged alike.
            func isSame(as other: Entry) -> Bool {
                computation == other.computation && inputs.identity == other.inputs.identity
                    && tolerance == other.tolerance
            }
        }

        /// Distinct computations.
        public internal(set) var computations: [Entry] = []
        fileprivate(set) var honest: [[Int]] = []
        fileprivate(set) var strayed: [[Int]] = []
        fileprivate(set) var arithmetics: [Arithmetic] = []

        /// Executions of models that the computations take.
        public var inferences: Int { computations.reduce(0) { $0 + $1.inputs.asked.count } }

        /// Works out which computations a scenario can reach.
        /// - Parameter models: those of the scenario, in its order.
        public init(_ scenario: Scenario, _ models: [SuppliedModel]) {
            arithmetics = Arithmetic.all(of: scenario)
            honest = models.map { model in
                arithmetics.map { number(model, .none, $0, isSubstitute: false) }
            }
            guard let conduct = scenario.threat?.conduct, let cheat = CheaperComputation.cheat(conduct) else { return }
            strayed = models.map { model in
                arithmetics.map { number(model, cheat.deviation, $0, isSubstitute: cheat.isSubstitute) }
            }
        }

        /// The number of a computation, which is new or already known.
        private mutating func number(
            _ model: SuppliedModel, _ deviation: Deviation, _ arithmetic: Arithmetic, isSubstitute: Bool
        ) -> Int {
            guard let served = isSubstitute ? model.substitute : model.requested else {
                bug("answer book: expected a substitute of '\(model.requested.card.id)', found none")
            }
            let entry = Entry(
                computation: Computation(
                    served, deviation, profile: arithmetic.profile, bucket: arithmetic.bucket,
                    newTokens: model.newTokens),
                inputs: model.inputs, tolerance: isSubstitute ? model.substituteTolerance : model.tolerance)
            if let known = computations.firstIndex(where: { $0.isSame(as: entry) }) { return known }
            computations.append(entry)
            return computations.count - 1
        }
    }
}
