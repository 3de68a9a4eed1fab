// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Models
import Randomness
import Statistics
import Testing

/// Laws recovered from measurements made up with noise and outliers.
@Suite("Fit of a service law") struct ServiceLawFitTests {
    private typealias Phase = FittedServiceLaw.Phase

    /// Measurements of a machine that follows the phases but for normal noise, and for a tenth that take three times as
    /// long.
    private func measurements(
        _ prefill: Phase, _ decode: Phase, batches: [Int] = [1, 2, 4, 8], noise: Double = 0.02, disturbed: Double = 0.1,
        experiment: UInt64 = 0
    ) -> [ServiceMeasurement] {
        var stream =
            StreamKey(seed: 13, replication: 0, purpose: .rehearsal, subject: Subject("service law")).stream(experiment)
        func measured(_ seconds: Double) -> Double {
            seconds * (1 + noise * stream.normal()) * (stream.bernoulli(disturbed) ? 3 : 1)
        }
        return batches.flatMap { batch in
            [8, 16, 32, 64, 128].flatMap { input in
                [1, 8, 32].map { output in
                    ServiceMeasurement(
                        inputTokens: input, outputTokens: output, batch: batch,
                        prefillSeconds: measured(prefill.seconds(.prefill(inputTokens: input, batch: batch))),
                        decodeSeconds: measured(
                            decode.seconds(.decode(inputTokens: input, outputTokens: output, batch: batch))))
                }
            }
        }
    }

    private func fit(_ measurements: [ServiceMeasurement]) throws -> FittedServiceLaw {
        try ServiceLawFit.law(model: "austen", machine: "made up", measurements)
    }

    private func near(_ found: Double, _ expected: Double, share: Double) -> Bool {
        (found - expected).magnitude <= share * expected
    }

    @Test("all parts of a law are found again, whatever a tenth of the measurements says", arguments: 0..<8)
    func allParts(experiment: UInt64) throws {
        let prefill = Phase(perPass: 0.004, perToken: 0.0002, perContextToken: 0.000_004, residualScale: 0)
        let decode = Phase(perPass: 0.003, perToken: 0.0005, perContextToken: 0.000_01, residualScale: 0)
        let law = try fit(measurements(prefill, decode, experiment: experiment))
        for (found, expected) in [(law.prefill, prefill), (law.decode, decode)] {
            #expect(near(found.perPass, expected.perPass, share: 0.1))
            #expect(near(found.perToken, expected.perToken, share: 0.15))
            #expect(near(found.perContextToken, expected.perContextToken, share: 0.15))
            #expect(near(found.residualScale, 0.02, share: 0.5))
        }
        #expect(law.inputTokens == 8...128 && law.outputTokens == 1...32 && law.batch == 1...8)
        #expect(law.measurements == 60 && law.model == "austen" && law.machine == "made up")
    }

    @Test("parts that are not there are left out of almost every law")
    func noParts() throws {
        let plain = Phase(perPass: 0, perToken: 0.001, perContextToken: 0, residualScale: 0)
        var phases: [Phase] = []
        for experiment in 0..<40 {
            let law = try fit(measurements(plain, plain, experiment: 100 + UInt64(experiment)))
            #expect(near(law.prefill.perToken, 0.001, share: 0.03) && near(law.decode.perToken, 0.001, share: 0.03))
            phases += [law.prefill, law.decode]
        }
        #expect(phases.count { $0.perPass > 0 || $0.perContextToken > 0 } <= 3)
    }

    @Test("measured at one batch size, passes and tokens of decoding are one, and their sum is found")
    func oneBatch() throws {
        let prefill = Phase(perPass: 0.002, perToken: 0.0002, perContextToken: 0, residualScale: 0)
        let decode = Phase(perPass: 0.003, perToken: 0.001, perContextToken: 0, residualScale: 0)
        let law = try fit(measurements(prefill, decode, batches: [1, 1]))
        #expect(near(law.decode.perToken, 0.004, share: 0.03) && law.decode.perPass == 0)
        #expect(near(law.prefill.perPass, 0.002, share: 0.1) && law.batch == 1...1)
    }

    @Test("without noise the law is exact")
    func exact() throws {
        let phase = Phase(perPass: 0.002, perToken: 0.0002, perContextToken: 0.000_003, residualScale: 0)
        let law = try fit(measurements(phase, phase, noise: 0, disturbed: 0))
        for found in [law.prefill, law.decode] {
            #expect(near(found.perPass, phase.perPass, share: 1e-9))
            #expect(near(found.perToken, phase.perToken, share: 1e-9))
            #expect(near(found.perContextToken, phase.perContextToken, share: 1e-9))
            #expect(found.residualScale < 1e-9)
        }
    }

    @Test("measurements that allow no law are refused, saying why")
    func refused() {
        let phase = Phase(perPass: 0.002, perToken: 0.0002, perContextToken: 0, residualScale: 0)
        let good = measurements(phase, phase)
        func with(_ input: Int, _ output: Int, _ prefill: Double, _ decode: Double) -> [ServiceMeasurement] {
            good + [
                ServiceMeasurement(
                    inputTokens: input, outputTokens: output, batch: 1, prefillSeconds: prefill, decodeSeconds: decode)
            ]
        }
        for bad in [with(0, 2, 1, 1), with(1, 2, 0, 1), with(1, 2, .nan, 1), with(1, 2, 1, 0), with(1, 1, 1, 1)] {
            #expect(throws: CalibrationMistake.impossible(measurement: 61)) { try fit(bad) }
        }
        #expect(throws: CalibrationMistake.tooFew(phase: "prefill", found: 7, needed: 8)) {
            try fit(Array(good.prefix(7)))
        }
        #expect(throws: CalibrationMistake.tooFew(phase: "decode", found: 6, needed: 8)) {
            try fit(Array(good.prefix(9)))
        }
        #expect(
            CalibrationMistake.tooFew(phase: "decode", found: 6, needed: 8).description
                == "decode: expected at least 8 measurements, found 6")
        #expect(
            CalibrationMistake.noFit(phase: "decode", reason: .notConverged(steps: 100)).description
                == "decode: no service law fits: not converged after 100 steps")
    }
}
