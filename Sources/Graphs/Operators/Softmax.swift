// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Softmax along an axis; before version 13 along all dimensions from the axis on, taken as one.
struct Softmax: Operator {
    static let kind = OperatorKind("Softmax", inputs: 1...1, attributes: ["axis"]) { node throws(OperatorMistake) in
        Softmax(
            axis: try node.integer("axis", default: node.opset < 13 ? 1 : -1), takesRest: node.opset < 13)
    }

    let axis: Int
    let takesRest: Bool

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        [try inputs.floatType()]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        let axis = try Shapes.axis(self.axis, rank: input.rank, behindLast: takesRest)
        let count = input.count
        let inner = takesRest ? 1 : input.shape[(axis + 1)...].reduce(1, *)
        let length = takesRest ? input.shape[axis...].reduce(1, *) : input.shape[axis]
        guard count > 0 else { return Plan([input.shape]) { _ in } }
        let outer = count / (inner * length)
        let gather = StridedCopy(
            sizes: [outer, inner, length], strides: [length * inner, 1, inner], width: 4)
        let scatter = StridedCopy(
            sizes: [outer, length, inner], strides: [length * inner, 1, length], width: 4)
        let scratch = try inner == 1 ? nil : Room(count, setting)
        return Plan([input.shape]) { arguments throws(OperatorMistake) in
            let results = arguments.output(as: Float.self)
            let rows = scratch?.start ?? results
            gather.run(arguments.input(0, as: Float.self), into: rows)
            setting.profile.softmax(rows, rows: outer * inner, length: length, bucket: setting.bucket)
            if scratch != nil { scatter.run(rows, into: results) }
        }
    }
}
