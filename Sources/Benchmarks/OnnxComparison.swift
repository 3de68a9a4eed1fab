// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
import Kernels

/// One public model, run in turns by our executor and by ONNX Runtime on the same inputs, one thread each.
struct OnnxComparison {
    /// A model as its Python package has it, and the shapes of its inputs.
    struct Model {
        let name: String
        /// The end of its path.
        let file: String
        let shapes: [[Int]]
    }

    /// Images, texts and sounds of the sizes that the packages feed in.
    static let models = [
        Model(name: "magika", file: "standard_v3_3/model.onnx", shapes: [[1, 2048]]),
        Model(name: "silero_vad", file: "silero_vad.onnx", shapes: [[1, 576], [2, 1, 128], []]),
        Model(name: "ppocr_classification", file: "ch_ppocr_mobile_v2.0_cls_mobile.onnx", shapes: [[1, 3, 48, 192]]),
        Model(name: "ppocr_detection", file: "PP-OCRv6_det_small.onnx", shapes: [[1, 3, 480, 640]]),
        Model(name: "ppocr_recognition", file: "PP-OCRv6_rec_small.onnx", shapes: [[1, 3, 48, 320]]),
    ]

    let name: String
    /// Seconds of a run: the least of all turns, spent by the processor, so that other processes count as little as they can.
    private(set) var ours = Double.infinity
    private(set) var theirs = Double.infinity

    /// Our latency as a multiple of theirs.
    var ratio: Double { ours / theirs }

    /// Turns, and about how long one of ours takes.
    private static let rounds = 31
    private static let secondsOfTurn = 0.1

    /// In the profile `fused-1`.
    /// - Parameters:
    ///   - path: where the file is.
    ///   - python: an interpreter with ONNX Runtime.
    init(_ model: Model, at path: String, python: String) throws {
        name = model.name
        let graph = try Graph(onnx: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))), file: path)
        guard graph.inputs.count == model.shapes.count else {
            throw PythonPeer.Failure(
                description: "\(path): found \(graph.inputs.count) inputs, expected \(model.shapes.count)")
        }
        let ports = zip(graph.inputs, model.shapes)
        let peer = try OnnxRuntime.peer(
            python: python, model: path,
            inputs: ports.map { ($0.name, $0.elementType.name, $1) })
        let inputs = Dictionary(uniqueKeysWithValues: ports.map { ($0.name, Self.numbers($0.elementType, $1)) })
        let run = GraphRun(graph, profile: .fused1)
        _ = try run.run(inputs)
        let runs = max(1, Int(Self.secondsOfTurn / (try Self.seconds(run, inputs))))
        for _ in 0..<Self.rounds {
            for _ in 0..<runs { ours = min(ours, try Self.seconds(run, inputs)) }
            theirs = min(theirs, try peer.leastSeconds(ofRuns: runs))
        }
    }

    private static func seconds(_ run: GraphRun, _ inputs: [String: Tensor]) throws -> Double {
        var outcome = Result<[Tensor], any Error>.success([])
        let seconds = Stopwatch.processorSeconds { outcome = Result { try run.run(inputs) } }
        _ = try outcome.get()
        return seconds
    }

    /// Numbers without a meaning, whose value hardly matters to the time taken; a single whole number is a sampling rate.
    private static func numbers(_ type: ElementType, _ shape: [Int]) -> Tensor {
        let count = shape.reduce(1, *)
        let whole = (0..<count).map { $0 * 7919 % 251 }
        if type.numberType != nil {
            return Tensor(shape: shape, floats: whole.map { Float(Double($0) / 251) }, as: type)
        }
        if type == .int32 { return Tensor(shape: shape, int32: whole.map(Int32.init)) }
        return Tensor(shape: shape, int64: shape.isEmpty ? [16_000] : whole.map(Int64.init))
    }
}
