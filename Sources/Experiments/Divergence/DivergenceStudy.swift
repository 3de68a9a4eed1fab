// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Measures
import Models
import Quantities
import Statistics

/// Runs one model under several numeric profiles and with every conduct, and compares what comes out.
///
/// With one input nobody can copy the answer to another, and that conduct is left out.
public struct DivergenceStudy: Sendable {
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
        self.conducts = conducts.filter { if case .otherInput = $0.source { asked.count > 1 } else { true } }
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
        let computing = conducts.count { $0.computation != nil }
        let total = fitted + profiles.count * (computing + 1) * asked.count
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
            try profiles.enumerated().map { number, profile in
                try conduct.outputs(insteadOf: honest[number], profile: number)
                    ?? conduct.computation.map { try outputs($0.model, $0.deviation, profile, asked) } ?? []
            }
        }
        return try divergence(honest, cheats, tolerance)
    }

    /// - Parameters:
    ///   - honest: [profile][input].
    ///   - cheats: [conduct][profile][input].
    private func divergence(_ honest: [[Output]], _ cheats: [[[Output]]], _ tolerance: Float) throws -> Divergence {
        let comparison = OutputComparison(names: profiles.map(\.name), honest: honest, tolerance: tolerance)
        let columns = Array(zip(conducts, cheats))
        func pairs(_ columns: [(Conduct, [[Output]])]) -> [Divergence.Pair] {
            columns.flatMap { comparison.conduct($0.name, $1) }
        }
        let special = try checksOfKind(honest, cheats)
        return Divergence(
            model: model.card.id, inputs: asked.count, tolerance: Double(tolerance),
            calibrationInputs: model.card.tolerance == nil ? calibration.count : 0, profiles: comparison.profiles,
            conducts: pairs(columns.filter { $0.0.computation != nil }),
            idle: pairs(columns.filter { $0.0.computation == nil }),
            checks: columns.flatMap { comparison.checks($0.name, $1) } + special.checks,
            costs: [Divergence.Cost(check: "same answer, execution again", bytes: 0, time: 1)] + special.costs)
    }

    /// The checks that only one kind of model knows: commitments to activations, disputes over operators.
    private func checksOfKind(
        _ honest: [[Output]], _ cheats: [[[Output]]]
    ) throws -> (checks: [Divergence.Check], costs: [Divergence.Cost]) {
        switch model.card.kind {
        case .language:
            let commitments = try CommitmentChecks(
                model, profiles: profiles, checker: 0, newTokens: newTokens, inputs: asked, map: preparation.map)
            return (
                try commitments.run(honest: honest, cheats: Array(zip(conducts.map(\.name), cheats))),
                [try commitments.cost(honest)]
            )
        case .graph:
            let own = conducts.compactMap { conduct in
                conduct.computation.flatMap { $0.model == model ? (conduct.name, $0.deviation) : nil }
            }
            return try DisputeChecks(model, profiles: profiles, inputs: asked, map: preparation.map).run(own)
        }
    }
}
