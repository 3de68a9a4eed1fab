// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Graphs
import Kernels
import Measures
import Models
import Scenarios
import Testing

/// Model files and inputs that the user brings.
@Suite("The user's own models") struct GivenModelTests {
    private static let files = SmallScenario.root + "/Sources/CModelFiles/files/"

    private func scenario(_ model: String) throws -> Scenario {
        let known = "{id: chat, outputs: digits, substitute: digits-small, stands-for: Llama-3.1-8B, size: 16 GB}"
        let text = SmallScenario().text
        #expect(text.contains(known))
        return try ScenarioReader.read(
            text: text.replacing(known, with: model), file: SmallScenario.root + "/Scenarios/small.yaml")
    }

    @Test("a file and its prompts give what the same model gives by its name") func sameAsCatalogue() throws {
        let named = try StudyRun(
            scenario("{id: chat, outputs: austen, substitute: austen-small, size: 16 GB}"), workers: 2)
        let files = "../Sources/CModelFiles/files/"
        let given = try StudyRun(
            scenario(
                "{id: chat, outputs: \(files)austen.gguf, substitute: \(files)austen-small.gguf, new-tokens: 16, "
                    + "inputs: \(files)austen-test.txt, tolerance: 0.0625, size: 16 GB}"), workers: 2)
        let isSame = named.rows == given.rows
        #expect(isSame)
        #expect(named.total("pool") { $0.cohort.offered } > 100)
        let note = given.study.notes.first { $0.contains("Prompts of model chat are drawn from") }
        #expect(note?.contains("austen-test.txt") == true)
    }

    @Test("a graph takes folders of tensors, and writes folders of tensors") func graph() throws {
        let folder = try TemporaryFolder()
        let images = Array(DigitImages.test.inputs.prefix(3))
        for (number, input) in images.enumerated() {
            guard case .tensors(let tensors) = input, let pixels = tensors["pixels"] else { continue }
            let path = folder.path + "/asked/test_data_set_\(number)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(pixels.protobuf(name: "pixels")).write(to: URL(fileURLWithPath: path + "/input_0.pb"))
        }
        let model = try ModelLibrary().model(ModelLibrary.card(Self.files + "digits.onnx"))
        let given = try GivenInputs(model).set(at: folder.path + "/asked")
        let execution = try Execution(Computation(model, profile: .fused1))
        let (own, read) = (try execution.outputs(of: images), try execution.outputs(of: given.asked))
        #expect(read.count == 3 && zip(own, read).allSatisfy { $0.likeness(to: $1).isExact })
        let written = try FolderRun(model, profile: .fused1, newTokens: 1)
            .run(from: folder.path + "/asked", to: folder.path + "/answers")
        #expect(written.count == 3 && written.allSatisfy { $0.hasSuffix("/output_0.pb") })
        for (path, output) in zip(written, own) {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            let scores = try Tensor(protobuf: Array(data), file: path).floats
            #expect(Output.scores(scores ?? []).likeness(to: output).isExact)
        }
    }

    @Test("a language model takes the lines of a file, or the files of a folder") func texts() throws {
        let folder = try TemporaryFolder()
        for name in ["a.txt", "b.txt", "c.md"] {
            try "It was \(name)\n".write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
        }
        try "first\n\nsecond".write(toFile: folder.path + "/lines", atomically: true, encoding: .utf8)
        let model = try ModelLibrary().model(ModelLibrary.card(Self.files + "austen-small.gguf"))
        let files = try GivenInputs(model).named(at: folder.path)
        #expect(files.map(\.name) == ["a.txt", "b.txt"])
        let lines = try GivenInputs(model).named(at: folder.path + "/lines")
        // The numbers of the lines, as an editor shows them.
        #expect(lines.map(\.name) == ["1", "3"])
        guard case .text("second") = lines[1].input, case .text("It was b.txt") = files[1].input else {
            Issue.record("found \(lines), \(files)")
            return
        }
    }

    @Test("a set of inputs is told by what it holds, whatever its name") func namedLikeAnother() throws {
        let folder = try TemporaryFolder()
        try "It was\nShe had\nThere is".write(toFile: folder.path + "/austen", atomically: true, encoding: .utf8)
        let text = SmallScenario().text
            .replacing("[library/", with: "[\(SmallScenario.root)/Scenarios/library/")
            .replacing(", library/", with: ", \(SmallScenario.root)/Scenarios/library/")
            .replacing("conduct: substitute", with: "conduct: int8-weights")
            .replacing(
                "{id: chat, outputs: digits, substitute: digits-small, stands-for: Llama-3.1-8B, size: 16 GB}",
                with: "{id: chat, outputs: austen-small, new-tokens: 2, size: 1 GB}\n  - {id: own, outputs: "
                    + "\(Self.files)austen.gguf, inputs: austen, tolerance: 0.0625, new-tokens: 2, size: 1 GB}"
            )
            .replacing("region: ap-south-1, model: chat", with: "region: ap-south-1, model: own")
        try text.write(toFile: folder.path + "/s.yaml", atomically: true, encoding: .utf8)
        let run = try StudyRun(ScenarioReader.read(path: folder.path + "/s.yaml"), workers: 2)
        #expect(run.study.profilePairs.map(\.inputs).max() == 256 && run.study.profilePairs.map(\.inputs).min() == 3)
        // No path of this machine, however the scenario was named.
        #expect(run.study.notes.contains { $0.contains("3 inputs (austen, SHA-256 ") })
    }

