// SPDX-License-Identifier: GPL-3.0-or-later

/// Gather: the slices of an axis that a tensor of places names; negative places count from the end.
struct Gather: Movement {
    static let kind = OperatorKind("Gather", inputs: 2...2, attributes: ["axis"]) { node throws(OperatorMistake) in
        Gather(axis: try node.integer("axis", default: 0))
    }

    let axis: Int

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        try inputs.required(1).mustBe(.int32, .int64)
        return [try inputs.required(0)]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (input, places) = (try inputs.required(0), try inputs.required(1))
        let axis = try Shapes.axis(self.axis, rank: input.rank)
        let size = input.shape[axis]
        let shape = try Shapes.checked(input.shape[..<axis] + places.shape + input.shape[(axis + 1)...])
        let outer = input.shape[..<axis].reduce(1, *)
        let bytes = input.shape[(axis + 1)...].reduce(1, *) * input.type.stride
        let (count, isLong) = (places.count, places.type == .int64)
        return Plan([shape]) { arguments throws(OperatorMistake) in
            guard let source = arguments.inputs[0], let target = arguments.outputs[0] else { return }
            for index in 0..<count {
                let named =
                    isLong
                    ? Int(arguments.input(1, as: Int64.self)[index]) : Int(arguments.input(1, as: Int32.self)[index])
                let place = named < 0 ? named + size : named
                guard (0..<size).contains(place) else {
                    throw OperatorMistake("place \(named)", allowed: "-\(size) to \(size - 1)")
                }
                for row in 0..<outer {
                    (target + (row * count + index) * bytes).copyMemory(
                        from: source + (row * size + place) * bytes, byteCount: bytes)
                }
            }
        }
    }
}
