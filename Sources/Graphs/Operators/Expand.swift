// SPDX-License-Identifier: GPL-3.0-or-later

/// Expand and Tile: a tensor repeated.
struct Expand: Movement {
    static let kinds = [
        OperatorKind("Expand", inputs: 2...2) { _ in Expand(tiles: false) },
        OperatorKind("Tile", inputs: 2...2) { _ in Expand(tiles: true) },
    ]

    /// Whether the second input says how often each dimension is repeated, not which shape is wanted.
    let tiles: Bool

    var shapingInputs: [Int] { [1] }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (input, numbers) = (try inputs.required(0), try inputs.required(1).integers())
        return try tiles ? Self.tiled(input, numbers) : Self.expanded(input, numbers)
    }

    private static func expanded(_ input: Operand, _ wanted: [Int]) throws(OperatorMistake) -> Plan {
        let shape = try Shapes.broadcast([input.shape, try Shapes.checked(wanted)])
        let strides = Shapes.strides(input.shape)
        let missing = shape.count - input.rank
        let steps = shape.indices.map { axis in
            axis < missing || input.shape[axis - missing] == 1 ? 0 : strides[axis - missing]
        }
        return Plan([shape], compute: StridedCopy(sizes: shape, strides: steps, width: input.type.stride).kernel)
    }

    private static func tiled(_ input: Operand, _ repeats: [Int]) throws(OperatorMistake) -> Plan {
        guard repeats.count == input.rank else {
            throw OperatorMistake("\(repeats.count) repeats", allowed: "\(input.rank), one for each dimension")
        }
        var shape: [Int] = []
        for (size, times) in zip(input.shape, repeats) {
            let (product, overflows) = size.multipliedReportingOverflow(by: times)
            guard !overflows, times >= 0 else {
                throw OperatorMistake("\(times) repeats", allowed: "from 0, at most as many as memory holds")
            }
            shape.append(product)
        }
        shape = try Shapes.checked(shape)
        // Each dimension is two: the repeats, which go nowhere, and the numbers.
        let strides = Shapes.strides(input.shape)
        let sizes = zip(repeats, input.shape).flatMap { [$0, $1] }
        let copy = StridedCopy(sizes: sizes, strides: strides.flatMap { [0, $0] }, width: input.type.stride)
        return Plan([shape], compute: copy.kernel)
    }
}
