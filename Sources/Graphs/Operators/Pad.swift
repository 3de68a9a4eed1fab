// SPDX-License-Identifier: GPL-3.0-or-later

/// Pad: places added at the ends of axes. Pads and value are attributes before version 11 and inputs since.
struct Pad: Movement {
    static let kind = OperatorKind(
        "Pad", inputs: 1...4, attributes: ["mode", "pads", "value"]
    ) { node throws(OperatorMistake) in
        Pad(
            mode: try node.choice("mode", default: "constant", of: ["constant", "reflect", "edge", "wrap"]),
            pads: try Stated(node, "pads", inputSince: 11, input: 1), value: try node.number("value", default: 0))
    }

    let mode: String
    let pads: Stated
    /// What is put in before version 11.
    let value: Float

    var shapingInputs: [Int] { pads.shapingInputs + [3] }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        try inputs.optional(2)?.mustBe(type)
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        guard let pads = try pads.numbers(inputs) else { throw OperatorMistake("no pads", allowed: "some") }
        let axes = try Shapes.axes(try inputs.optional(3)?.integers() ?? Array(input.shape.indices), rank: input.rank)
        guard pads.count == 2 * axes.count, pads.allSatisfy({ $0.magnitude <= 1 << 40 }) else {
            throw OperatorMistake("pads \(pads)", allowed: "two for each axis")
        }
        if let value = inputs.optional(2), value.count != 1 {
            throw OperatorMistake("a value of the shape \(value.shape)", allowed: "one number")
        }
        var (shape, before) = (input.shape, Array(repeating: 0, count: input.rank))
        for (index, axis) in axes.enumerated() {
            before[axis] = pads[index]
            shape[axis] += pads[index] + pads[index + axes.count]
        }
        shape = try Shapes.checked(shape)
        guard mode == "constant" || input.count > 0 || shape.product == 0 else {
            throw OperatorMistake("nothing to repeat", allowed: "at least one number")
        }
        let places = shape.product == 0 ? 0 : shape.reduce(0, +)
        let share = try setting.budget.take(places * MemoryLayout<Int?>.stride)
        let sources = shape.indices.map { axis in
            places == 0 ? [] : (0..<shape[axis]).map { source(of: $0 - before[axis], size: input.shape[axis]) }
        }
        return Plan(
            [shape], shares: [share], compute: kernel(sources, input, hasValue: inputs.optional(2) != nil))
    }

    /// The place that a place before, inside or behind an axis takes its number from; nil for the constant.
    private func source(of place: Int, size: Int) -> Int? {
        if (0..<size).contains(place) { return place }
        switch mode {
        case "edge": return min(max(place, 0), size - 1)
        case "wrap": return (place % size + size) % size
        case "reflect":
            if size == 1 { return 0 }
            let period = 2 * (size - 1)
            let inside = (place % period + period) % period
            return inside < size ? inside : period - inside
        default: return nil
        }
    }

    private func kernel(_ sources: [[Int?]], _ input: Operand, hasValue: Bool) -> Kernel {
        func kernel<Number>(_: Number.Type, _ fixed: Number) -> Kernel {
            let strides = Shapes.strides(input.shape)
            return { arguments throws(OperatorMistake) in
                let value = hasValue ? arguments.input(2, as: Number.self)[0] : fixed
                var target = arguments.output(as: Number.self)
                Self.fill(&target, arguments.input(0), sources[...], strides[...], value)
            }
        }
        switch input.type.stride {
        case 1: return kernel(UInt8.self, 0)
        case 4: return kernel(UInt32.self, input.type.isFloat ? value.bitPattern : 0)
        default: return kernel(UInt64.self, 0)
        }
    }

    /// Fills one axis after another; no source means that all of it is the value.
    private static func fill<Number>(
        _ target: inout UnsafeMutablePointer<Number>, _ source: UnsafePointer<Number>?, _ sources: ArraySlice<[Int?]>,
        _ strides: ArraySlice<Int>, _ value: Number
    ) {
        guard let places = sources.first, let stride = strides.first else {
            target.pointee = source?.pointee ?? value
            target += 1
            return
        }
        for place in places {
            fill(
                &target, place.flatMap { place in source.map { $0 + place * stride } }, sources.dropFirst(),
                strides.dropFirst(), value)
        }
    }
}
