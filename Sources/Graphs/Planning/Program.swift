// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of a graph: the output of an operator, an input, or a constant. Its number is its place in the table.
struct Value: Sendable {
    let name: String
    let type: ElementType
    /// When it is the same in every run.
    var shape: [Int]?
    var constant: Tensor?
}

/// Operators in the order in which they are executed.
struct Block: Sendable {
    var steps: [Step] = []
    /// The values that come out, by number.
    var outputs: [Int] = []
}

/// One operator of a graph at work. Inputs and outputs are numbers of values.
struct Step: Sendable {
    /// What a step does.
    enum Work: Sendable {
        case operation(any Operator)
        /// Executes one of two blocks, by the truth value that is the only input, and takes over its outputs.
        case choice(then: Block, otherwise: Block)
    }

    /// Its place in the listing of all operators.
    let number: Int
    let name: String
    let type: String
    let work: Work
    let inputs: [Int?]
    let outputs: [Int]

    /// Where it is, for messages.
    var place: String { Step.place(name: name, type: type) }

    static func place(name: String, type: String) -> String { "node '\(name)' (\(type))" }
}
