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
    /// Distinct computations, and inferences they took.
    public let computations: Int
    public let inferences: Int

    /// Runs the models. Complexity: computations × inputs forward passes.
    public init(_ scenario: Scenario) {
        let used = Set(scenario.layouts.flatMap(\.pools).map { scenario.hardware($0.hardware).profile })
        let profiles = NumericProfile.named.filter { used.contains($0.name) }
        var wanted: [Computation] = []
        func number(_ computation: Computation) -> Int {
            if let known = wanted.firstIndex(of: computation) { return known }
            wanted.append(computation)
            return wanted.count - 1
        }
        honest = scenario.models.map { model in
            profiles.map { number(Computation(Self.classifier(model.outputs), .full, $0)) }
        }
        strayed =
            Self.weights(scenario.threat?.conduct.name).map { weights in
                scenario.models.map { model in
                    profiles.map { number(Computation(Self.classifier(weights.served(model)), weights.weights, $0)) }
                }
            } ?? []
        self.profiles = profiles.map(\.name)
        table = AnswerTable(wanted)
        computations = wanted.count
        inferences = wanted.count * InputSet.test.count
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
            fatalError("answer book: expected an embedded model, found '\(name)', which the reader should have refused")
        }
        return classifier
    }
}
