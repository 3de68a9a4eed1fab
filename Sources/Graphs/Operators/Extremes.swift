// SPDX-License-Identifier: GPL-3.0-or-later

/// Max and Min of any number of tensors, with broadcasting.
struct Extremes: Operator {
    static let kinds = [
        OperatorKind("Max", inputs: 1...(.max)) { _ in Extremes(takesLarger: true) },
        OperatorKind("Min", inputs: 1...(.max)) { _ in Extremes(takesLarger: false) },
    ]

    let takesLarger: Bool

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        try type.mustNotBe(.bool)
        for index in inputs.indices { try inputs.required(index).mustBe(type) }
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        var operands: [Operand] = []
        for index in inputs.indices { operands.append(try inputs.required(index)) }
        let shape = try Shapes.broadcast(operands.map(\.shape))
        // The first step copies the first tensor; each other one compares what is there with one more tensor.
        let walks = operands.map { BroadcastWalk([shape, $0.shape], to: shape) }
        func kernel<Number: Comparable>(_: Number.Type) -> Kernel {
            let takesLarger = takesLarger
            return { arguments throws(OperatorMistake) in
                let results = arguments.output(as: Number.self)
                walks[0].combine(results, arguments.input(0), into: results, by: Second<Number>.self)
                for index in 1..<max(1, walks.count) {
                    let other = arguments.input(index, as: Number.self)
                    if takesLarger {
                        walks[index].combine(results, other, into: results, by: Larger<Number>.self)
                    } else {
                        walks[index].combine(results, other, into: results, by: Smaller<Number>.self)
                    }
                }
            }
        }
        let compute: Kernel =
            switch operands[0].type {
            case .int8: kernel(Int8.self)
            case .uint8: kernel(UInt8.self)
            case .int32: kernel(Int32.self)
            case .int64: kernel(Int64.self)
            default: kernel(Float.self)
            }
        return Plan([shape], compute: compute)
    }
}
