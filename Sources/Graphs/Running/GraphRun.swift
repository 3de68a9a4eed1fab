// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles

/// The working memory of one thread that executes a graph, reused over runs: a run with the shapes of the one before
/// allocates nothing but its results.
///
/// Use it from one thread at a time. The same inputs give the same bits, whatever was run before.
public final class GraphRun {
    public let graph: Graph
    /// Told of each operator that is executed: its number in `graph.operators` and copies of its outputs. For commitments
    /// to all outputs of a computation; costs nothing when nil.
    public var observer: ((_ operatorNumber: Int, _ outputs: [Tensor]) -> Void)?

    let setting: Setting
    let state: RunState

    /// - Parameters:
    ///   - profile: how it rounds.
    ///   - bucket: the class of batch sizes it runs in.
    ///   - memory: the most bytes that all intermediate values and kernels may take together, 4 GiB unless told.
    public init(_ graph: Graph, profile: NumericProfile, bucket: BatchBucket = .one, memory: Int? = nil) {
        self.graph = graph
        let budget = MemoryBudget(most: memory ?? Limits.runMemory)
        setting = Setting(profile: profile, bucket: bucket, budget: budget)
        state = RunState(graph, budget)
    }

    /// Executes the graph.
    /// - Parameter inputs: a tensor for each of `graph.inputs`, by name.
    /// - Returns: the outputs, in the order of `graph.outputs`.
    /// - Throws: an input that is missing or does not fit, or an operator whose inputs turned out impossible.
    public func run(_ inputs: [String: Tensor]) throws(ModelFileMistake) -> [Tensor] {
        state.tick += 1
        // A run that failed may have left some.
        state.waiting.removeAll(keepingCapacity: true)
        for (port, value) in zip(graph.inputs, graph.inputValues) {
            guard let tensor = inputs[port.name] else {
                throw mistake(
                    "input '\(port.name)'",
                    OperatorMistake("no tensor", allowed: "one of type \(port.elementType.name)"))
            }
            do {
                try check(tensor, against: port)
                try state.store(tensor, as: value)
            } catch { throw mistake("input '\(port.name)'", error) }
        }
        try execute(graph.block)
        return graph.block.outputs.map { state.tensor($0) }
    }

    private func check(_ tensor: Tensor, against port: Port) throws(OperatorMistake) {
        let fits =
            tensor.shape.count == port.shape.count && zip(tensor.shape, port.shape).allSatisfy { $1 == nil || $0 == $1 }
        guard tensor.elementType == port.elementType, fits || !port.hasRank else {
            let shape = port.shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
            throw OperatorMistake(
                "\(tensor.elementType.name) of the shape \(tensor.shape)",
                allowed: "\(port.elementType.name) of the shape [\(shape)]")
        }
    }

    // MARK: Execution

    private func execute(_ block: Block) throws(ModelFileMistake) {
        for step in block.steps {
            switch step.work {
            case .operation(let operation):
                do { try execute(operation, step) } catch { throw mistake(step.place, error) }
            case .choice(let first, let second):
                state.computeWaiting(setting.profile)
                let isTrue: Bool
                do { isTrue = try state.truth(step) } catch { throw mistake(step.place, error) }
                try execute(isTrue ? first : second, of: step)
            }
            if let observer { observer(step.number, step.outputs.map { state.tensor($0) }) }
        }
        state.computeWaiting(setting.profile)
    }

    /// Executes the branch that was chosen and takes over its outputs.
    private func execute(_ branch: Block, of step: Step) throws(ModelFileMistake) {
        try execute(branch)
        do { try state.copy(branch.outputs, to: step.outputs) } catch { throw mistake(step.place, error) }
    }

    private func execute(_ operation: any Operator, _ step: Step) throws(OperatorMistake) {
        if !operation.shapingInputs.isEmpty { state.computeWaiting(setting.profile) }
        if state.mustPlan(step, operation) {
            state.dropPlan(step)
            let plan = try operation.plan(state.operands(step), setting)
            try state.take(plan, for: step, operation)
        }
        guard state.mustCompute(step) else { return }
        // An observer is shown each output before the next operator may overwrite it.
        if observer == nil, try state.letWait(step, operation, setting.profile) { return }
        state.computeWaiting(setting.profile)
        try state.compute(step, operation, setting.profile)
    }

    func mistake(_ place: String, _ mistake: OperatorMistake) -> ModelFileMistake {
        mistake.at(place, file: graph.file)
    }
}
