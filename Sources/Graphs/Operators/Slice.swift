// SPDX-License-Identifier: GPL-3.0-or-later

/// Slice: a range of some axes, with a step. Start, end, axes and steps are attributes before version 10, inputs since.
struct Slice: Movement {
    static let kind = OperatorKind(
        "Slice", inputs: 1...5, attributes: ["starts", "ends", "axes"]
    ) { node throws(OperatorMistake) in
        Slice(
            starts: try Stated(node, "starts", inputSince: 10, input: 1),
            ends: try Stated(node, "ends", inputSince: 10, input: 2),
            axes: try Stated(node, "axes", inputSince: 10, input: 3),
            steps: node.opset >= 10 ? .input(4) : .fixed(nil))
    }

    let starts: Stated
    let ends: Stated
    let axes: Stated
    let steps: Stated

    var shapingInputs: [Int] { [starts, ends, axes, steps].flatMap(\.shapingInputs) }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        guard let starts = try starts.numbers(inputs), let ends = try ends.numbers(inputs) else {
            throw OperatorMistake("no start or no end", allowed: "both")
        }
        let axes = try Shapes.axes(try axes.numbers(inputs) ?? Array(starts.indices), rank: input.rank)
        let steps = try steps.numbers(inputs) ?? Array(repeating: 1, count: starts.count)
        guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count else {
            throw OperatorMistake("lists of different lengths", allowed: "a start, end and step for each axis")
        }
        var (shape, strides, offset) = (input.shape, Shapes.strides(input.shape), 0)
        for (index, axis) in axes.enumerated() {
            let range = try Self.range(of: shape[axis], from: starts[index], to: ends[index], by: steps[index])
            offset += range.start * strides[axis]
            shape[axis] = range.count
            // With at most one number the step is not taken, and may be too large to multiply.
            strides[axis] *= range.count > 1 ? steps[index] : 1
        }
        let copy = StridedCopy(sizes: shape, strides: strides, offset: offset, width: input.type.stride)
        return Plan([shape], compute: copy.kernel)
    }

    /// The first place and the number of places; bounds past an end are cut, negative ones count from the end.
    private static func range(
        of size: Int, from start: Int, to end: Int, by step: Int
    ) throws(OperatorMistake) -> (start: Int, count: Int) {
        guard step != 0, step != .min else { throw OperatorMistake("a step of \(step)", allowed: "any other") }
        func bound(_ place: Int, _ least: Int, _ most: Int) -> Int {
            min(max(place < 0 ? place + size : place, least), most)
        }
        if step > 0 {
            let (first, last) = (bound(start, 0, size), bound(end, 0, size))
            return (first, last > first ? (last - first - 1) / step + 1 : 0)
        }
        let (first, last) = (bound(start, -1, size - 1), bound(end, -1, size - 1))
        return (max(first, 0), first > last ? (first - last - 1) / -step + 1 : 0)
    }
}
