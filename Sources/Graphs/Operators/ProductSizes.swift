// SPDX-License-Identifier: GPL-3.0-or-later

/// The sizes of a product of matrices, broadcast over all dimensions but the last two; a vector counts as one row on the
/// left and as one column on the right.
struct ProductSizes {
    let rows: Int
    let inner: Int
    let columns: Int
    /// Of the result.
    let shape: [Int]
    /// How many products there are.
    let count: Int
    private let walk: BroadcastWalk

    /// - Throws: shapes that do not fit each other.
    init(
        _ left: [Int], _ right: [Int], transposesLeft: Bool = false, transposesRight: Bool = false
    ) throws(OperatorMistake) {
        guard !left.isEmpty, !right.isEmpty else {
            throw OperatorMistake("a single number", allowed: "tensors of at least one dimension")
        }
        let a = left.count == 1 ? [1] + left : left
        let b = right.count == 1 ? right + [1] : right
        let (last, other) = (a.count - 1, b.count - 1)
        rows = a[transposesLeft ? last : last - 1]
        inner = a[transposesLeft ? last - 1 : last]
        columns = b[transposesRight ? other - 1 : other]
        guard inner == b[transposesRight ? other : other - 1] else {
            throw OperatorMistake("the shapes \(left) and \(right)", allowed: "equal inner sizes")
        }
        let batches = (Array(a.dropLast(2)), Array(b.dropLast(2)))
        let batch = try Shapes.broadcast([batches.0, batches.1])
        shape = try Shapes.checked(
            batch + (left.count == 1 ? [] : [rows]) + (right.count == 1 ? [] : [columns]))
        count = batch.product
        walk = BroadcastWalk([batches.0, batches.1], to: batch)
    }

    /// Refuses a summand that is not repeated to the result.
    func mustTake(_ summand: Operand) throws(OperatorMistake) {
        guard try Shapes.broadcast([summand.shape, shape]) == shape else {
            throw OperatorMistake("a summand of the shape \(summand.shape)", allowed: "one that repeats to \(shape)")
        }
    }

    /// Calls the body for each product with the places where its matrices start, and that of the result.
    func forEachMatrix(_ body: (_ left: Int, _ right: Int, _ result: Int) -> Void) {
        let last = walk.sizes.count - 1
        walk.forEachRow { first, second, place in
            for index in 0..<walk.sizes[last] {
                body(
                    (first + index * walk.strides[0][last]) * rows * inner,
                    (second + index * walk.strides[1][last]) * inner * columns, (place + index) * rows * columns)
            }
        }
    }
}
