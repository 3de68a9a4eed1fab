// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension ScenarioReader {
    /// Reads the files that a scenario names beside those it includes: its traces, each once.
    /// - Throws: all their mistakes.
    /// - Complexity: O(size of the traces).
    public static func checkFiles(of scenario: Scenario) throws(ScenarioMistakes) {
        var seen: Set<String> = []
        var mistakes: [Mistake] = []
        for demand in scenario.demand where demand.isTraced {
            let path = scenario.path(of: demand.arrivals.word("file"))
            if seen.insert(path).inserted { mistakes += AzureTrace.mistakes(path: path) }
        }
        guard mistakes.isEmpty else { throw ScenarioMistakes(mistakes) }
    }
}
