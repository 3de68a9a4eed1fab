// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Kernels
import Measures
import Models
import Quantities
import Statistics

/// Runs one model under several numeric profiles and with every conduct, and compares what comes out.
public struct DivergenceStudy: Sendable {
    /// A way to cheat: the name of a conduct, and what it computes.
    public struct Conduct: Sendable {
        let name: String
        let model: ServedModel
        let deviation: Deviation

        /// Every conduct that computes something else with this model, at its default parameters.
        /// - Parameter substitute: the model that is served instead by the conduct of that name; nil leaves it out.
        public static func all(of model: ServedModel, substitute: ServedModel?) -> [Conduct] {
            CheaperComputation.standardCheats.compactMap { name, cheat in
                if cheat.isSubstitute { return substitute.map { Conduct(name: name, model: $0, deviation: .none) } }
                if cheat.deviation.needsLanguageModel, model.card.kind != .language { return nil }
                return Conduct(name: name, model: model, deviation: cheat.deviation)
            }
        }
    }

    private let model: ServedModel
    private let profiles: [NumericProfile]
    private let conducts: [Conduct]
    private let asked: [Input]
    private let calibration: [Input]
    private let newTokens: Int
    private let preparation: AnswerPreparation

    /// - Parameters:
    ///   - profiles: at least two; the honest machines.
    ///   - asked: what all are asked.
    ///   - calibration: other inputs, on which the tolerance is fitted unless the model's card has one.
    public init(
        _ model: ServedModel, profiles: [NumericProfile], conducts: [Conduct], asked: [Input], calibration: [Input],
        newTokens: Int? = nil, preparation: AnswerPreparation
    ) {
        require(profiles.count >= 2, "divergence: expected at least two profiles, found \(profiles.count)")
        self.model = model
        self.profiles = profiles
        self.conducts = conducts
        self.asked = asked
        self.calibration = calibration
        self.newTokens = newTokens ?? model.card.newTokens
        self.preparation = preparation
    }

    /// Runs everything.
    /// - Parameter progress: told how many of how many inferences are done.
    /// - Throws: what is wrong with the model file or with an input.
    public func run(progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }) throws -> Divergence {
        let fitted = model.card.tolerance == nil ? profiles.count * calibration.count : 0
        let total = fitted + profiles.count * (conducts.count + 1) * asked.count
        var done = 0
        func outputs(_ model: ServedModel, _ deviation: Deviation, _ profile: NumericProfile, _ inputs: [Input]) throws
            -> [Output]
        {
            let before = done
            defer { done += inputs.count }
            let computation = Computation(model, deviation, profile: profile, newTokens: newTokens)
            return try preparation.outputs(of: computation, inputs) { progress(before + $0, total) }
        }
        let tolerance =
            try model.card.tolerance
            ?? Tolerance.fitted(profiles.map { try outputs(model, .none, $0, calibration) })
        let honest = try profiles.map { try outputs(model, .none, $0, asked) }
        let cheats = try conducts.map { conduct in
            try profiles.map { try outputs(conduct.model, conduct.deviation, $0, asked) }
        }
        let comparison = OutputComparison(names: profiles.map(\.name), honest: honest, tolerance: tolerance)
        var checks: [Divergence.Check] = []
        for (conduct, columns) in zip(conducts, cheats) { checks += comparison.checks(conduct.name, columns) }
        var costs = [Divergence.Cost(check: "same answer, execution again", bytes: 0, time: 1)]
        if model.card.kind == .language {
            let commitments = try CommitmentChecks(
                model, profiles: profiles, checker: 0, newTokens: newTokens, inputs: asked, map: preparation.map)
            checks += try commitments.run(honest: honest, cheats: Array(zip(conducts.map(\.name), cheats)))
            costs.append(try commitments.cost(honest))
        }
        return Divergence(
            model: model.card.id, inputs: asked.count, tolerance: Double(tolerance),
            calibrationInputs: model.card.tolerance == nil ? calibration.count : 0, profiles: comparison.profiles,
            conducts: zip(conducts, cheats).flatMap { comparison.conduct($0.name, $1) }, checks: checks, costs: costs)
    }
}