    @Test("a tolerance that was fitted to a file cannot be widened by naming the file by its path") func widened()
        throws
    {
        let file = "../Sources/CModelFiles/files/austen.gguf"
        let scenario = try scenario(
            "{id: chat, outputs: \(file), substitute: austen-small, inputs: ../Sources/CModelFiles/files/austen-test.txt, "
                + "tolerance: 9, size: 16 GB}")
        do {
            _ = try StudyRun(scenario, workers: 1)
            Issue.record("expected a refusal")
        } catch {
            #expect("\(error)".hasSuffix("for the file of the model 'austen'; allowed: its own, 0.0625"), "\(error)")
        }
    }

    @Test("prompts that are too long or empty are named, all of them, before any is answered") func prompts() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "a", count: 2000)
        try "fine\n\(long)\nfine\n\(long)".write(toFile: folder.path + "/p", atomically: true, encoding: .utf8)
        let model = try ModelLibrary().model(ModelLibrary.card(Self.files + "austen-small.gguf"))
        do {
            _ = try GivenInputs(model).set(at: folder.path + "/p")
            Issue.record("expected a refusal")
        } catch {
            let lines = "\(error)".split(separator: "\n")
            #expect(lines.count == 2 && lines[0].hasPrefix(folder.path + "/p:2: found ") && lines[1].contains("/p:4: "))
        }
    }

    @Test("a file that an included file names is found beside that file") func included() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/lib", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Self.files + "austen-small.gguf", toPath: folder.path + "/lib/own.gguf")
        try "It was\nShe had".write(toFile: folder.path + "/lib/p.txt", atomically: true, encoding: .utf8)
        try "models:\n  - {id: chat, outputs: own.gguf, inputs: p.txt, tolerance: 0.03125, size: 1 GB}\n"
            .write(toFile: folder.path + "/lib/m.yaml", atomically: true, encoding: .utf8)
        let known =
            "models:\n  - {id: chat, outputs: digits, substitute: digits-small, stands-for: Llama-3.1-8B, size: 16 GB}\n"
        var text = SmallScenario().text
        #expect(text.contains(known))
        text = text.replacing(known, with: "").replacing("conduct: substitute", with: "conduct: int8-weights")
            .replacing("[library/", with: "[lib/m.yaml, \(SmallScenario.root)/Scenarios/library/")
            .replacing(", library/", with: ", \(SmallScenario.root)/Scenarios/library/")
        try text.write(toFile: folder.path + "/s.yaml", atomically: true, encoding: .utf8)
        let scenario = try ScenarioReader.read(path: folder.path + "/s.yaml")
        #expect(scenario.models.first?.outputs == "lib/own.gguf" && scenario.models.first?.inputs == "lib/p.txt")
        #expect(
            try StudyRun(scenario, workers: 2).study.notes.contains { $0.contains("2 inputs (lib/p.txt, SHA-256 ") })
    }

    @Test("what is missing is named") func missing() throws {
        let folder = try TemporaryFolder()
        let language = try ModelLibrary().model(ModelLibrary.card(Self.files + "austen-small.gguf"))
        let graph = try ModelLibrary().model(ModelLibrary.card(Self.files + "digits.onnx"))
        func message(_ model: ServedModel, _ path: String) -> String {
            do {
                _ = try GivenInputs(model).set(at: path)
                return "nothing"
            } catch { return "\(error)" }
        }
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: folder.path + "/binary"))
        #expect(
            message(language, folder.path) == folder.path
                + ": found no file that ends in .txt; allowed: a prompt in each such file")
        #expect(
            message(language, folder.path + "/no").hasSuffix("a file that cannot be read as UTF-8; allowed: a text"))
        #expect(message(language, folder.path + "/binary").contains("cannot be read as UTF-8"))
        #expect(
            message(graph, folder.path) == folder.path
                + "/input_0.pb: found no such file; allowed: a TensorProto for the input 'pixels'")
        #expect(message(graph, folder.path + "/no").contains("found no folder that can be read"))
    }

    @Test("a file is refused where a graph takes a folder") func wrongKind() throws {
        do {
            _ = try scenario(
                "{id: chat, outputs: ../Sources/CModelFiles/files/digits.onnx, inputs: library/regions.yaml, "
                    + "tolerance: 0.1, substitute: digits, size: 16 GB}")
            Issue.record("expected a refusal")
        } catch {
            #expect(
                "\(error)".hasSuffix("which is a graph; allowed: a folder of tensors, or of such folders"), "\(error)")
        }
    }

    @Test(
        "a fitted tolerance is written as a scenario reads it",
        arguments: [1.1920929e-07, 0.375, 33_554_432] as [Float])
    func stated(tolerance: Float) throws {
        let stated = try #require(ToleranceFit.stated(tolerance))
        let scenario = try scenario(
            "{id: chat, outputs: magika, inputs: library, tolerance: \(stated), substitute: magika, size: 16 GB}")
        #expect(scenario.models.first?.tolerance.map(Float.init) == tolerance)
        #expect(ToleranceFit.stated(.infinity) == nil)
    }

    @Test("fitting a tolerance gives what stands on the card") func fit() throws {
        let result = try CommandLineProgram.run(["models", "fit", "digits-small"])
        #expect(result.status == 0)
        #expect(result.output.contains("0.008233714") && result.output.contains("360"))
        let missing = try CommandLineProgram.run(["models", "fit", Self.files + "digits.onnx"])
        #expect(missing.status == 1 && missing.errors.contains("name some with --calibration"))
    }
}
