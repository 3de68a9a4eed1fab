// SPDX-License-Identifier: GPL-3.0-or-later

/// An operator as files may name it: what it accepts, and how an instance is made of a node.
struct OperatorKind: Sendable {
    let name: String
    let inputs: ClosedRange<Int>
    let outputs: ClosedRange<Int>
    /// Attributes that may stand on a node; any other is refused by name.
    let attributes: Set<String>
    let make: @Sendable (Node) throws(OperatorMistake) -> any Operator

    init(
        _ name: String, inputs: ClosedRange<Int>, outputs: ClosedRange<Int> = 1...1, attributes: Set<String> = [],
        make: @escaping @Sendable (Node) throws(OperatorMistake) -> any Operator
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
        self.make = make
    }

    /// Makes the operator of a node after checking what all operators have in common.
    func operation(of node: Node) throws(OperatorMistake) -> any Operator {
        guard inputs.contains(node.inputs.count) else {
            throw OperatorMistake("\(node.inputs.count) inputs", allowed: Self.text(inputs))
        }
        guard outputs.contains(node.outputs.count) else {
            throw OperatorMistake("\(node.outputs.count) outputs", allowed: Self.text(outputs))
        }
        if let stranger = node.attributes.keys.filter({ !attributes.contains($0) }).min() {
            throw OperatorMistake(
                "attribute '\(stranger)'",
                allowed: attributes.isEmpty ? "no attributes" : attributes.sorted().joined(separator: ", "))
        }
        return try make(node)
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        return range.upperBound == .max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
