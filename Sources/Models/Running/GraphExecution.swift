// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import ModelFiles

/// Runs a graph on inputs, one after another.
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
        .graph(GraphOutput(try run.run(try Self.tensors(of: input, computation))))
    }

    /// What is read of an input, by name.
    static func tensors(of input: Input, _ computation: Computation) throws(ModelFileMistake) -> [String: Tensor] {
        guard case .tensors(let tensors) = input else {
            throw ModelFileMistake(
                file: computation.model.card.id, place: "input", found: "text",
                allowed: "tensors, as a graph takes them")
        }
        return computation.deviation.reading == .whole ? tensors : tensors.mapValues(firstHalf)
    }

    /// The tensor with the second half of its numbers zero; a single number stays.
    private static func firstHalf(_ tensor: Tensor) -> Tensor {
        func half<Number: ExpressibleByIntegerLiteral>(_ numbers: [Number]) -> [Number] {
            let kept = (numbers.count + 1) / 2
            return Array(numbers[..<kept]) + Array(repeating: 0, count: numbers.count - kept)
        }
        let shape = tensor.shape
        return switch tensor.contents {
        case .floats(let numbers): Tensor(shape: shape, floats: half(numbers), as: tensor.elementType)
        case .int8(let numbers): Tensor(shape: shape, int8: half(numbers))
        case .uint8(let numbers): Tensor(shape: shape, uint8: half(numbers))
        case .int32(let numbers): Tensor(shape: shape, int32: half(numbers))
        case .int64(let numbers): Tensor(shape: shape, int64: half(numbers))
        case .bools: tensor
        }
    }
}
