// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Kernels
import Measures
import Models
import Scenarios
import Testing

/// The measuring loop, on models that take a moment.
@Suite("Calibration", .serialized) struct CalibrationTests {
    @Test("an inference of the digits takes time, and as many take as much more") func digits() throws {
        let model = try ModelLibrary().model(ModelLibrary.card("digits"))
        var told: [Int] = []
        let law = try Calibration(model, profile: .fused1, budget: 600).law { done, _ in told.append(done) }
        #expect(law.model == "digits under the profile fused-1")
        #expect(told == Array(1...16))
        #expect(law.measurements == 16 && law.batch == 1...16)
        #expect(law.inputTokens == 1...1 && law.outputTokens == 1...1)
        #expect(law.firstToken(inputTokens: 1) < law.firstToken(inputTokens: 1, batch: 16))
        #expect(law.total(inputTokens: 1, outputTokens: 1) == law.firstToken(inputTokens: 1))
        #expect(law.words.contains("have their first tokens after") && !law.words.contains("each further token"))
    }

    @Test("an embedded language model has a law of prefill and one of decoding") func language() throws {
        guard let card = ModelCard.embedded.first(where: { $0.kind == .language }) else {
            return print("SKIPPED: no language model is embedded, so none was measured")
        }
        let law = try Calibration(ModelLibrary().model(card), profile: .fused1, budget: 1).law()
        #expect(law.measurements >= 8)
        #expect(law.inputTokens.lowerBound == 8 && law.inputTokens.upperBound > 8)
        #expect(law.outputTokens.lowerBound >= 1 && law.outputTokens.upperBound > 2)
        let short = law.total(inputTokens: 8, outputTokens: 2), long = law.total(inputTokens: 64, outputTokens: 32)
        #expect(law.firstToken(inputTokens: 8) < short && short < long)
        #expect(law.words.contains("each further token"))
    }

    @Test("a budget that allows nothing still measures what a fit needs, and no more") func noBudget() throws {
        let model = try ModelLibrary().model(ModelLibrary.card("digits"))
        let law = try Calibration(model, profile: .fused1, budget: 1e-9).law()
        #expect(law.measurements == ServiceLawFit.fewest && law.batch == 1...8)
    }

    @Test("a graph that comes without inputs is refused by name") func noInputs() throws {
        let digits = try #require(ModelCard.named("digits"))
        let card = ModelCard("bare", .graph, digits.origin, summary: "", source: "")
        let model = try #require(ServedModel(embedded: card))
        let mistake = #expect(throws: CalibrationMistake.self) {
            try Calibration(model, profile: .fused1, budget: 1).law()
        }
        #expect(
            mistake?.description
                == "model 'bare' has no inputs of its own to be measured on; name some with --inputs")
        let given = Array(DigitImages.test.inputs.prefix(2))
        let law = try Calibration(model, profile: .fused1, budget: 1e-9, inputs: given).law()
        #expect(law.measurements == ServiceLawFit.fewest)
    }

    @Test("the command prints the law and writes it where it is told") func command() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/here.json"
        let result = try CommandLineProgram.run(["calibrate", "digits", "--seconds", "0.1", "--output", path])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.contains("digits under the profile fused-1"))
        #expect(result.output.hasSuffix("written to \(path)\n"))
        #expect(folder.files == ["here.json"])
        let bad = try CommandLineProgram.run(["calibrate", "digits", "--seconds", "0"])
        #expect(bad.status == 1 && bad.errors.contains("--seconds: found 0.0; allowed above 0"))
    }
}

/// What a measured law does to a study.
@Suite("Measured laws in a study") struct MeasuredLawTests {
    /// In a batch of two: fixed 10 ms, 0.5 ms per input token, 6 ms per output token after the first.
    private func law(context: Double = 0, inputs: ClosedRange<Int> = 1...600) -> FittedServiceLaw {
        FittedServiceLaw(
            model: "any", machine: "any",
            prefill: .init(perPass: 0.01, perToken: 0.00025, perContextToken: context, residualScale: 0.02),
            decode: .init(perPass: 0.004, perToken: 0.001, perContextToken: 0, residualScale: 0.02),
            inputTokens: inputs, outputTokens: 1...2_000, batch: 1...16, measurements: 40)
    }

    /// Two demands: one of 500 and 50 tokens, one with the lengths of a recorded workload.
    private func run(_ times: String, _ laws: [String: FittedServiceLaw] = [:]) throws -> StudyRun {
        let folder = try TemporaryFolder()
        for (name, law) in laws { try folder.write(Array(ServiceLawFile.json(law).utf8), name) }
        let hardware = """
            hardware:
              - {id: box, \(times), concurrency: 2, memory: 80 GB, price: 1 USD/h, idle-power: 10 W, busy-power: 50 W}
            """
        var small = SmallScenario(threat: "", layouts: [SmallScenario.cloud()], extra: hardware)
        small.faults = ""
        let text = small.text.replacing("hardware: h100-sxm", with: "hardware: box")
            .replacing("library/", with: SmallScenario.root + "/Scenarios/library/")
        return try StudyRun(ScenarioReader.read(text: text, file: folder.path + "/small.yaml"), workers: 2)
    }

    private func record(_ run: StudyRun) -> String { RunRecord.write(run.rows) }

    @Test("requests take as long as the law says for so many at a time, and the same file gives the same bytes")
    func asTheLawSays() throws {
        let measured = try run("law: box.json", ["box.json": law()])
        let linear = try run("fixed: 10 ms, prefill: 0.5 ms, decode: 6 ms")
        #expect(record(measured) == record(linear))
        #expect(measured.total("cloud") { $0.cohort.offered } > 1000)
        #expect(record(measured) == record(try run("law: box.json", ["box.json": law()])))
        let slower = try run("law: box.json", ["box.json": law(context: 1e-6)])
        #expect(record(slower) != record(measured))
    }

    @Test("results say where a law is from and which requests it extrapolates to") func notes() throws {
        func extrapolations(_ run: StudyRun) -> [String] { run.study.notes.filter { $0.hasPrefix("Extrapolation") } }
        let covered = try run("law: box.json", ["box.json": law(inputs: 1...100_000)])
        #expect(
            covered.study.notes.contains { $0.contains("box follow a law measured of any, on any: input tokens 1 to") })
        #expect(extrapolations(covered) == [])
        // The median input of the recorded workload is 1,020 tokens, the next quantile 1,025; no answer is longer than
        // 1,000: 1 - (0.5 + 0.01 x 0.5 / 5).
        let half = try run("law: box.json", ["box.json": law(inputs: 1...1_020)])
        #expect(extrapolations(half).count == 1)
        #expect(extrapolations(half).first?.hasPrefix("Extrapolation: 49.9 % of the requests of demand us ") == true)
        let short = try run("law: box.json", ["box.json": law(inputs: 1...499)])
        #expect(extrapolations(short).contains { $0.hasPrefix("Extrapolation: 100 % of the requests of demand in ") })
    }
}
