// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Graphs
import Kernels
import Measures
import Models
import Statistics
import TestTools
import Testing

@Suite("Divergence of honest machines and cheats") struct DivergenceStudyTests {
    private static let profiles = [NumericProfile.fused1, .wide8, .bfloat16Activations]
    private static let idle = ["random", "copy", "stale"]

    private static func study(
        _ model: ServedModel, substitute: ServedModel? = nil, asked: [Input], calibration: [Input] = [],
        newTokens: Int? = nil
    ) throws -> Divergence {
        try DivergenceStudy(
            model, profiles: profiles, conducts: DivergenceStudy.Conduct.all(of: model, substitute: substitute),
            asked: asked, calibration: calibration, newTokens: newTokens,
            preparation: AnswerPreparation(workers: 2, store: nil)
        ).run()
    }

    private static let digits: Result<Divergence, any Error> = Result {
        let models = try [ModelCard.digits, .digitsSmall].map(ModelLibrary().model)
        return try study(models[0], substitute: models[1], asked: Array(DigitImages.test.inputs.prefix(24)))
    }

    private static let austen: Result<Divergence, any Error> = Result {
        try study(
            ModelLibrary().model(.austen), asked: Array(InputSet.named(.austen).asked.prefix(6)), newTokens: 4)
    }

    @Test("every conduct has a row for each profile, those that compute nothing apart") func rows() throws {
        for (study, conducts) in [(try Self.digits.get(), 7), (try Self.austen.get(), 10)] {
            #expect(study.profiles.count == 3 && study.conducts.count == conducts * 3)
            #expect(study.idle.map(\.second) == Self.idle.flatMap { [$0, $0, $0] })
            let pairs = study.profiles + study.conducts + study.idle
            #expect(pairs.allSatisfy { $0.count == study.inputs && $0.distances == $0.distances.sorted() })
            #expect(study.checks.count >= 3 * (conducts + 3))
        }
    }

    @Test("what is stale has the bits of honesty, what is made up or copied has not") func idleConducts() throws {
        for study in [try Self.digits.get(), try Self.austen.get()] {
            for pair in study.idle {
                let isStale = pair.second == "stale"
                #expect(pair.sameBits == (isStale ? pair.count : 0))
                #expect(pair.withinTolerance == (isStale ? pair.count : 0), "\(study.model) \(pair.second)")
                #expect(pair.otherAnswers.map { $0 == 0 } == isStale)
            }
        }
        let copied = try #require(try Self.digits.get().idle.first { $0.second == "copy" })
        let inputs = Array(DigitImages.test.inputs.prefix(24))
        let outputs = try Execution(Computation(ModelLibrary().model(.digits), profile: .fused1)).outputs(of: inputs)
        let expected = outputs.indices.map { Double(outputs[$0].likeness(to: outputs[($0 + 23) % 24]).distance) }
        #expect(copied.distances == expected.sorted())
    }

    @Test("disputes find every conduct that computes something else and never the honest") func disputes() throws {
        let study = try Self.digits.get()
        let checks = study.checks.filter { $0.check == "dispute" }
        #expect(checks.map(\.conduct).count == 6 && !checks.contains { Self.idle.contains($0.conduct) })
        #expect(checks.allSatisfy { $0.found.estimate == 1 && $0.honestRejected.estimate == 0 })
        let costs = study.costs.filter { $0.check.hasPrefix("dispute") }
        #expect(costs.count == 2 && costs.allSatisfy { $0.time > 0 } && costs[0].bytes == 32)
        // The answer opened, two steps of three digests, at most three rounds of 128 bytes, one image in a message.
        #expect((300...1_200).contains(costs[1].bytes))
    }

    @Test("commitments find a text that nobody computed or that is another's, and not one given again")
    func commitments() throws {
        let checks = try Self.austen.get().checks.filter { $0.check == "commitment" }
        func found(_ conduct: String) -> Double? { checks.first { $0.conduct == conduct }?.found.estimate }
        #expect(found("random") == 1 && found("copy") == 1 && found("stale") == 0)
        #expect(checks.allSatisfy { $0.honestRejected.estimate == 0 })
    }

    @Test("what is stale looks exactly as strange as honesty") func stale() throws {
        for study in [try Self.digits.get(), try Self.austen.get()] {
            let checks = study.checks.filter { $0.conduct == "stale" }
            #expect(checks.count >= 3)
            for check in checks {
                #expect((check.area.estimate - 0.5).magnitude < 1e-12, "\(study.model) \(check.check)")
                #expect(check.found.estimate == check.honestRejected.estimate)
            }
        }
        // Three profiles: three honest pairs for each input, none counted twice.
        let sameBits = try #require(try Self.digits.get().checks.first { $0.check == "same bits" })
        #expect(sameBits.honestRejected.low == Proportion(events: 72, trials: 72).clopperPearson().low)
    }

