// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
import Kernels
import ModelFiles
import Testing

/// Cases that Notebooks/make_onnx_cases.py wrote, in the folder that TRILEMMA_ONNX_CASES names; `make peers` does both.
@Suite("Graphs agree with the reference")
struct PeerTests {
    struct Case {
        let name: String
        let folder: URL

        func bytes(_ file: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
        }
        func tensor(_ file: String) throws -> Tensor { try Tensor(protobuf: try bytes(file), file: name + "/" + file) }
    }

    private func cases(_ part: String) throws -> [Case] {
        guard let root = ProcessInfo.processInfo.environment["TRILEMMA_ONNX_CASES"] else {
            print("SKIPPED: ONNX \(part): TRILEMMA_ONNX_CASES names no folder; `make peers` makes one")
            return []
        }
        let folder = URL(fileURLWithPath: root).appendingPathComponent(part)
        let cases = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            Case(name: $0, folder: folder.appendingPathComponent($0))
        }
        try #require(!cases.isEmpty)
        return cases
    }

    private func run(_ test: Case) throws -> [Tensor] {
        let graph = try Graph(onnx: try test.bytes("model.onnx"), file: test.name)
        var inputs: [String: Tensor] = [:]
        for (number, port) in graph.inputs.enumerated() { inputs[port.name] = try test.tensor("input_\(number).pb") }
        return try GraphRun(graph, profile: .fused1).run(inputs)
    }

    /// What differs by more than the bound times the largest expected magnitude, or nil.
    private func difference(_ found: Tensor, _ expected: Tensor, bound: Float) -> String? {
        guard found.shape == expected.shape, found.elementType == expected.elementType else {
            return "\(found.elementType.name)\(found.shape), expected \(expected.elementType.name)\(expected.shape)"
        }
        guard let a = found.floats, let b = expected.floats else {
            return found.contents == expected.contents ? nil : "other numbers"
        }
        var (largest, worst): (Float, Float) = (0, 0)
        for (x, y) in zip(a, b) where x != y && !(x.isNaN && y.isNaN) {
            worst = max(worst, (x - y).isFinite ? (x - y).magnitude : .infinity)
        }
        for y in b where y.isFinite { largest = max(largest, y.magnitude) }
        return worst <= bound * largest ? nil : "\(worst) of \(largest)"
    }

    @Test("The node tests of the onnx package pass, but for at most 20 whose attribute values are refused")
    func nodes() throws {
        var refused: [String] = []
        let cases = try cases("nodes")
        for test in cases {
            do {
                for (number, output) in try run(test).enumerated() {
                    // The relative tolerance of the package's own runner.
                    let problem = difference(output, try test.tensor("output_\(number).pb"), bound: 1e-3)
                    #expect(problem == nil, "\(test.name)")
                }
            } catch let mistake as ModelFileMistake { refused.append(mistake.description) }
        }
        print("\(cases.count) node tests, \(refused.count) refused:")
        refused.forEach { print("  \($0)") }
        #expect(refused.count <= 20)
    }

    @Test("Public models agree with ONNX Runtime to 1e-4 of the largest output: the same labels, texts and boxes")
    func publicModels() throws {
        for test in try cases("models") {
            for (number, output) in try run(test).enumerated() {
                let expected = try test.tensor("output_\(number).pb")
                #expect(difference(output, expected, bound: 1e-4) == nil, "\(test.name) output \(number)")
                // Rows of a detection map are pixels, nearly alike, and no scores of classes: they are read as boxes.
                if test.name.hasPrefix("ppocr-detection") {
                    let boxes = Readings.boxes(expected)
                    #expect(Readings.boxes(output) == boxes && !boxes.isEmpty, "\(test.name): \(boxes.count) boxes")
                    continue
                }
                #expect(labels(output) == labels(expected), "\(test.name) output \(number)")
                if test.name.hasPrefix("ppocr-recognition") {
                    let read = Readings.texts(labels(expected), steps: expected.shape[1])
                    #expect(Readings.texts(labels(output), steps: output.shape[1]) == read, "\(test.name)")
                    // The printed lines have 18 to 23 characters.
                    #expect(read.allSatisfy { $0.count >= 16 }, "\(test.name): \(read.map(\.count)) characters")
                }
            }
        }
    }

    /// The place of the largest number of each row.
    private func labels(_ tensor: Tensor) -> [Int] {
        guard let numbers = tensor.floats, let width = tensor.shape.last, width > 1 else { return [] }
        return stride(from: 0, to: numbers.count, by: width).map { start in
            (0..<width).max { numbers[start + $0] < numbers[start + $1] } ?? 0
        }
    }
}
