// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import ModelFiles

/// Runs a graph on inputs, one after another; its first output is taken as scores.
struct GraphExecution {
    private let run: GraphRun
    private let computation: Computation

    init(_ graph: Graph, _ computation: Computation) {
        self.computation = computation
        run = GraphRun(graph, profile: computation.profile, bucket: computation.bucket)
    }

    func outputs(of inputs: [Input]) throws(ModelFileMistake) -> [Output] {
        var outputs: [Output] = []
        for input in inputs { outputs.append(try output(of: input)) }
        return outputs
    }

    private func output(of input: Input) throws(ModelFileMistake) -> Output {
        let file = computation.model.card.id
        guard case .tensors(let tensors) = input else {
            throw ModelFileMistake(file: file, place: "input", found: "text", allowed: "tensors, as a graph takes them")
        }
        let read = computation.deviation.reading == .whole ? tensors : tensors.mapValues(Self.firstHalf)
        guard let first = try run.run(read).first, let scores = first.floats else {
            throw ModelFileMistake(
                file: file, place: "outputs", found: "no scores first",
                allowed: "a first output of floating-point numbers")
        }
        return .scores(scores)
    }

    /// The tensor with the second half of its numbers zero; other than floating-point ones stay.
    private static func firstHalf(_ tensor: Tensor) -> Tensor {
        guard var floats = tensor.floats else { return tensor }
        for place in floats.count / 2..<floats.count { floats[place] = 0 }
        return Tensor(shape: tensor.shape, floats: floats, as: tensor.elementType)
    }
}
