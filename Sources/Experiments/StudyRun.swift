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

    /// Runs the scenario.
    ///
    /// - Parameters:
    ///   - only: the layouts to run; nil for all.
    ///   - progress: told finished and planned runs.
    /// - Throws: what is wrong with a trace file.
    public init(
        _ scenario: Scenario, only: [String]? = nil, workers: Int,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws(Mistake) {
        let scenario = scenario.equalised()
        let layouts = scenario.layouts.filter { only?.contains($0.id) ?? true }
        let materials = try Materials(scenario)
        let points = scenario.runPoints(layouts: layouts)
        let results = ParallelRuns(workers: workers).results(of: scenario, points, materials) {
            progress($0, points.count)
        }
        self.scenario = scenario
        study = Measures.Study(scenario, layouts: layouts)
        rows = results.flatMap(\.rows)
        events = results.reduce(0) { $0 + $1.events }
        offered = results.reduce(0) { $0 + $1.offered }
    }
}
