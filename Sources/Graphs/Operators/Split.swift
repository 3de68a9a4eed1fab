// SPDX-License-Identifier: GPL-3.0-or-later

/// Split: a tensor cut along an axis. The lengths are an attribute before version 13 and an input since; without them the
/// parts are equal, the last one shorter if need be.
struct Split: Movement {
    static let kind = OperatorKind(
        "Split", inputs: 1...2, outputs: 1...(.max), attributes: ["axis", "split", "num_outputs"]
    ) { node throws(OperatorMistake) in
        let parts = try node.integer("num_outputs", default: node.outputs.count)
        guard parts == node.outputs.count else {
            throw node.refused("num_outputs", parts, "\(node.outputs.count), as the node has outputs")
        }
        return Split(
            axis: try node.integer("axis", default: 0), parts: parts,
            lengths: try Stated(node, "split", inputSince: 13, input: 1))
    }

    let axis: Int
    let parts: Int
    let lengths: Stated

    var shapingInputs: [Int] { lengths.shapingInputs }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        Array(repeating: try inputs.required(0), count: parts)
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        let axis = try Shapes.axis(self.axis, rank: input.rank)
        let size = input.shape[axis]
        let lengths = try self.lengths.numbers(inputs) ?? Self.equal(size, parts: parts)
        guard lengths.count == parts, lengths.allSatisfy({ (0...size).contains($0) }), lengths.reduce(0, &+) == size
        else {
            throw OperatorMistake("lengths \(lengths)", allowed: "\(parts) from 0 that add up to \(size)")
        }
        let inner = input.shape[(axis + 1)...].reduce(1, *) * input.type.stride
        let outer = input.shape[..<axis].reduce(1, *)
        let shapes = lengths.map { length in
            var shape = input.shape
            shape[axis] = length
            return shape
        }
        return Plan(shapes) { arguments throws(OperatorMistake) in
            guard var source = arguments.inputs[0] else { return }
            for row in 0..<outer {
                for (part, length) in lengths.enumerated() {
                    arguments.outputs[part]?.advanced(by: row * length * inner).copyMemory(
                        from: source, byteCount: length * inner)
                    source += length * inner
                }
            }
        }
    }

    /// Parts of equal length, rounded up; the last ones take what is left.
    private static func equal(_ size: Int, parts: Int) -> [Int] {
        let length = (size + parts - 1) / parts
        return (0..<parts).map { min(length, max(0, size - $0 * length)) }
    }
}
