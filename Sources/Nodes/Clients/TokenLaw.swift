// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness

/// How long requests are, in tokens.
public enum TokenLaw: Sendable {
    /// Always the same lengths.
    case fixed(input: Int, output: Int)
    /// Drawn from recorded quantiles, input and output independently of each other.
    case quantiles(input: [Double], output: [Double])
    /// As the replayed trace says.
    case recorded

    public static let declarations = [
        Declaration(
            "workload", "Lengths drawn from the quantiles of a recorded workload, input and output independently.",
            [Parameter("workload", .reference(to: "workload"), "Whose quantiles.")]),
        Declaration(
            "fixed", "Every request has the same lengths.",
            [
                Parameter("input", .count(from: 0, through: 1_000_000), "Tokens of the prompt."),
                Parameter("output", .count(from: 1, through: 1_000_000), "Tokens of the answer."),
            ]),
        traceDeclaration,
    ]

    public static let traceDeclaration = Declaration("trace", "The lengths recorded in the trace that is replayed.")

    /// The lengths of one request; consumes two words of the stream, whatever the law.
    func draw(_ stream: inout Stream, recorded: (input: Int, output: Int)?) -> (input: Int, output: Int) {
        let (first, second) = (stream.uniform(), stream.uniform())
        switch self {
        case .fixed(let input, let output): return (input, output)
        case .quantiles(let input, let output):
            return (Self.value(input, at: first), max(1, Self.value(output, at: second)))
        case .recorded:
            guard let recorded else { bug("lengths: expected those of a trace, found an arrival without") }
            return recorded
        }
    }

    /// Linear between the quantiles, which stand at evenly spaced probabilities from 0 to 1.
    private static func value(_ quantiles: [Double], at probability: Double) -> Int {
        let place = probability * Double(quantiles.count - 1)
        let below = min(Int(place), quantiles.count - 2)
        let share = place - Double(below)
        return Int(quantiles[below] + share * (quantiles[below + 1] - quantiles[below]) + 0.5)
    }
}
