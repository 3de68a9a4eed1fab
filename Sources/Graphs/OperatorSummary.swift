// SPDX-License-Identifier: GPL-3.0-or-later

/// One operator of a graph, for listings and for disputes about what it put out.
public struct OperatorSummary: Sendable, Equatable {
    /// Where an operator's input comes from.
    public enum Source: Sendable, Equatable {
        /// The graph's input with this number.
        case input(Int)
        /// An output of the operator with this number in the listing.
        case output(of: Int, number: Int)
        /// The file.
        case constant
        /// An optional input that is left out.
        case absent
    }

    /// What the executor asks before it executes an operator inside a branch.
    public struct Condition: Sendable, Equatable {
        /// Where the truth value comes from.
        public let source: Source
        /// What it has to be.
        public let value: Bool
    }

    /// The node's name in the file, or that of its first output when it has none.
    public let name: String
    /// The operator's type, such as `Conv`.
    public let type: String
    /// The inputs in order. For an If, the condition, then the outputs of the first branch, then those of the second.
    public let inputs: [Source]
    /// The operator is executed if all of these hold: none outside of branches, the outermost branch's first.
    public let conditions: [Condition]
}

extension OperatorSummary {
    /// The listing of all operators of a graph, by their numbers, and the answer behind them.
    static func all(
        _ block: Block, inputs: [Int], values: [Value]
    ) -> (operators: [OperatorSummary], answer: OperatorSummary) {
        var sources = values.map { $0.constant == nil ? Source.absent : .constant }
        for (number, value) in inputs.enumerated() { sources[value] = .input(number) }
        for step in block.allSteps {
            for (number, value) in step.outputs.enumerated() {
                sources[value] = .output(of: step.number, number: number)
            }
        }
        var summaries: [OperatorSummary] = []
        list(block, under: [], sources, in: &summaries)
        let outputs = block.outputs.map { sources[$0] }
        return (summaries, OperatorSummary(name: "answer", type: "answer", inputs: outputs, conditions: []))
    }

    /// Adds the operators of a block that is executed under conditions.
    private static func list(
        _ block: Block, under conditions: [Condition], _ sources: [Source], in summaries: inout [OperatorSummary]
    ) {
        for step in block.steps {
            var inputs = step.inputs.map { $0.map { sources[$0] } ?? .absent }
            if case .choice(let first, let second) = step.work {
                list(first, under: conditions + [Condition(source: inputs[0], value: true)], sources, in: &summaries)
                list(second, under: conditions + [Condition(source: inputs[0], value: false)], sources, in: &summaries)
                inputs += (first.outputs + second.outputs).map { sources[$0] }
            }
            summaries.append(
                OperatorSummary(name: step.name, type: step.type, inputs: inputs, conditions: conditions))
        }
    }
}
