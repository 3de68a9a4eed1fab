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
/// answer, which must never happen. Conducts that compute nothing are not played: who has no trace cannot open it and loses,
/// and who gives again what it once computed, trace and all, has nothing to fear.
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
            func share(_ isTrue: (Outcome) -> Bool) -> Proportion {
                Proportion(events: Double(outcomes.count(where: isTrue)), trials: Double(outcomes.count))
            }
            let curve = ROC(
                honest: outcomes.map { $0.isHonestRejected ? 1 : 0 }, cheats: outcomes.map { $0.isCheatFound ? 1 : 0 })
            return Divergence.Check(
                Self.name, conduct.name, curve, honestRejected: share(\.isHonestRejected), found: share(\.isCheatFound))
        }
        let found = zip(conducts, outcomes).first { $1.contains(where: \.isCheatFound) }
        return (checks, try costs(found?.0.deviation))
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
            isCheatFound: caught.winner != .claimant, isHonestRejected: accused.winner != .claimant)
    }

    /// What it costs to be ready for a dispute, and to settle one with a conduct that is found, on one thread under the first
    /// profile: the shortest of three, since whatever disturbs a run makes it longer.
    private func costs(_ deviation: Deviation?) throws -> [Divergence.Cost] {
        let honest = try Execution(Computation(model, profile: profiles[0]))
        let cheat = try deviation.map { try Execution(Computation(model, $0, profile: profiles[0])) }
        var inferring = 0.0, tracing = 0.0, settling = 0.0, bytes = 0
        for input in inputs {
            inferring += try Self.seconds { _ = try honest.outputs(of: [input]) }
            tracing += try Self.seconds { _ = try honest.trace(of: input) }
            guard let cheat else { continue }
            let own = try honest.trace(of: input), other = try cheat.trace(of: input)
            var sent = 0
            settling += try Self.seconds { sent = try honest.settle(input, claimant: other, challenger: own).bytes }
            bytes += sent
        }
        let ready = Divergence.Cost(
            check: "\(Self.name), every operator committed to", bytes: Double(ContentDigest.length),
            time: tracing / inferring)
        let settled = Divergence.Cost(
            check: "\(Self.name), settled", bytes: Double(bytes) / Double(inputs.count), time: settling / inferring)
        return [ready] + (cheat == nil ? [] : [settled])
    }

    private static func seconds(_ work: () throws -> Void) throws -> Double {
        let clock = ContinuousClock()
        var shortest = Double.infinity
        for _ in 0..<3 { shortest = min(shortest, try clock.measure(work) / .seconds(1)) }
        return shortest
    }
}
