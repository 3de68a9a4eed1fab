// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// ReduceSum, ReduceMean, ReduceMax, ReduceMin and the global pools: numbers along some axes become one.
struct Reduction: Operator {
    static let kinds = [
        reduction("ReduceSum", .sum, axesAreInputSince: 13), reduction("ReduceMean", .mean, axesAreInputSince: 18),
        reduction("ReduceMax", .maximum, axesAreInputSince: 18),
        reduction("ReduceMin", .minimum, axesAreInputSince: 18),
        OperatorKind("GlobalAveragePool", inputs: 1...1) { _ in Reduction(pooling: .mean) },
        OperatorKind("GlobalMaxPool", inputs: 1...1) { _ in Reduction(pooling: .maximum) },
    ]

    let reduction: AxisReduction
    let axes: Stated
    let keepsDimensions: Bool
    /// Whether no axes mean none, not all.
    let emptyMeansNone: Bool
    /// Whether the axes are those behind the channels.
    let pools: Bool

    var shapingInputs: [Int] { axes.shapingInputs }

    private init(pooling reduction: AxisReduction) {
        self.reduction = reduction
        (axes, keepsDimensions, emptyMeansNone, pools) = (.fixed(nil), true, false, true)
    }

    private init(_ node: Node, _ reduction: AxisReduction, _ version: Int) throws(OperatorMistake) {
        self.reduction = reduction
        axes = try Stated(node, "axes", inputSince: version, input: 1)
        keepsDimensions = try node.integer("keepdims", default: 1) != 0
        emptyMeansNone = try node.integer("noop_with_empty_axes", default: 0) != 0
        pools = false
    }

    private static func reduction(_ name: String, _ reduction: AxisReduction, axesAreInputSince version: Int)
        -> OperatorKind
    {
        OperatorKind(
            name, inputs: 1...2, attributes: ["axes", "keepdims", "noop_with_empty_axes"]
        ) { node throws(OperatorMistake) in try Reduction(node, reduction, version) }
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        if pools { try type.mustBeFloat() }
        // The larger of two truth values is "or", the smaller "and".
        if reduction == .sum || reduction == .mean { try type.mustNotBe(.bool) }
        return [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        if pools { try input.mustHave(rank: 3...Limits.dimensions) }
        let stated = try axes.numbers(inputs) ?? []
        let all = pools ? Array(2..<input.rank) : Array(input.shape.indices)
        let axes = stated.isEmpty ? (emptyMeansNone ? [] : all) : try Shapes.axes(stated, rank: input.rank).sorted()
        var shape: [Int] = []
        for (axis, size) in input.shape.enumerated() {
            if !axes.contains(axis) { shape.append(size) } else if keepsDimensions { shape.append(1) }
        }
        return Plan([try Shapes.checked(shape)], compute: try kernel(Layout(input, axes), input, setting))
    }

    private func kernel(_ layout: Layout, _ input: Operand, _ setting: Setting) throws(OperatorMistake) -> Kernel {
        let reduction = reduction
        let scratch = try layout.copy == nil ? nil : Room(input.count * input.type.stride / 4 + 2, setting)
        func source(_ arguments: Arguments) -> UnsafeRawPointer {
            guard let copy = layout.copy, let scratch else {
                return UnsafeRawPointer(arguments.input(0, as: UInt8.self))
            }
            copy.run(arguments.input(0, as: UInt8.self), into: scratch.start)
            return UnsafeRawPointer(scratch.start)
        }
        let isTruth = input.type == .bool
        func whole<Number: FixedWidthInteger>(_: Number.Type) -> Kernel {
            { arguments throws(OperatorMistake) in
                WholeReduction.run(
                    reduction, source(arguments).assumingMemoryBound(to: Number.self), layout, into: arguments.output())
                if isTruth {
                    for index in 0..<layout.outer * layout.inner { arguments.output(as: UInt8.self)[index] &= 1 }
                }
            }
        }
        switch input.type {
        case .int8: return whole(Int8.self)
        case .uint8, .bool: return whole(UInt8.self)
        case .int32: return whole(Int32.self)
        case .int64: return whole(Int64.self)
        default:
            return { arguments throws(OperatorMistake) in
                setting.profile.reduce(
                    reduction, source(arguments).assumingMemoryBound(to: Float.self), outer: layout.outer,
                    length: layout.length, inner: layout.inner, into: arguments.output(), bucket: setting.bucket)
            }
        }
    }

    /// A tensor as [outer][length][inner] whose middle is what is reduced; copied so when the axes are not neighbours.
    struct Layout {
        let outer: Int
        let length: Int
        let inner: Int
        let copy: StridedCopy?

        init(_ input: Operand, _ axes: [Int]) {
            length = axes.map { input.shape[$0] }.product
            let first = axes.first ?? input.rank
            let last = axes.last ?? input.rank - 1
            if last - first + 1 == axes.count {
                outer = input.shape[..<first].reduce(1, *)
                inner = input.shape[(last + 1)...].reduce(1, *)
                copy = nil
            } else {
                let kept = input.shape.indices.filter { !axes.contains($0) }
                let strides = Shapes.strides(input.shape)
                outer = kept.map { input.shape[$0] }.product
                inner = 1
                copy = StridedCopy(
                    sizes: (kept + axes).map { input.shape[$0] }, strides: (kept + axes).map { strides[$0] },
                    width: input.type.stride)
            }
        }
    }
}

/// Reductions of whole numbers, which wrap around where they overflow; a mean is cut, of none it is 0.
enum WholeReduction {
    static func run<Number: FixedWidthInteger>(
        _ reduction: AxisReduction, _ input: UnsafePointer<Number>, _ layout: Reduction.Layout,
        into output: UnsafeMutablePointer<Number>
    ) {
        for place in 0..<layout.outer * layout.inner {
            let start = input + place / layout.inner * layout.length * layout.inner + place % layout.inner
            var result: Number = reduction == .maximum ? .min : reduction == .minimum ? .max : 0
            for index in 0..<layout.length {
                let number = start[index * layout.inner]
                switch reduction {
                case .sum, .mean: result &+= number
                case .maximum: result = max(result, number)
                case .minimum: result = min(result, number)
                }
            }
            if reduction == .mean {
                result =
                    layout.length == 0 ? 0 : Number(truncatingIfNeeded: Int(truncatingIfNeeded: result) / layout.length)
            }
            output[place] = result
        }
    }
}
