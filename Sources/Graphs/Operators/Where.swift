// SPDX-License-Identifier: GPL-3.0-or-later

/// Where: of two tensors the number of the first where a condition holds, else that of the second, with broadcasting.
struct Where: Operator {
    static let kind = OperatorKind("Where", inputs: 3...3) { _ in Where() }

    var rounds: Bool { false }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        try inputs.required(0).mustBe(.bool)
        let type = try inputs.required(1)
        try inputs.required(2).mustBe(type)
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (condition, first, second) = (try inputs.required(0), try inputs.required(1), try inputs.required(2))
        let shape = try Shapes.broadcast([condition.shape, first.shape, second.shape])
        // First the second tensor is copied, then the first one over it where the condition holds.
        let fill = BroadcastWalk([second.shape, second.shape], to: shape)
        let walk = BroadcastWalk([condition.shape, first.shape], to: shape)
        func kernel<Number>(_: Number.Type) -> Kernel {
            { arguments throws(OperatorMistake) in
                let results = arguments.output(as: Number.self)
                let (truths, numbers) = (arguments.input(0, as: Bool.self), arguments.input(1, as: Number.self))
                fill.combine(arguments.input(2), arguments.input(2), into: results, by: First<Number>.self)
                let last = walk.sizes.count - 1
                walk.forEachRow { truth, number, place in
                    for index in 0..<walk.sizes[last] where truths[truth + index * walk.strides[0][last]] {
                        results[place + index] = numbers[number + index * walk.strides[1][last]]
                    }
                }
            }
        }
        switch first.type.stride {
        case 1: return Plan([shape], compute: kernel(UInt8.self))
        case 4: return Plan([shape], compute: kernel(UInt32.self))
        default: return Plan([shape], compute: kernel(UInt64.self))
        }
    }
}
