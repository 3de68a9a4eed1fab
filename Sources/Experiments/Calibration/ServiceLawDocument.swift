// SPDX-License-Identifier: GPL-3.0-or-later

import Models

extension ServiceLawFile {
    /// The object as it stands in the file, not yet checked.
    struct Document: Codable {
        enum CodingKeys: String, CodingKey, CaseIterable {
            case model, machine, prefill, decode, inputTokens, outputTokens, batch, measurements
        }

        struct Phase: Codable {
            enum CodingKeys: String, CodingKey, CaseIterable {
                case secondsPerPass, secondsPerToken, secondsPerContextToken, residualScale
            }

            let secondsPerPass: Double, secondsPerToken: Double, secondsPerContextToken: Double
            let residualScale: Double

            init(_ phase: FittedServiceLaw.Phase) {
                secondsPerPass = phase.perPass
                secondsPerToken = phase.perToken
                secondsPerContextToken = phase.perContextToken
                residualScale = phase.residualScale
            }

            var phase: FittedServiceLaw.Phase {
                FittedServiceLaw.Phase(
                    perPass: secondsPerPass, perToken: secondsPerToken, perContextToken: secondsPerContextToken,
                    residualScale: residualScale)
            }

            var isPossible: Bool {
                [secondsPerPass, secondsPerToken, secondsPerContextToken, residualScale]
                    .allSatisfy { (0...1_000).contains($0) }
            }
        }

        struct Range: Codable {
            enum CodingKeys: String, CodingKey, CaseIterable { case from, through }

            let from: Int, through: Int

            init(_ range: ClosedRange<Int>) {
                from = range.lowerBound
                through = range.upperBound
            }

            var isPossible: Bool { 1 <= from && from <= through }
        }

        let model: String, machine: String
        let prefill: Phase, decode: Phase
        let inputTokens: Range, outputTokens: Range, batch: Range
        let measurements: Int

        init(_ law: FittedServiceLaw) {
            model = law.model
            machine = law.machine
            prefill = Phase(law.prefill)
            decode = Phase(law.decode)
            inputTokens = Range(law.inputTokens)
            outputTokens = Range(law.outputTokens)
            batch = Range(law.batch)
            measurements = law.measurements
        }

        /// The first thing that no law can say.
        var problem: (place: String, expected: String)? {
            for (place, phase) in [("prefill", prefill), ("decode", decode)] where !phase.isPossible {
                return (place, "numbers from 0 through 1000")
            }
            for (place, range) in [("inputTokens", inputTokens), ("outputTokens", outputTokens), ("batch", batch)]
            where !range.isPossible {
                return (place, "a range from 1 or more through no less, found \(range.from) through \(range.through)")
            }
            return measurements >= 1 ? nil : ("measurements", "at least 1, found \(measurements)")
        }

        /// - Precondition: there is no `problem`.
        var law: FittedServiceLaw {
            FittedServiceLaw(
                model: model, machine: machine, prefill: prefill.phase, decode: decode.phase,
                inputTokens: inputTokens.from...inputTokens.through,
                outputTokens: outputTokens.from...outputTokens.through, batch: batch.from...batch.through,
                measurements: measurements)
        }
    }
}
