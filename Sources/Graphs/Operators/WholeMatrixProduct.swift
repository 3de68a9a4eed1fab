// SPDX-License-Identifier: GPL-3.0-or-later

/// MatMul and Gemm of whole numbers of 32 or 64 bits, which wrap around where they overflow: A B, or A B + C with either
/// matrix transposed.
struct WholeMatrixProduct: Operator {
    /// Whether it is a Gemm: of matrices only, with a third input that is repeated to the product.
    private let isGemm: Bool
    private let transposesLeft: Bool
    private let transposesRight: Bool

    var rounds: Bool { false }

    /// The operator of a MatMul or a Gemm node whose first input holds whole numbers; nil where it does not.
    init?(_ node: Node) throws(OperatorMistake) {
        guard [.int32, .int64].contains(node.type(0)) else { return nil }
        isGemm = node.type == "Gemm"
        transposesLeft = try node.integer("transA", default: 0) != 0
        transposesRight = try node.integer("transB", default: 0) != 0
        for name in node.has(input: 2) ? ["alpha", "beta"] : ["alpha"] {
            let factor = try node.number(name, default: 1)
            guard factor == 1 else {
                throw OperatorMistake("attribute '\(name)' = \(factor) for whole numbers", allowed: "1")
            }
        }
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        try inputs.required(1).mustBe(type)
        try inputs.optional(2)?.mustBe(type)
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (left, right) = (try inputs.required(0), try inputs.required(1))
        if isGemm {
            try left.mustHave(rank: 2...2)
            try right.mustHave(rank: 2...2)
        }
        let sizes = try ProductSizes(
            left.shape, right.shape, transposesLeft: transposesLeft, transposesRight: transposesRight)
        let added = inputs.optional(2)
        if let added { try sizes.mustTake(added) }
        let summands = added.map { BroadcastWalk([sizes.shape, $0.shape], to: sizes.shape) }
        return left.type == .int32
            ? Plan([sizes.shape], compute: kernel(Int32.self, sizes, summands))
            : Plan([sizes.shape], compute: kernel(Int64.self, sizes, summands))
    }

    private func kernel<Number: FixedWidthInteger>(
        _: Number.Type, _ sizes: ProductSizes, _ summands: BroadcastWalk?
    ) -> Kernel {
        let (rows, inner, columns) = (sizes.rows, sizes.inner, sizes.columns)
        // How far apart neighbours lie along the rows and the inner numbers, and along those and the columns.
        let left = transposesLeft ? (row: 1, inner: rows) : (row: inner, inner: 1)
        let right = transposesRight ? (inner: 1, column: inner) : (inner: columns, column: 1)
        return { arguments throws(OperatorMistake) in
            let (a, b, results) = (
                arguments.input(0, as: Number.self), arguments.input(1, as: Number.self),
                arguments.output(as: Number.self)
            )
            sizes.forEachMatrix { first, second, place in
                let (a, b, results) = (a + first, b + second, results + place)
                for row in 0..<rows {
                    for column in 0..<columns {
                        var sum: Number = 0
                        for index in 0..<inner {
                            sum &+=
                                a[row * left.row + index * left.inner]
                                &* b[index * right.inner + column * right.column]
                        }
                        results[row * columns + column] = sum
                    }
                }
            }
            summands?.combine(results, arguments.input(2), into: results, by: WholeSum<Number>.self)
        }
    }
}
