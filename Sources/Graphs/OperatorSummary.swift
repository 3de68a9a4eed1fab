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

    /// The node's name in the file, or that of its first output when it has none.
    public let name: String
    /// The operator's type, such as `Conv`.
    public let type: String
    /// The inputs in order. For an If, the condition, then the outputs of the first branch, then those of the second.
    public let inputs: [Source]
}

extension OperatorSummary {
    /// The listing of all steps, which are sorted by their numbers.
    static func all(_ steps: [Step], inputs: [Int], values: [Value]) -> [OperatorSummary] {
        var sources = values.map { $0.constant == nil ? Source.absent : .constant }
        for (number, value) in inputs.enumerated() { sources[value] = .input(number) }
        for step in steps {
            for (number, value) in step.outputs.enumerated() {
                sources[value] = .output(of: step.number, number: number)
            }
        }
        return steps.map { step in
            var read = step.inputs
            if case .choice(let first, let second) = step.work { read += first.outputs + second.outputs }
            return OperatorSummary(
                name: step.name, type: step.type, inputs: read.map { $0.map { sources[$0] } ?? .absent })
        }
    }
}
