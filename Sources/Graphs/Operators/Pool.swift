// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// MaxPool and AveragePool: the largest or the mean number of each window.
struct Pool: Operator {
    static let kinds = [
        OperatorKind(
            "MaxPool", inputs: 1...1, outputs: 1...2,
            attributes: WindowAttributes.names.union(["ceil_mode", "storage_order"])
        ) { node throws(OperatorMistake) in try Pool(node, .maximum) },
        OperatorKind(
            "AveragePool", inputs: 1...1, attributes: WindowAttributes.names.union(["ceil_mode", "count_include_pad"])
        ) { node throws(OperatorMistake) in
            try Pool(node, .average(countsPadding: try node.integer("count_include_pad", default: 0) != 0))
        },
    ]

    private let attributes: WindowAttributes
    private let kernel: [Int]
    private let reduction: Pooling.Kind
    private let roundsUp: Bool
    /// Whether the places of the largest numbers are wanted too.
    private let hasPlaces: Bool
    /// Whether places count the height of an image faster than its width.
    private let countsByColumns: Bool

    init(_ node: Node, _ reduction: Pooling.Kind) throws(OperatorMistake) {
        attributes = try WindowAttributes(node)
        guard let kernel = attributes.kernel else {
            throw OperatorMistake("no attribute 'kernel_shape'", allowed: "the sizes of the window")
        }
        self.kernel = kernel
        self.reduction = reduction
        roundsUp = try node.integer("ceil_mode", default: 0) != 0
        hasPlaces = node.outputs.count > 1
        countsByColumns = try node.integer("storage_order", default: 0) != 0
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        let type = try inputs.required(0)
        if reduction == .maximum {
            try type.mustBe(.float32, .float16, .bfloat16, .int8, .uint8)
        } else {
            try type.mustBeFloat()
        }
        return hasPlaces ? [type, .int64] : [type]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        try input.mustHave(rank: 3...5)
        let image = Array(input.shape[2...])
        let window = Window(try attributes.axes(kernel: kernel, image: image))
        let pooling = Pooling(reduction, window: window, roundsUp: roundsUp)
        let (channels, extents) = (input.shape[0] * input.shape[1], Extents(image))
        let (hasPlaces, countsByColumns) = (hasPlaces, countsByColumns)
        let shape = try Shapes.checked(input.shape[..<2] + pooling.outputs(of: extents).sizes(image.count))
        let scratch = try Room(pooling.scratchCount(over: extents), setting)
        if !input.type.isFloat {
            guard !hasPlaces else {
                throw OperatorMistake("places of whole numbers", allowed: "floating-point numbers")
            }
            return Plan([shape], compute: try Self.whole(pooling, input, shape.product, scratch, setting))
        }
        return Plan(hasPlaces ? [shape, shape] : [shape]) { arguments throws(OperatorMistake) in
            pooling.run(
                arguments.input(0), channels: channels, extents: extents, into: arguments.output(),
                scratch: scratch.start,
                profile: setting.profile, bucket: setting.bucket)
            guard hasPlaces else { return }
            pooling.placesOfLargest(
                arguments.input(0), channels: channels, extents: extents, into: arguments.output(1))
            if countsByColumns { Self.turn(arguments.output(1), count: shape.product, extents) }
        }
    }

    /// Places counted row by row, counted column by column instead.
    private static func turn(_ places: UnsafeMutablePointer<Int64>, count: Int, _ extents: Extents) {
        for index in 0..<count {
            let (plane, place) = Int(places[index]).quotientAndRemainder(dividingBy: extents.height * extents.width)
            let turned = place % extents.width * extents.height + place / extents.width
            places[index] = Int64(plane * extents.height * extents.width + turned)
        }
    }

    /// Whole numbers of 8 bits, by way of float32, which holds them all.
    private static func whole(
        _ pooling: Pooling, _ input: Operand, _ count: Int, _ scratch: Room, _ setting: Setting
    ) throws(OperatorMistake) -> Kernel {
        let (numbers, results) = (try Room(input.count, setting), try Room(count, setting))
        let (channels, extents) = (input.shape[0] * input.shape[1], Extents(Array(input.shape[2...])))
        return { arguments throws(OperatorMistake) in
            let (read, write) = (Numbers.reader(arguments, 0, input.type), Numbers.writer(arguments, input.type))
            for index in 0..<input.count { numbers.start[index] = Float(read(index)) }
            pooling.run(
                numbers.start, channels: channels, extents: extents, into: results.start, scratch: scratch.start,
                profile: .fused1)
            for index in 0..<count { write(index, Double(results.start[index])) }
        }
    }
}
