// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// MatMul: products of matrices, broadcast over all dimensions but the last two; a vector counts as one row on the left and
/// as one column on the right.
struct MatMul: Operator {
    static let kind = OperatorKind("MatMul", inputs: 2...2) { node throws(OperatorMistake) in
        MatMul(weights: weights(of: node), bias: nil)
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
        guard left.rank > 0, right.rank > 0 else {
            throw OperatorMistake("a single number", allowed: "tensors of at least one dimension")
        }
        let a = left.rank == 1 ? [1] + left.shape : left.shape
        let b = right.rank == 1 ? right.shape + [1] : right.shape
        let (rows, inner, columns) = (a[a.count - 2], a[a.count - 1], b[b.count - 1])
        guard inner == b[b.count - 2] else {
            throw OperatorMistake("the shapes \(left.shape) and \(right.shape)", allowed: "equal inner sizes")
        }
        let batch = try Shapes.broadcast([Array(a.dropLast(2)), Array(b.dropLast(2))])
        let shape = try Shapes.checked(
            batch + (left.rank == 1 ? [] : [rows]) + (right.rank == 1 ? [] : [columns]))
        if let weights {
            let rows = batch.product * rows
            let biases = bias.map { Memory(Tensor(shape: [$0.count], floats: $0)) }
            return Plan([shape]) { arguments throws(OperatorMistake) in
                setting.profile.matrixProduct(
                    arguments.input(0), rows: rows, weights: weights, into: arguments.output(),
                    bias: biases.map { UnsafePointer($0.start.assumingMemoryBound(to: Float.self)) },
                    bucket: setting.bucket)
                withExtendedLifetime(biases) {}
            }
        }
        let walk = BroadcastWalk([Array(a.dropLast(2)), Array(b.dropLast(2))], to: batch)
        return Plan([shape], compute: try Self.kernel(walk, rows, inner, columns, setting))
    }

    private static func kernel(
        _ walk: BroadcastWalk, _ rows: Int, _ inner: Int, _ columns: Int, _ setting: Setting
    ) throws(OperatorMistake) -> Kernel {
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
            let last = walk.sizes.count - 1
            walk.forEachRow { first, second, place in
                for index in 0..<walk.sizes[last] {
                    setting.profile.product(
                        left + (first + index * walk.strides[0][last]) * rows * inner, rows: rows, inner: inner,
                        by: right + (second + index * walk.strides[1][last]) * inner * columns, columns: columns,
                        into: results + (place + index) * rows * columns, scratch: scratch.start, bucket: setting.bucket
                    )
                }
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