    @Test("a graph without operators can be compared") func noOperators() throws {
        var model = TestModel(
            inputs: [TestModel.Port(name: "x", shape: [1, 2])], outputs: [TestModel.Port(name: "y", shape: [1, 2])])
        model.node("Identity", ["x"], ["y"])
        let card = ModelCard("copy.onnx", .graph, .file("copy.onnx"), summary: "A copy.", source: "this test")
        let inputs = [[1, 2], [3, 4]].map { Input.tensors(["x": Tensor(shape: [1, 2], floats: $0)]) }
        let study = try Self.study(
            ServedModel(card, bytes: model.bytes), asked: inputs, calibration: inputs)
        let disputes = study.checks.filter { $0.check == "dispute" }
        #expect(disputes.first { $0.conduct == "other-prompt" }?.found.estimate == 1)
        #expect(disputes.filter { $0.conduct != "other-prompt" }.allSatisfy { $0.found.estimate == 0 })
    }

    @Test("a fit counts the pairs that no tolerance makes agree") func fits() throws {
        let preparation = AnswerPreparation(workers: 2, store: nil)
        let pairs = NumericProfile.all.count * (NumericProfile.all.count - 1) / 2
        let scores = try ToleranceFit(
            ModelLibrary().model(.digits), inputs: Array(DigitImages.calibration.inputs.prefix(4)),
            preparation: preparation)
        #expect(scores.distances.count == 4 * pairs && scores.disagreements == 0)
        // Whole numbers made of the last bits: coarse profiles decide otherwise.
        var model = TestModel(
            inputs: [TestModel.Port(name: "x", shape: [1])],
            outputs: [TestModel.Port(name: "y", type: TestModel.int64, shape: [1])])
        model.constant("many", Tensor(shape: [1], floats: [10_000]))
        model.node("Exp", ["x"], ["e"])
        model.node("Mul", ["e", "many"], ["m"])
        model.node("Cast", ["m"], ["y"], [.int("to", 7)])
        let card = ModelCard("whole.onnx", .graph, .file("whole.onnx"), summary: "", source: "this test")
        let decisions = try ToleranceFit(
            ServedModel(card, bytes: model.bytes), inputs: [.tensors(["x": Tensor(shape: [1], floats: [1])])],
            preparation: preparation)
        #expect(decisions.disagreements > 0 && decisions.distances.count + decisions.disagreements == pairs)
        #expect(decisions.tolerance == 0)
    }

    @Test("a stricter bound on honest rejections never finds more") func honestTail() throws {
        for study in [try Self.digits.get(), try Self.austen.get()] {
            #expect(study.checks.allSatisfy { $0.foundAtOnePerMille.estimate <= $0.foundAtOnePercent.estimate })
        }
    }

    @Test("maps have no labels: neither other answers nor a check that compares them") func maps() throws {
        var model = TestModel(
            inputs: [TestModel.Port(name: "x", shape: [1, 1, 2, 3])],
            outputs: [TestModel.Port(name: "y", shape: [1, 1, 2, 2])])
        var draws = SeededNumbers(state: 1)
        model.constant("w", Tensor(shape: [3, 2], floats: draws.floats(6)))
        model.node("MatMul", ["x", "w"], ["y"])
        let card = ModelCard("map.onnx", .graph, .file("map.onnx"), summary: "A map.", source: "this test")
        func inputs(_ count: Int) -> [Input] {
            (0..<count).map { _ in .tensors(["x": Tensor(shape: [1, 1, 2, 3], floats: draws.floats(6))]) }
        }
        let (asked, calibration) = (inputs(5), inputs(5))
        let served = ServedModel(card, bytes: model.bytes)
        let study = try Self.study(served, asked: asked, calibration: calibration)
        #expect((study.profiles + study.conducts + study.idle).allSatisfy { $0.otherAnswers == nil })
        #expect(!study.checks.contains { $0.check == "same answer" } && study.calibrationInputs == 5)
        let random = try #require(study.idle.first)
        #expect(random.sameBits == 0 && random.distances.allSatisfy { $0 > 0 && $0.isFinite })
        // Nobody can copy the answer to another input when there is none.
        let alone = try Self.study(served, asked: Array(asked.prefix(1)), calibration: calibration)
        #expect(Set(alone.idle.map(\.second)) == ["random", "stale"])
    }
}
