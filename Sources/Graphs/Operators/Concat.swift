// SPDX-License-Identifier: GPL-3.0-or-later

/// Concat: tensors one after another along an axis.
struct Concat: Movement {
    static let kind = OperatorKind("Concat", inputs: 1...(.max), attributes: ["axis"]) { node throws(OperatorMistake) in
        guard node.has("axis") else { throw OperatorMistake("no attribute 'axis'", allowed: "an axis") }
        return Concat(axis: try node.integer("axis", default: 0))
    }

    let axis: Int

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        for index in inputs.indices { try inputs.required(index).mustBe(type) }
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let first = try inputs.required(0)
        let axis = try Shapes.axis(self.axis, rank: first.rank)
        var shape = first.shape
        shape[axis] = 0
        var lengths: [Int] = []
        let width = first.type.stride
        for index in inputs.indices {
            let part = try inputs.required(index)
            let fits =
                part.rank == first.rank
                && part.shape.indices.allSatisfy { $0 == axis || part.shape[$0] == first.shape[$0] }
            guard fits else {
                throw OperatorMistake(
                    "the shapes \(first.shape) and \(part.shape)", allowed: "equal sizes but along axis \(axis)")
            }
            shape[axis] += part.shape[axis]
            lengths.append(part.shape[axis...].reduce(1, *) * width)
        }
        shape = try Shapes.checked(shape)
        let outer = first.shape[..<axis].reduce(1, *)
        return Plan([shape]) { arguments throws(OperatorMistake) in
            guard var target = arguments.outputs[0] else { return }
            for row in 0..<outer {
                for (part, length) in lengths.enumerated() where length > 0 {
                    guard let source = arguments.inputs[part] else { continue }
                    target.copyMemory(from: source + row * length, byteCount: length)
                    target += length
                }
            }
        }
    }
}
