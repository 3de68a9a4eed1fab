// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Kernels
import Measures
import ModelFiles
import Models
import Statistics

/// What disputes over single operators of a graph make of honest machines and of cheats.
///
/// A claimant has answered and committed to every operator's output. A challenger who has computed the same under the
/// claimant's numeric profile disputes whatever differs, and a referee recomputes the first operator where the two part. A
/// cheat is found when it loses as the claimant; an honest claimant is rejected when it loses to a cheat who disputes its
/// answer, which must never happen. Whoever computed nothing has nothing to show and is not held to account here.
struct DisputeChecks {
    static let name = "dispute"
    /// Inputs that are disputed about, at most: traces of large graphs take seconds to hash.
    static let most = 8

    private let model: ServedModel
    private let profiles: [NumericProfile]
    private let inputs: [Input]
    private let map: ParallelMap

    init(_ model: ServedModel, profiles: [NumericProfile], inputs: [Input], map: ParallelMap) {
        self.model = model
        self.profiles = profiles
        self.inputs = Array(inputs.prefix(Self.most))
        self.map = map
    }

    /// How two disputes ended: about the cheat's answer, and about the honest one.
    private struct Outcome: Sendable {
        let isCheatFound: Bool
        let isHonestRejected: Bool
        let bytes: Int
    }

    /// The verdicts on conducts that compute something else with the model.
    func run(_ conducts: [(name: String, deviation: Deviation)]) throws -> (
        checks: [Divergence.Check], costs: [Divergence.Cost]
    ) {
        var outcomes: [[Outcome]] = Array(repeating: [], count: conducts.count)
        for profile in profiles {
            let found = try self.outcomes(of: conducts.map(\.deviation), under: profile)
            for byConduct in found {
                for (number, outcome) in byConduct.enumerated() { outcomes[number].append(outcome) }
            }
        }
        let checks = zip(conducts, outcomes).map { conduct, outcomes in
            let curve = ROC(
                honest: outcomes.map { $0.isHonestRejected ? 1 : 0 }, cheats: outcomes.map { $0.isCheatFound ? 1 : 0 })
            return Divergence.Check(Self.name, conduct.name, curve, threshold: 0)
        }
        let bytes = outcomes.joined().map(\.bytes).filter { $0 > 0 }
        let mean = Double(bytes.reduce(0, +)) / Double(max(bytes.count, 1))
        return (checks, try costs(settling: mean, conducts.first?.deviation ?? .none))
    }

    /// [input][conduct]
    private func outcomes(of deviations: [Deviation], under profile: NumericProfile) throws -> [[Outcome]] {
        let honest = try Execution(Computation(model, profile: profile))
        let cheats = try deviations.map { try Execution(Computation(model, $0, profile: profile)) }
        let results = map.results(inputs.count) { number in
            Result { () throws(ModelFileMistake) in
                let input = inputs[number], own = try honest.trace(of: inputs[number])
                var outcomes: [Outcome] = []
                for cheat in cheats { outcomes.append(try Self.outcome(honest, own, cheat, input)) }
                return outcomes
            }
        }
        return try results.map { try $0.get() }
    }

    private static func outcome(
        _ honest: Execution, _ own: GraphTrace, _ cheat: Execution, _ input: Input
    ) throws(ModelFileMistake) -> Outcome {
        let other = try cheat.trace(of: input)
        let caught = try honest.settle(input, claimant: other, challenger: own)
        let accused = try honest.settle(input, claimant: own, challenger: other)
        return Outcome(
            isCheatFound: caught.winner != .claimant, isHonestRejected: accused.winner != .claimant,
            bytes: caught.bytes)
    }

    /// What it costs to be ready for a dispute, and to settle one, on one thread.
    private func costs(settling bytes: Double, _ deviation: Deviation) throws -> [Divergence.Cost] {
        let honest = try Execution(Computation(model, profile: profiles[0]))
        let cheat = try Execution(Computation(model, deviation, profile: profiles[0]))
        let clock = ContinuousClock()
        var inferring = Duration.zero, tracing = Duration.zero, settling = Duration.zero
        for input in inputs {
            inferring += try clock.measure { _ = try honest.outputs(of: [input]) }
            var own: GraphTrace?
            tracing += try clock.measure { own = try honest.trace(of: input) }
            guard let own else { continue }
            let other = try cheat.trace(of: input)
            settling += try clock.measure { _ = try honest.settle(input, claimant: other, challenger: own) }
        }
        return [
            Divergence.Cost(
                check: "\(Self.name), every operator committed to", bytes: Double(ContentDigest.length),
                time: tracing / inferring),
            Divergence.Cost(check: "\(Self.name), settled", bytes: bytes, time: settling / inferring),
        ]
    }
}
