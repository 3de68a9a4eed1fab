// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Scenarios

/// A whole study: every run of a scenario, as records.
public struct StudyRun: Sendable {
    /// The scenario as it was run, layouts made equal.
    public let scenario: Scenario
    public let study: Measures.Study
    public let rows: [Row]
    /// Events handled and requests offered in all runs.
    public let events: Int
    public let offered: Int

    /// What a study is busy with.
    public enum Phase: String, Sendable {
        /// Running the models on the inputs.
        case inference
        /// Running the replications.
        case simulation
    }

    /// Runs the scenario.
    ///
    /// - Parameters:
    ///   - only: the layouts to run; nil for all.
    ///   - library: where the models are.
    ///   - store: where computed answers are remembered between runs; nil to compute all of them.
    ///   - progress: told what is being done, how much of it is done and how much there is.
    /// - Throws: what is wrong with a trace or a model file, or which model is missing.
    public init(
        _ scenario: Scenario, only: [String]? = nil, workers: Int, library: ModelLibrary = ModelLibrary(),
        store: MemoStore? = nil, progress: @escaping @Sendable (Phase, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        let scenario = scenario.equalised()
        let layouts = scenario.layouts.filter { only?.contains($0.id) ?? true }
        let materials = try AnswerPreparation(workers: workers, store: store)
            .materials(of: scenario, library.models(of: scenario)) { progress(.inference, $0, $1) }
        let points = scenario.runPoints(layouts: layouts)
        let results = ParallelRuns(workers: workers).results(of: scenario, points, materials) {
            progress(.simulation, $0, points.count)
        }
        self.scenario = scenario
        var study = Measures.Study(scenario, layouts: layouts, materials)
        study.notes += WarmUpWarnings(scenario: scenario, points: points, results: results).notes
        self.study = study
        rows = results.flatMap(\.rows)
        events = results.reduce(0) { $0 + $1.events }
        offered = results.reduce(0) { $0 + $1.offered }
    }
}
