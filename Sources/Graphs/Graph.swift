// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles

/// An input or output of a graph.
public struct Port: Sendable, Equatable {
    public let name: String
    public let elementType: ElementType
    /// The size of each dimension, nil where it is free; empty for a single number, or when not even the number of
    /// dimensions is said.
    public let shape: [Int?]
    /// Whether the number of dimensions is said.
    let hasRank: Bool
}

/// A graph of operators from an ONNX file: read, checked, constants computed, memory planned. It never changes, and any
/// number of threads may execute it, each with a `GraphRun` of its own.
///
/// Operators and their attributes are those of the ONNX specification, versions 1 to 24 of the operator set ai.onnx; what
/// is not implemented is refused by name before any run.
public final class Graph: Sendable {
    /// The file as the user named it.
    public let file: String
    public let inputs: [Port]
    public let outputs: [Port]
    /// All operators, each behind those it takes from, an If behind those of its branches; of the branches of an If, one is
    /// executed.
    ///
    /// Operators whose results are constant, or that only rename a value, are no longer among them, nor are those that
    /// became part of the one before, see `Fusion`.
    public let operators: [OperatorSummary]
    /// What takes the outputs of the whole graph and gives them out, as if it were one more operator at the end: so that a
    /// dispute can be about the answer.
    public let answer: OperatorSummary

    let values: [Value]
    let block: Block
    let inputValues: [Int]
    let memoryPlan: MemoryPlan
    /// The constants that a run may read.
    let constants: [(value: Int, memory: Memory)]
    /// The steps by their number.
    let steps: [Step]

    /// Reads a file.
    /// - Parameters:
    ///   - bytes: an ONNX ModelProto.
    ///   - file: its name, for messages.
    ///   - weights: the form in which the constant weights of products, convolutions and recurrent layers are run.
    /// - Throws: what is wrong, where, and what is allowed.
    /// - Complexity: O(bytes), plus the computation of constants.
    public convenience init(
        onnx bytes: [UInt8], file: String, weights: WeightForm = .published
    ) throws(ModelFileMistake) {
        try self.init(onnx: bytes, file: file, weights: weights, reusesMemory: true)
    }

    /// - Parameter reusesMemory: false gives every value memory of its own, for tests of the plan.
    package init(
        onnx bytes: [UInt8], file: String, weights: WeightForm = .published, reusesMemory: Bool
    ) throws(ModelFileMistake) {
        var reader = GraphReader(file: file, weights: weights)
        let content = try reader.read(bytes)
        self.file = file
        values = reader.values
        var operators = 0
        block = Fusion.applied(to: content.block, values: values).numbered(from: &operators)
        inputValues = content.inputs
        inputs = content.inputPorts
        outputs = content.outputPorts
        memoryPlan = MemoryPlan(block, inputs: inputValues, values: values, reuses: reusesMemory)
        steps = block.allSteps
        constants = block.constants(among: values)
        (self.operators, answer) = OperatorSummary.all(block, inputs: inputValues, values: values)
    }
}

extension Block {
    /// All steps by their numbers, those of inner blocks included.
    var allSteps: [Step] {
        steps.flatMap { step in
            switch step.work {
            case .operation: [step]
            case .choice(let first, let second): first.allSteps + second.allSteps + [step]
            }
        }
    }
}

extension Block {
    /// The constants that steps read or that come out.
    func constants(among values: [Value]) -> [(value: Int, memory: Memory)] {
        var read = Set(outputs)
        for step in allSteps {
            read.formUnion(step.inputs.compactMap { $0 })
            if case .choice(let first, let second) = step.work { read.formUnion(first.outputs + second.outputs) }
        }
        return read.sorted().compactMap { value in values[value].constant.map { (value, Memory($0)) } }
    }
}
