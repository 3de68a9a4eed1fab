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
        try inputs.required(0).mustNotBe(.bool)
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
        func whole<Number: FixedWidthInteger>(_: Number.Type) -> Kernel {
            { arguments throws(OperatorMistake) in
                Self.placesOfLargest(
                    arguments.input(0, as: Number.self), outer: outer, length: length, inner: inner,
                    into: arguments.output(), takesLast: takesLast)
            }
        }
        let compute: Kernel =
            switch input.type {
            case .int8: whole(Int8.self)
            case .uint8: whole(UInt8.self)
            case .int32: whole(Int32.self)
            case .int64: whole(Int64.self)
            default:
                { arguments throws(OperatorMistake) in
                    NumericProfile.placesOfLargest(
                        arguments.input(0), outer: outer, length: length, inner: inner, into: arguments.output(),
                        takesLast: takesLast)
                }
            }
        return Plan([shape], compute: compute)
    }

    /// The same for whole numbers, among which there is no NaN.
    private static func placesOfLargest<Number: FixedWidthInteger>(
        _ input: UnsafePointer<Number>, outer: Int, length: Int, inner: Int, into output: UnsafeMutablePointer<Int64>,
        takesLast: Bool
    ) {
        for place in 0..<outer * inner {
            let start = input + place / inner * length * inner + place % inner
            var best = 0
            for index in 1..<length {
                let (number, largest) = (start[index * inner], start[best * inner])
                if number > largest || takesLast && number == largest { best = index }
            }
            output[place] = Int64(best)
        }
    }
}
