// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles

/// ConvTranspose: a transposed convolution over one to three axes, in groups.
struct ConvTranspose: Operator {
    static let kind = OperatorKind(
        "ConvTranspose", inputs: 2...3,
        attributes: WindowAttributes.names.union(["group", "output_padding", "output_shape"])
    ) { node throws(OperatorMistake) in try ConvTranspose(node) }

    private let attributes: WindowAttributes
    private let groups: Int
    private let extra: [Int]?
    private let sizes: [Int]?
    private let form: WeightForm

    init(_ node: Node) throws(OperatorMistake) {
        attributes = try WindowAttributes(node)
        groups = try WindowAttributes.groups(node)
        extra = try node.integers("output_padding")
        sizes = try node.integers("output_shape")
        for (name, numbers) in [("output_padding", extra), ("output_shape", sizes)] {
            if let numbers, !numbers.allSatisfy({ (0...1 << 30).contains($0) }) {
                throw node.refused(name, numbers, "0 to \(1 << 30)")
            }
        }
        form = node.constant(1) == nil ? .published : node.weights
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] { [try inputs.productType()] }

    /// The weights are laid out with the plan, since the padding may depend on the image.
    var shapingInputs: [Int] { [1, 2] }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (input, kernel, bias) = (try inputs.required(0), try inputs.required(1), inputs.optional(2))
        try input.mustHave(rank: 3...5)
        guard kernel.rank == input.rank, kernel.shape[0] == input.shape[1], input.shape[1].isMultiple(of: groups) else {
            throw OperatorMistake(
                "weights of the shape \(kernel.shape) for an image of \(input.shape) in \(groups) groups",
                allowed: "as many channels as the image has")
        }
        if let bias, bias.shape != [kernel.shape[1] * groups] {
            throw OperatorMistake("biases of the shape \(bias.shape)", allowed: "[\(kernel.shape[1] * groups)]")
        }
        guard CheckedSize.product(attributes.strides ?? [], most: Limits.phases) != nil else {
            throw OperatorMistake(
                "strides \(attributes.strides ?? [])", allowed: "a product of at most \(Limits.phases)")
        }
        let image = Array(input.shape[2...])
        let (window, added) = try window(kernel: Array(kernel.shape[2...]), image: image)
        let numbers = formed(try kernel.floats(), kernel.shape)
        let biases = try bias?.floats()
        let convolution = numbers.withUnsafeBufferPointer { numbers in
            let make = { (bias: UnsafeBufferPointer<Float>?) in
                TransposedConvolution(
                    weights: numbers, bias: bias, inputs: kernel.shape[0], outputsPerGroup: kernel.shape[1],
                    groups: groups, window: window, extra: added)
            }
            return biases.map { $0.withUnsafeBufferPointer(make) } ?? make(nil)
        }
        let (images, extents) = (input.shape[0], Extents(image))
        let results = convolution.outputs(of: extents).sizes(image.count)
        let shape = try Shapes.checked([images, kernel.shape[1] * groups] + results)
        let scratch = try Room(convolution.scratchCount(over: extents), setting)
        return Plan([shape]) { arguments throws(OperatorMistake) in
            convolution.run(
                arguments.input(0), images: images, extents: extents, into: arguments.output(), scratch: scratch.start,
                profile: setting.profile, bucket: setting.bucket)
        }
    }

    /// The weights in the form in which they are run: a scale belongs to an output channel of a group, which is the second
    /// dimension here.
    private func formed(_ weights: [Float], _ shape: [Int]) -> [Float] {
        guard form != .published, !weights.isEmpty else { return weights }
        let (taps, outputs) = (shape[2...].reduce(1, *), shape[1])
        let inputs = shape[0] / groups
        func place(_ row: Int, _ column: Int) -> Int {
            ((row / outputs * inputs + column / taps) * outputs + row % outputs) * taps + column % taps
        }
        let width = inputs * taps
        var rows = weights
        for index in rows.indices { rows[index] = weights[place(index / width, index % width)] }
        rows = form.applied(to: rows, inputs: width)
        var result = weights
        for index in rows.indices { result[place(index / width, index % width)] = rows[index] }
        return result
    }

    /// The window and the places added at the end, from the attributes or so that the outputs have the stated sizes.
    private func window(kernel: [Int], image: [Int]) throws(OperatorMistake) -> (Window, Extents) {
        var plain = try attributes.axes(kernel: kernel, image: image)
        var added = extra ?? Array(repeating: 0, count: kernel.count)
        guard added.count == kernel.count, sizes.map({ $0.count == kernel.count }) ?? true else {
            throw OperatorMistake("output padding or shape for other axes", allowed: "\(kernel.count) numbers")
        }
        guard sizes != nil || attributes.dependsOnImage else { return (Window(plain), Extents(added, missing: 0)) }
        for (index, axis) in plain.enumerated() {
            // The specification's equation for stated sizes; "same" states image x stride.
            let wanted = sizes?[index] ?? image[index] * axis.stride
            let total = axis.stride * (image[index] - 1) + added[index] + axis.reach - wanted
            let smaller = max(0, total) / 2
            let before = attributes.padding == "SAME_UPPER" ? smaller : max(0, total) - smaller
            plain[index] = Window.Axis(
                size: axis.size, stride: axis.stride, dilation: axis.dilation, before: before,
                after: max(0, total) - before)
            if total < 0 { added[index] -= total }
        }
        return (Window(plain), Extents(added, missing: 0))
    }
}
