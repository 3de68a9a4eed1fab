// SPDX-License-Identifier: GPL-3.0-or-later

/// Shape and Size: what an input's shape is, as whole numbers of 64 bits.
struct ShapeOperator: Operator {
    static let kinds = [
        OperatorKind("Shape", inputs: 1...1, attributes: ["start", "end"]) { node throws(OperatorMistake) in
            ShapeOperator(
                start: try node.integer("start", default: 0), end: try node.integer("end", default: .max), counts: false
            )
        },
        OperatorKind("Size", inputs: 1...1) { _ in ShapeOperator(start: 0, end: .max, counts: true) },
    ]

    let start: Int
    let end: Int
    /// Whether only the product is wanted.
    let counts: Bool

    var readsOnlyShapes: Bool { true }
    var rounds: Bool { false }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        _ = try inputs.required(0)
        return [.int64]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        func bound(_ place: Int) -> Int { min(max(place < 0 ? place + input.rank : place, 0), input.rank) }
        let (first, last) = (bound(start), bound(end))
        let sizes = counts ? [input.count] : Array(input.shape[first..<max(first, last)])
        return Plan([counts ? [] : [sizes.count]]) { arguments throws(OperatorMistake) in
            let results = arguments.output(as: Int64.self)
            for (index, size) in sizes.enumerated() { results[index] = Int64(size) }
        }
    }
}
