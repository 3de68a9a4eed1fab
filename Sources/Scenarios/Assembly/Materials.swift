// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Nodes
import Quantities

/// What all replications of a scenario share and none may change: computed answers and recorded traces.
public struct Materials: Sendable {
    public let answers: AnswerBook
    /// By the file name in the scenario.
    let traces: [String: [TraceArrivals.Entry]]

    /// Reads the traces.
    /// - Throws: everything that is wrong with any trace file, with positions.
    public init(_ scenario: Scenario, _ answers: AnswerBook) throws(ScenarioMistakes) {
        do throws(Mistake) {
            try self.init(reading: scenario, answers)
        } catch {
            // Reading stops at the first mistake; whoever mends a file wants all of them.
            try ScenarioReader.checkFiles(of: scenario)
            throw ScenarioMistakes([error])
        }
    }

    private init(reading scenario: Scenario, _ answers: AnswerBook) throws(Mistake) {
        self.answers = answers
        var traces: [String: [TraceArrivals.Entry]] = [:]
        for demand in scenario.demand where demand.arrivals.name == TraceArrivals.declaration.name {
            let file = demand.arrivals.word("file")
            guard traces[file] == nil else { continue }
            let trace = try AzureTrace.read(path: file.hasPrefix("/") ? file : scenario.directory + file)
            traces[file] = trace.rows.map {
                TraceArrivals.Entry(time: $0.offset, inputTokens: $0.input, outputTokens: $0.output)
            }
        }
        self.traces = traces
    }
}
