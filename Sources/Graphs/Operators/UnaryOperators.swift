// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Functions of one tensor, number by number.
struct UnaryOperator: Operator {
    static let kinds: [OperatorKind] = [
        function("Sqrt", .squareRoot), function("Exp", .exp), function("Log", .log), function("Erf", .erf),
        function("Tanh", .tanh), function("Sigmoid", .sigmoid), function("Reciprocal", .reciprocal),
        OperatorKind("Gelu", inputs: 1...1, attributes: ["approximate"]) { node throws(OperatorMistake) in
            let form = try node.choice("approximate", default: "none", of: ["none", "tanh"])
            return function(form == "none" ? .gelu : .geluByTanh)
        },
        OperatorKind("HardSigmoid", inputs: 1...1, attributes: ["alpha", "beta"]) { node throws(OperatorMistake) in
            let (slope, offset) = (try node.number("alpha", default: 0.2), try node.number("beta", default: 0.5))
            return UnaryOperator {
                Elementary.hardSigmoid($0, into: $1, count: $2, slope: slope, offset: offset)
            }
        },
        OperatorKind("LeakyRelu", inputs: 1...1, attributes: ["alpha"]) { node throws(OperatorMistake) in
            let slope = try node.number("alpha", default: 0.01)
            return UnaryOperator { Elementary.leakyRectified($0, into: $1, count: $2, slope: slope) }
        },
    ]

    /// The function of `count` numbers; input and output are the same memory or apart.
    let apply: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ count: Int) -> Void

    var memory: MemoryRelation { .overwrites }

    private static func function(_ function: Elementary.Function) -> UnaryOperator {
        UnaryOperator { Elementary.apply(function, $0, into: $1, count: $2) }
    }

    private static func function(_ name: String, _ function: Elementary.Function) -> OperatorKind {
        OperatorKind(name, inputs: 1...1) { _ in Self.function(function) }
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        [try inputs.floatType()]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        let apply = apply
        return Plan(
            input.shape,
            Pieces(count: input.count, isSingle: [false]) { arguments, count in
                apply(arguments.input(0), arguments.output(), count)
            })
    }
}
