// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Kernels
import Measures
import ModelFiles
import Models
import Statistics

/// What checking commitments to activations makes of honest machines and of cheats.
///
/// The checker is honest and has one numeric profile; the provers, honest ones and cheats, have the others.
struct CommitmentChecks {
    static let name = "commitment"

    private let check: ActivationCheck
    private let inference: Execution
    private let inputs: [Input]
    private let map: ParallelMap
    /// The checker's place among the profiles.
    private let checker: Int

    init(
        _ model: ServedModel, profiles: [NumericProfile], checker: Int, newTokens: Int, inputs: [Input],
        map: ParallelMap
    ) throws(ModelFileMistake) {
        let computation = Computation(model, profile: profiles[checker], newTokens: newTokens)
        check = try ActivationCheck(computation)
        inference = try Execution(computation)
        self.inputs = inputs
        self.map = map
        self.checker = checker
    }

    /// - Parameters:
    ///   - honest: [profile][input].
    ///   - cheats: by conduct: its name, and [profile][input].
    func run(honest: [[Output]], cheats: [(name: String, columns: [[Output]])]) throws -> [Divergence.Check] {
        func others(_ columns: [[Output]]) -> [[Output]] {
            columns.indices.filter { $0 != checker }.map { columns[$0] }
        }
        let honestFindings = try findings(others(honest))
        return try cheats.map { conduct in
            let found = try findings(others(conduct.columns))
            return Self.check(conduct.name, honest: honestFindings, cheats: found)
        }
    }

    /// What a check of one answer found.
    private struct Finding: Sendable {
        /// Exponents that differ in the worst stretch, and as a fraction its mean error of the mantissas.
        let strangeness: Double
        let isAccepted: Bool

        init(_ errors: [ActivationErrors]?) {
            guard let errors else {
                (strangeness, isAccepted) = (.infinity, false)
                return
            }
            strangeness = errors.reduce(0) {
                max($0, Double($1.count - $1.exponentMatches) + min($1.meanMantissaError, 127) / 128)
            }
            isAccepted = errors.allSatisfy(ActivationThresholds.bfloat16.accepts)
        }
    }

    private func findings(_ columns: [[Output]]) throws -> [Finding] {
        let results = map.results(columns.count * inputs.count) { number in
            Result { () throws(ModelFileMistake) in
                try finding(columns[number / inputs.count][number % inputs.count], inputs[number % inputs.count])
            }
        }
        return try results.map { try $0.get() }
    }

    private func finding(_ output: Output, _ input: Input) throws(ModelFileMistake) -> Finding {
        guard case .text(let text) = output else { return Finding(nil) }
        return Finding(try check.errors(of: text, to: input))
    }

    private static func check(_ conduct: String, honest: [Finding], cheats: [Finding]) -> Divergence.Check {
        func rejected(_ findings: [Finding]) -> Proportion {
            Proportion(events: Double(findings.count { !$0.isAccepted }), trials: Double(findings.count))
        }
        let curve = ROC(honest: honest.map(\.strangeness), cheats: cheats.map(\.strangeness))
        return Divergence.Check(
            name, conduct, curve, honestRejected: rejected(honest), found: rejected(cheats))
    }

    /// The bytes of an answer's commitments on average, and the time of checking some answers one by one as a multiple of
    /// that of giving them one by one, on one thread.
    func cost(_ honest: [[Output]]) throws -> Divergence.Cost {
        let texts = honest[checker].compactMap { output -> TokenOutput? in
            if case .text(let text) = output { text } else { nil }
        }
        let bytes = texts.reduce(0) { $0 + $1.commitments.count }
        let some = min(8, inputs.count)
        let clock = ContinuousClock()
        let inferring = try clock.measure { for input in inputs[..<some] { _ = try inference.outputs(of: [input]) } }
        let checking = try clock.measure {
            for (text, input) in zip(texts, inputs[..<some]) { _ = try check.errors(of: text, to: input) }
        }
        return Divergence.Cost(
            check: Self.name, bytes: Double(bytes) / Double(max(texts.count, 1)), time: checking / inferring)
    }
}
