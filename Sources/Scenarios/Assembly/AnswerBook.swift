// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Models
import Quantities

/// Every answer that the nodes of a scenario can compute, worked out by real inference before the first replication.
///
/// Only combinations that can be reached are prepared: the numeric profiles of the hardware in the layouts, the models in
/// the demand, honest conduct and the threat's.
public struct AnswerBook: Sendable {
    public let table: AnswerTable
    /// Number of the honest computation, by model and numeric profile.
    public let honest: [[Int]]
    /// The same for the conduct of the threat; empty when it computes nothing of its own.
    public let strayed: [[Int]]
    /// Names of the numeric profiles, in the order of their numbers.
    public let profiles: [String]

    /// Runs the models. Complexity: computations × inputs forward passes.
    public init(_ scenario: Scenario) {
        let plan = Self.plan(scenario)
        honest = plan.honest
        strayed = plan.strayed
        profiles = plan.profiles
        table = AnswerTable(plan.wanted)
    }

    /// What a book holds, before anything is computed.
    public struct Plan: Sendable {
        fileprivate let wanted: [Computation]
        fileprivate let honest: [[Int]]
        fileprivate let strayed: [[Int]]
        fileprivate let profiles: [String]
        /// Distinct computations, and the inferences they take.
        public var computations: Int { wanted.count }
        public var inferences: Int { wanted.count * AnswerBook.prompts }
    }

    /// Works out which computations the scenario can reach.
    public static func plan(_ scenario: Scenario) -> Plan {
        let used = Set(scenario.layouts.flatMap(\.pools).map { scenario.hardware($0.hardware).profile })
        let profiles = NumericProfile.all.filter { used.contains($0.name) }
        var wanted: [Computation] = []
        func number(_ computation: Computation) -> Int {
            if let known = wanted.firstIndex(of: computation) { return known }
            wanted.append(computation)
            return wanted.count - 1
        }
        let honest = scenario.models.map { model in
            profiles.map { number(Computation(model: Self.classifier(model.outputs), profile: $0)) }
        }
        let strayed =
            Self.weights(scenario.threat?.conduct.name).map { weights in
                scenario.models.map { model in
                    profiles.map {
                        number(
                            Computation(
                                model: Self.classifier(weights.served(model)), weights: weights.weights, profile: $0))
                    }
                }
            } ?? []
        return Plan(wanted: wanted, honest: honest, strayed: strayed, profiles: profiles.map(\.name))
    }

    /// How many inputs the prompts of every model are drawn from.
    public static var prompts: Int { InputSet.test.count }

    private struct Served {
        let weights: Weights
        let isSubstitute: Bool

        /// Name of the classifier that is really run.
        func served(_ model: Model) -> String { isSubstitute ? model.substitute ?? model.outputs : model.outputs }
    }

    private static func weights(_ conduct: String?) -> Served? {
        switch conduct {
        case "int8-weights": Served(weights: .int8, isSubstitute: false)
        case "int4-weights": Served(weights: .int4, isSubstitute: false)
        case "substitute": Served(weights: .full, isSubstitute: true)
        default: nil
        }
    }

    private static func classifier(_ name: String) -> Classifier {
        guard let classifier = Classifier.named(name) else {
            bug("answer book: expected an embedded model, found '\(name)', which the reader should have refused")
        }
        return classifier
    }
}
