// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles
import Models
import Scenarios
import Synchronization

/// Works out every answer that a scenario can reach, on several threads, and remembers it for the next run.
///
/// What is computed depends on nothing but the computations and inputs: not on the threads, not on what was remembered.
public struct AnswerPreparation: Sendable {
    /// Inputs that are computed side by side, and remembered together.
    static let chunk = 16

    let map: ParallelMap
    private let store: MemoStore?

    /// - Parameters:
    ///   - workers: threads; at least 1.
    ///   - store: where outputs are remembered; nil to compute everything.
    public init(workers: Int, store: MemoStore?) {
        map = ParallelMap(workers: workers)
        self.store = store
    }

    /// Everything that the replications of a scenario share, with models of the standard library.
    /// - Throws: which model is missing, or what is wrong with a model file or a trace.
    public func materials(of scenario: Scenario) throws -> Materials {
        try materials(of: scenario, ModelLibrary().models(of: scenario))
    }

    /// Everything that the replications of a scenario share.
    /// - Parameters:
    ///   - models: those of the scenario, in its order.
    ///   - progress: told how many of how many inferences are done, one call at a time.
    /// - Throws: what is wrong with a model file or a trace.
    public func materials(
        of scenario: Scenario, _ models: [SuppliedModel],
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws -> Materials {
        let plan = AnswerBook.Plan(scenario, models)
        var done = 0
        var columns: [AnswerTable.Column] = []
        for entry in plan.computations {
            let inputs = entry.inputs.asked
            let before = done
            let outputs = try self.outputs(of: entry.computation, inputs) { progress(before + $0, plan.inferences) }
            done += inputs.count
            columns.append(
                AnswerTable.Column(
                    inputs: "\(entry.inputs.identity) \(entry.computation.newTokens)", outputs: outputs,
                    tolerance: entry.tolerance))
        }
        return try Materials(scenario, AnswerBook(plan, columns))
    }

    /// The outputs of one computation, one per input, in order.
    /// - Parameter progress: told how many inputs are done, one call at a time.
    /// - Throws: what is wrong with the model file.
    public func outputs(
        of computation: Computation, _ inputs: [Input], progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(ModelFileMistake) -> [Output] {
        let starts = Array(stride(from: 0, to: inputs.count, by: Self.chunk))
        let execution = LazyExecution(computation)
        let parts = map.results(starts.count, progress: { progress(min($0 * Self.chunk, inputs.count)) }) { number in
            let part = Array(inputs[starts[number]..<min(starts[number] + Self.chunk, inputs.count)])
            return self.outputs(of: part, computation, execution)
        }
        var outputs: [Output] = []
        for part in parts { outputs += try part.get() }
        return outputs
    }

    private func outputs(
        of part: [Input], _ computation: Computation, _ execution: LazyExecution
    ) -> Result<[Output], ModelFileMistake> {
        let key = computation.digest(of: part)
        if let known = store?.value(for: key), let outputs = Output.list(from: known), outputs.count == part.count {
            return .success(outputs)
        }
        let result = Result { () throws(ModelFileMistake) in try execution.loaded().outputs(of: part) }
        if case .success(let outputs) = result { store?.store(Output.bytes(of: outputs), for: key) }
        return result
    }
}

/// A computation whose model is loaded by the first thread that needs it: not at all where everything is remembered.
private final class LazyExecution: Sendable {
    private let computation: Computation
    private let execution = Mutex<Result<Execution, ModelFileMistake>?>(nil)

    init(_ computation: Computation) { self.computation = computation }

    func loaded() throws(ModelFileMistake) -> Execution {
        let result = execution.withLock { known in
            let result = known ?? Result { () throws(ModelFileMistake) in try Execution(computation) }
            known = result
            return result
        }
        return try result.get()
    }
}
