// SPDX-License-Identifier: GPL-3.0-or-later

/// Walks over tensors of different shapes as if each were repeated to one shape, neighbouring dimensions merged where all
/// tensors allow it.
struct BroadcastWalk {
    /// Sizes of the merged dimensions, at least one.
    let sizes: [Int]
    /// For each tensor how far apart neighbours lie in each merged dimension; 0 where it is repeated.
    let strides: [[Int]]
    let count: Int

    /// - Precondition: the shapes can be repeated to `shape`.
    init(_ shapes: [[Int]], to shape: [Int]) {
        count = shape.product
        var sizes: [Int] = []
        var strides = Array(repeating: [Int](), count: shapes.count)
        for (axis, size) in shape.enumerated() where size != 1 {
            let steps = shapes.map { Self.stride(of: $0, axis: axis - shape.count) }
            let merges =
                !sizes.isEmpty && strides.indices.allSatisfy { strides[$0][sizes.count - 1] == steps[$0] * size }
            if merges { sizes[sizes.count - 1] *= size } else { sizes.append(size) }
            for (tensor, step) in steps.enumerated() {
                if merges { strides[tensor][sizes.count - 1] = step } else { strides[tensor].append(step) }
            }
        }
        if sizes.isEmpty {
            sizes = [count]
            strides = strides.map { _ in [1] }
        }
        self.sizes = sizes
        self.strides = strides
    }

    /// The distance of neighbours along an axis counted from the end; 0 where the tensor is repeated.
    private static func stride(of shape: [Int], axis: Int) -> Int {
        let place = shape.count + axis
        guard place >= 0, shape[place] != 1 else { return 0 }
        return shape[(place + 1)...].reduce(1, *)
    }

    /// Calls the body for each row of two tensors with the places where it starts in both and in the result.
    func forEachRow(_ body: (_ first: Int, _ second: Int, _ result: Int) -> Void) {
        guard count > 0 else { return }
        let rows = count / sizes[sizes.count - 1]
        let width = sizes[sizes.count - 1]
        let outer = sizes.count - 1
        for row in 0..<rows {
            var (rest, first, second) = (row, 0, 0)
            var axis = outer - 1
            while axis >= 0 {
                let (quotient, index) = rest.quotientAndRemainder(dividingBy: sizes[axis])
                first += index * strides[0][axis]
                second += index * strides[1][axis]
                rest = quotient
                axis -= 1
            }
            body(first, second, row * width)
        }
    }

    /// The results of a function of two numbers.
    func combine<Function: PairFunction>(
        _ left: UnsafePointer<Function.Number>, _ right: UnsafePointer<Function.Number>,
        into results: UnsafeMutablePointer<Function.Result>, by _: Function.Type
    ) {
        let last = sizes.count - 1
        // Neighbours along the last dimension lie side by side, or the tensor is repeated.
        let (leftIsSingle, rightIsSingle) = (strides[0][last] == 0, strides[1][last] == 0)
        forEachRow { first, second, place in
            Function.results(
                Row(start: left + first, isSingle: leftIsSingle), Row(start: right + second, isSingle: rightIsSingle),
                count: sizes[last], into: results + place)
        }
    }

    /// The plan of an operator on two tensors; in pieces where both are one row.
    func plan<Function: PairFunction>(_ shape: [Int], _: Function.Type) -> Plan {
        guard sizes.count == 1 else {
            return Plan([shape]) { arguments throws(OperatorMistake) in
                combine(arguments.input(0), arguments.input(1), into: arguments.output(), by: Function.self)
            }
        }
        let (leftIsSingle, rightIsSingle) = (strides[0][0] == 0, strides[1][0] == 0)
        return Plan(
            shape,
            Pieces(count: count, isSingle: [leftIsSingle, rightIsSingle]) { arguments, count in
                Function.results(
                    Row(start: arguments.input(0), isSingle: leftIsSingle),
                    Row(start: arguments.input(1), isSingle: rightIsSingle), count: count, into: arguments.output())
            })
    }
}
