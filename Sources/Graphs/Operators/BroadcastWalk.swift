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

    /// The result of a function of two numbers, number by number.
    func combine<Function: PairFunction>(
        _ left: UnsafePointer<Function.Number>, _ right: UnsafePointer<Function.Number>,
        into results: UnsafeMutablePointer<Function.Result>, by _: Function.Type
    ) {
        let last = sizes.count - 1
        let (width, leftStep, rightStep) = (sizes[last], strides[0][last], strides[1][last])
        forEachRow { first, second, place in
            let (a, b, c) = (left + first, right + second, results + place)
            switch (leftStep, rightStep) {
            case (1, 1): for index in 0..<width { c[index] = Function.result(a[index], b[index]) }
            case (1, 0):
                let other = b[0]
                for index in 0..<width { c[index] = Function.result(a[index], other) }
            case (0, 1):
                let other = a[0]
                for index in 0..<width { c[index] = Function.result(other, b[index]) }
            default:
                for index in 0..<width { c[index] = Function.result(a[index * leftStep], b[index * rightStep]) }
            }
        }
    }

    /// The same as the kernel of an operator.
    func kernel<Function: PairFunction>(_: Function.Type) -> Kernel {
        { arguments throws(OperatorMistake) in
            combine(arguments.input(0), arguments.input(1), into: arguments.output(), by: Function.self)
        }
    }
}
