// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Gemm: alpha A B + beta C for matrices A and B, either of them transposed, and a C that is repeated to the product.
struct Gemm: Operator {
    static let kind = OperatorKind(
        "Gemm", inputs: 2...3, attributes: ["alpha", "beta", "transA", "transB"]
    ) { node throws(OperatorMistake) in
        if let whole = try WholeMatrixProduct(node) { return whole }
        let transposesRight = try node.integer("transB", default: 0) != 0
        return Gemm(
            alpha: try node.number("alpha", default: 1), beta: try node.number("beta", default: 1),
            transposesLeft: try node.integer("transA", default: 0) != 0, transposesRight: transposesRight,
            weights: weights(of: node, isTransposed: transposesRight))
    }

    let alpha: Float
    let beta: Float
    let transposesLeft: Bool
    let transposesRight: Bool
    /// A constant B.
    let weights: PackedMatrix?

    private static func weights(of node: Node, isTransposed: Bool) -> PackedMatrix? {
        guard let constant = node.constant(1), constant.shape.count == 2, let numbers = constant.floats else {
            return nil
        }
        let (rows, columns) = (constant.shape[0], constant.shape[1])
        guard isTransposed else {
            return Weights.packed(columns: numbers, inner: rows, outputs: columns, form: node.weights)
        }
        let formed = Weights.rows(numbers, inputs: columns, form: node.weights)
        return PackedMatrix(transposed: formed.span, columns: rows, inner: columns)
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] { [try inputs.productType()] }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (left, right) = (try inputs.required(0), try inputs.required(1))
        try left.mustHave(rank: 2...2)
        try right.mustHave(rank: 2...2)
        let sizes = try ProductSizes(
            left.shape, right.shape, transposesLeft: transposesLeft, transposesRight: transposesRight)
        let (shape, rows, inner, columns) = (sizes.shape, sizes.rows, sizes.inner, sizes.columns)
        let added = inputs.optional(2)
        if let added { try sizes.mustTake(added) }
        // A row of biases that is only added goes along with the product.
        let isBias = added.map { $0.count == columns && $0.shape.last == columns } ?? false && alpha == 1 && beta == 1
        let product = try productKernel(left, rows, inner, columns, bias: isBias, setting)
        guard alpha != 1 || added != nil && !isBias else { return Plan([shape], compute: product) }
        let walk = added.map { BroadcastWalk([shape, $0.shape], to: shape) }
        let (alpha, beta, count, scaledCount) = (alpha, beta, rows * columns, added?.count ?? 0)
        let scaled = try beta == 1 ? nil : Room(scaledCount, setting)
        return Plan([shape]) { arguments throws(OperatorMistake) in
            try product(arguments)
            let results = arguments.output(as: Float.self)
            if alpha != 1 { for index in 0..<count { results[index] *= alpha } }
            guard let walk else { return }
            if let scaled {
                let summand = arguments.input(2, as: Float.self)
                for index in 0..<scaledCount { scaled.start[index] = beta * summand[index] }
                walk.combine(results, scaled.start, into: results, by: Sum.self)
            } else {
                walk.combine(results, arguments.input(2), into: results, by: Sum.self)
            }
        }
    }

    /// The product alone, or with the third input as biases.
    private func productKernel(
        _ left: Operand, _ rows: Int, _ inner: Int, _ columns: Int, bias: Bool, _ setting: Setting
    ) throws(OperatorMistake) -> Kernel {
        let turned = try transposesLeft ? Room(left.count, setting) : nil
        let turn = StridedCopy(sizes: [rows, inner], strides: [1, rows], width: 4)
        let scratch =
            try weights == nil
            ? Room(NumericProfile.productScratchCount(inner: inner, columns: columns), setting) : nil
        let (weights, transposesRight) = (weights, transposesRight)
        return { arguments throws(OperatorMistake) in
            var input = arguments.input(0, as: Float.self)
            if let turned {
                turn.run(input, into: turned.start)
                input = UnsafePointer(turned.start)
            }
            let results = arguments.output(as: Float.self)
            if let weights {
                setting.profile.matrixProduct(
                    input, rows: rows, weights: weights, into: results, bias: bias ? arguments.input(2) : nil,
                    bucket: setting.bucket)
            } else if let scratch {
                setting.profile.product(
                    input, rows: rows, inner: inner, by: arguments.input(1), columns: columns,
                    isTransposed: transposesRight, into: results, scratch: scratch.start, bucket: setting.bucket)
                guard bias else { return }
                let biases = arguments.input(2, as: Float.self)
                for row in 0..<rows { for column in 0..<columns { results[row * columns + column] += biases[column] } }
            }
        }
    }
}
