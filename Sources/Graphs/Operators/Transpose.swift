// SPDX-License-Identifier: GPL-3.0-or-later

/// Transpose: dimensions in another order, reversed unless told.
struct Transpose: Movement {
    static let kind = OperatorKind("Transpose", inputs: 1...1, attributes: ["perm"]) { node throws(OperatorMistake) in
        Transpose(order: try node.integers("perm"))
    }

    let order: [Int]?

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        let order = try Shapes.axes(self.order ?? input.shape.indices.reversed(), rank: input.rank)
        guard order.count == input.rank else {
            throw OperatorMistake("an order of \(order.count) axes", allowed: "\(input.rank)")
        }
        let shape = order.map { input.shape[$0] }
        let strides = Shapes.strides(input.shape)
        let copy = StridedCopy(sizes: shape, strides: order.map { strides[$0] }, width: input.type.stride)
        return Plan([shape], compute: copy.kernel)
    }
}
