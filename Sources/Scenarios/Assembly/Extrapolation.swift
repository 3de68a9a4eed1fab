// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Nodes
import Quantities

extension Materials {
    /// The share of a demand's requests whose lengths lie outside of what a service law was measured at: for them it
    /// extrapolates.
    /// - Returns: 0 to 1; exact for the law the lengths are drawn from, counted for a trace.
    /// - Complexity: O(quantiles), or O(rows of the trace).
    public func share(of demand: Demand, in scenario: Scenario, beyond law: FittedServiceLaw) -> Double {
        let tokens = demand.tokens
        switch tokens.name {
        case "fixed":
            return law.covers(inputTokens: tokens.count("input"), outputTokens: tokens.count("output")) ? 0 : 1
        case "workload":
            let workload = scenario.workload(tokens.word("workload"))
            // No answer is shorter than one token, whatever the quantiles say.
            let outputs = workload.outputQuantiles.map { max(1, $0) }
            return 1 - Self.share(of: workload.inputQuantiles, in: law.inputTokens)
                * Self.share(of: outputs, in: law.outputTokens)
        case Declaration.traceTokens.name:
            let rows = traces[demand.arrivals.word("file")] ?? []
            let covered = rows.count { law.covers(inputTokens: $0.inputTokens, outputTokens: $0.outputTokens) }
            return rows.isEmpty ? 0 : Double(rows.count - covered) / Double(rows.count)
        default: Implementations.unknown("tokens", tokens)
        }
    }

    /// The probability that a number drawn between quantiles, and then rounded, lies in a range.
    private static func share(of quantiles: [Double], in range: ClosedRange<Int>) -> Double {
        share(of: quantiles, below: Double(range.upperBound) + 0.5)
            - share(of: quantiles, below: Double(range.lowerBound) - 0.5)
    }

    /// Linear between the quantiles, which stand at evenly spaced probabilities from 0 to 1.
    private static func share(of quantiles: [Double], below bound: Double) -> Double {
        let segments = zip(quantiles, quantiles.dropFirst()).map { low, high in
            if high < bound { return 1.0 }
            return low < bound ? (bound - low) / (high - low) : 0
        }
        return segments.reduce(0, +) / Double(segments.count)
    }
}
