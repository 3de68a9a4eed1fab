// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// ArgMax: the place of the largest number along an axis.
struct ArgMax: Operator {
    static let kind = OperatorKind(
        "ArgMax", inputs: 1...1, attributes: ["axis", "keepdims", "select_last_index"]
    ) { node throws(OperatorMistake) in
        ArgMax(
            axis: try node.integer("axis", default: 0), keepsDimension: try node.integer("keepdims", default: 1) != 0,
            takesLast: try node.integer("select_last_index", default: 0) != 0)
    }

    let axis: Int
    let keepsDimension: Bool
    let takesLast: Bool

    var rounds: Bool { false }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        try inputs.required(0).mustBeFloat()
        return [.int64]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        let axis = try Shapes.axis(self.axis, rank: input.rank)
        let length = input.shape[axis]
        guard length > 0 else { throw OperatorMistake("an axis without numbers", allowed: "at least one") }
        let (outer, inner) = (input.shape[..<axis].reduce(1, *), input.shape[(axis + 1)...].reduce(1, *))
        let shape = Array(input.shape[..<axis]) + (keepsDimension ? [1] : []) + input.shape[(axis + 1)...]
        let takesLast = takesLast
        return Plan([shape]) { arguments throws(OperatorMistake) in
            NumericProfile.placesOfLargest(
                arguments.input(0), outer: outer, length: length, inner: inner, into: arguments.output(),
                takesLast: takesLast)
        }
    }
}
