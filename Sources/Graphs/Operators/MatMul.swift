// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// MatMul of floating-point numbers: see `ProductSizes` for what is multiplied by what.
struct MatMul: Operator {
    static let kind = OperatorKind("MatMul", inputs: 2...2) { node throws(OperatorMistake) in
        if let whole = try WholeMatrixProduct(node) { return whole }
        return MatMul(weights: weights(of: node), bias: nil)
    }

    /// A constant right side of two dimensions.
    let weights: PackedMatrix?
    /// What is added to each row, of the step behind.
    let bias: [Float]?

    private static func weights(of node: Node) -> PackedMatrix? {
        guard let constant = node.constant(1), constant.shape.count == 2, let numbers = constant.floats else {
            return nil
        }
        return Weights.packed(
            columns: numbers, inner: constant.shape[0], outputs: constant.shape[1], form: node.weights)
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        try type.mustBeFloat()
        try inputs.required(1).mustBe(type)
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (left, right) = (try inputs.required(0), try inputs.required(1))
        let sizes = try ProductSizes(left.shape, right.shape)
        if let weights {
            let rows = sizes.count * sizes.rows
            let biases = bias.map { Memory(Tensor(shape: [$0.count], floats: $0)) }
            return Plan([sizes.shape]) { arguments throws(OperatorMistake) in
                setting.profile.matrixProduct(
                    arguments.input(0), rows: rows, weights: weights, into: arguments.output(),
                    bias: biases.map { UnsafePointer($0.start.assumingMemoryBound(to: Float.self)) },
                    bucket: setting.bucket)
                withExtendedLifetime(biases) {}
            }
        }
        return Plan([sizes.shape], compute: try Self.kernel(sizes, setting))
    }

    private static func kernel(_ sizes: ProductSizes, _ setting: Setting) throws(OperatorMistake) -> Kernel {
        let (rows, inner, columns) = (sizes.rows, sizes.inner, sizes.columns)
        // Both sizes are those of a checked shape, but not of one tensor.
        let (room, overflows) = inner.multipliedReportingOverflow(by: columns)
        guard !overflows, room < 1 << 40 else {
            throw OperatorMistake("\(inner) x \(columns) numbers", allowed: "fewer")
        }
        let scratch = try Room(NumericProfile.productScratchCount(inner: inner, columns: columns), setting)
        return { arguments throws(OperatorMistake) in
            let (left, right, results) = (
                arguments.input(0, as: Float.self), arguments.input(1, as: Float.self), arguments.output(as: Float.self)
            )
            sizes.forEachMatrix { first, second, place in
                setting.profile.product(
                    left + first, rows: rows, inner: inner, by: right + second, columns: columns,
                    into: results + place, scratch: scratch.start, bucket: setting.bucket)
            }
        }
    }
}

extension MatMul: AbsorbsConstants {
    /// A vector as long as a row.
    func channels(of constant: Tensor) -> [Float]? {
        constant.shape == [weights?.columns ?? -1] ? constant.floats : nil
    }

    func absorbing(factors: [Float]?, summands: [Float]) -> (any Operator)? {
        factors == nil && bias == nil ? MatMul(weights: weights, bias: summands) : nil
    }
}
