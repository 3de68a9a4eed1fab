// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Resize by nearest or linear interpolation, one axis after the other.
struct Resize: Operator {
    static let kind = OperatorKind(
        "Resize", inputs: 2...4,
        attributes: [
            "antialias", "axes", "coordinate_transformation_mode", "cubic_coeff_a", "exclude_outside",
            "extrapolation_value", "keep_aspect_ratio_policy", "mode", "nearest_mode",
        ]
    ) { node throws(OperatorMistake) in try Resize(node) }

    private let mode: ResizedAxis.Mode
    private let coordinates: ResizedAxis.Coordinates
    private let axes: [Int]?
    private let policy: String
    /// The inputs with the scales and with the sizes.
    private let scalesInput: Int
    private let sizesInput: Int

    var shapingInputs: [Int] { [scalesInput, sizesInput] }

    init(_ node: Node) throws(OperatorMistake) {
        // Version 10 has scales alone, and a place is the output's divided by the scale, cut.
        let isOld = node.opset < 11
        scalesInput = isOld ? 1 : 2
        sizesInput = 3
        let modes = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]
        let nearest = try node.choice("nearest_mode", default: isOld ? "floor" : modes[0], of: modes)
        let places: [String: ResizedAxis.Coordinates] = [
            "half_pixel": .halfPixel, "asymmetric": .asymmetric, "align_corners": .alignCorners,
            "pytorch_half_pixel": .pytorchHalfPixel, "half_pixel_symmetric": .halfPixelSymmetric,
        ]
        let name = try node.choice(
            "coordinate_transformation_mode", default: isOld ? "asymmetric" : "half_pixel", of: places.keys.sorted())
        coordinates = places[name] ?? .halfPixel
        let kinds: [String: ResizedAxis.Nearest] = [
            modes[0]: .roundPreferFloor, modes[1]: .roundPreferCeiling, modes[2]: .floor, modes[3]: .ceiling,
        ]
        let isNearest = try node.choice("mode", default: "nearest", of: ["nearest", "linear"]) == "nearest"
        mode = isNearest ? .nearest(kinds[nearest] ?? .floor) : .linear
        for name in ["antialias", "exclude_outside"] {
            let value = try node.integer(name, default: 0)
            guard value == 0 else { throw node.refused(name, value, "0") }
        }
        axes = try node.integers("axes")
        policy = try node.choice(
            "keep_aspect_ratio_policy", default: "stretch", of: ["stretch", "not_larger", "not_smaller"])
    }

    /// What is nearest is only moved.
    var rounds: Bool { mode == .linear }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        if mode == .linear { try type.mustBeFloat() } else { try type.mustNotBe(.bool) }
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        guard input.count > 0 else { throw OperatorMistake("an image of the shape \(input.shape)", allowed: "numbers") }
        let axes = try Shapes.axes(self.axes ?? Array(input.shape.indices), rank: input.rank)
        let (sizes, scales) = try target(of: input, axes, inputs)
        var shape = input.shape
        for (axis, size) in zip(axes, sizes) { shape[axis] = size }
        shape = try Shapes.checked(shape)
        // The last axes first, so that intermediate rows stay contiguous; an axis that keeps its size is left out.
        var passes: [Pass] = []
        var shares: [MemoryBudget.Share] = []
        var (current, largest) = (input.shape, 0)
        for (index, axis) in zip(axes.indices, axes).sorted(by: { $0.1 < $1.1 }) {
            guard shape[axis] != input.shape[axis] || scales[index] != 1 else { continue }
            shares.append(try setting.budget.take(shape[axis] * ResizedAxis.bytesPerOutput))
            let resized = ResizedAxis(
                inputs: current[axis], outputs: shape[axis], scale: scales[index], coordinates: coordinates, mode: mode)
            let (outer, inner) = (current[..<axis].reduce(1, *), current[(axis + 1)...].reduce(1, *))
            passes.append(Pass(axis: resized, outer: outer, inner: inner))
            current[axis] = shape[axis]
            largest = max(largest, try Shapes.checked(current).product)
        }
        let room = passes.count > 1 ? largest * input.type.stride : 0
        let scratch = try (0..<2).map { _ throws(OperatorMistake) in try Room(bytes: room, setting.budget) }
        return Plan([shape], shares: shares, compute: kernel(passes, scratch, input))
    }

    private struct Pass {
        let axis: ResizedAxis
        let outer: Int
        let inner: Int
    }

    private func kernel(_ passes: [Pass], _ scratch: [Room], _ input: Operand) -> Kernel {
        func kernel<Number: BitwiseCopyable>(
            _: Number.Type, _ run: @escaping (Pass, UnsafePointer<Number>, UnsafeMutablePointer<Number>) -> Void
        ) -> Kernel {
            let count = input.count
            return { arguments throws(OperatorMistake) in
                var source = arguments.input(0, as: Number.self)
                guard !passes.isEmpty else { return arguments.output().update(from: source, count: count) }
                for (number, pass) in passes.enumerated() {
                    let isLast = number == passes.count - 1
                    let target =
                        isLast ? arguments.output() : scratch[number % 2].bytes.assumingMemoryBound(to: Number.self)
                    run(pass, source, target)
                    source = UnsafePointer(target)
                }
            }
        }
        func moving<Number: BitwiseCopyable>(_: Number.Type) -> Kernel {
            kernel(Number.self) { $0.axis.move($1, outer: $0.outer, inner: $0.inner, into: $2) }
        }
        if mode == .linear {
            return kernel(Float.self) { $0.axis.run($1, outer: $0.outer, inner: $0.inner, into: $2) }
        }
        switch input.type.stride {
        case 1: return moving(UInt8.self)
        case 4: return moving(UInt32.self)
        default: return moving(UInt64.self)
        }
    }

    /// The sizes of the axes and the scales by which places are computed.
    private func target(
        of input: Operand, _ axes: [Int], _ inputs: [Operand?]
    ) throws(OperatorMistake) -> ([Int], [Double]) {
        if let sizes = try inputs.optional(sizesInput)?.integers(), !sizes.isEmpty {
            guard sizes.count == axes.count, sizes.allSatisfy({ (1..<1 << 31).contains($0) }) else {
                throw OperatorMistake("the sizes \(sizes)", allowed: "from 1, one for each of \(axes.count) axes")
            }
            let scales = zip(sizes, axes).map { Double($0) / Double(input.shape[$1]) }
            guard policy != "stretch", var scale = scales.first else { return (sizes, scales) }
            for other in scales { scale = policy == "not_larger" ? min(scale, other) : max(scale, other) }
            let kept = axes.map { Int((scale * Double(input.shape[$0])).rounded()) }
            return (kept, scales.map { _ in scale })
        }
        guard let scales = try inputs.optional(scalesInput)?.floats(), scales.count == axes.count,
            scales.allSatisfy({ $0 > 0 && $0 < 0x1p31 })
        else { throw OperatorMistake("no scales and no sizes that fit", allowed: "one above 0 for each axis") }
        var sizes: [Int] = []
        for (scale, axis) in zip(scales, axes) {
            // In float32, as ONNX Runtime does, so that a scale of 0.7 makes 7 of 10.
            let size = (scale * Float(input.shape[axis])).rounded(.down)
            guard size < 0x1p31 else {
                throw OperatorMistake("a scale of \(scale)", allowed: "one that fits into memory")
            }
            sizes.append(Int(size))
        }
        return (sizes, scales.map(Double.init))
    }
}
