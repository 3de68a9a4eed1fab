// SPDX-License-Identifier: GPL-3.0-or-later

/// An operator that only moves numbers of its first input, of any type: its plan is made of the shapes and the whole
/// numbers of the other inputs.
protocol Movement: Operator {}

extension Movement {
    var rounds: Bool { false }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] { [try inputs.required(0)] }
}

/// Whole numbers that a file states as an attribute in old versions of an operator and as an input in newer ones.
enum Stated: Sendable {
    case fixed([Int]?)
    case input(Int)

    /// The attribute before the version in which it became an input.
    init(_ node: Node, _ attribute: String, inputSince version: Int, input: Int) throws(OperatorMistake) {
        if node.opset >= version {
            guard !node.has(attribute) else {
                throw OperatorMistake("attribute '\(attribute)'", allowed: "an input, since version \(version)")
            }
            self = .input(input)
        } else {
            self = .fixed(try node.integers(attribute))
        }
    }

    /// The numbers, nil when left out.
    func numbers(_ inputs: [Operand?]) throws(OperatorMistake) -> [Int]? {
        switch self {
        case .fixed(let numbers): numbers
        case .input(let index): try inputs.optional(index)?.integers()
        }
    }

    /// The input that shapes the outputs.
    var shapingInputs: [Int] {
        switch self {
        case .fixed: []
        case .input(let index): [index]
        }
    }
}
