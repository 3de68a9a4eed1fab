// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Conv: a convolution over one to three axes, in groups.
struct Conv: Operator {
    static let kind = OperatorKind(
        "Conv", inputs: 2...3, attributes: WindowAttributes.names.union(["group"])
    ) { node throws(OperatorMistake) in try Conv(node) }

    private let attributes: WindowAttributes
    private let groups: Int
    private let form: WeightForm
    /// Constant weights, in the form in which they are run, and constant biases.
    private let weights: Tensor?
    private let bias: Tensor?
    /// Laid out once, where the padding does not depend on the image.
    private let prepared: Convolution?

    init(_ node: Node) throws(OperatorMistake) {
        attributes = try WindowAttributes(node)
        groups = try WindowAttributes.groups(node)
        form = node.weights
        bias = node.constant(2)
        guard let found = node.constant(1), let numbers = found.floats, found.shape.count > 2,
            node.inputs.count < 3 || bias != nil
        else {
            (weights, prepared) = (nil, nil)
            return
        }
        let inputs = found.shape[1...].reduce(1, *)
        let formed = Tensor(shape: found.shape, floats: Weights.rows(numbers, inputs: inputs, form: form))
        weights = formed
        if attributes.dependsOnImage {
            prepared = nil
        } else {
            let axes = try attributes.axes(
                kernel: Array(found.shape[2...]), image: Array(repeating: 1, count: found.shape.count - 2))
            prepared = try Self.convolution(formed, bias, groups: groups, Window(axes))
        }
    }

    /// The same convolution with other weights and biases.
    private init(_ other: Conv, weights: Tensor, bias: Tensor) throws(OperatorMistake) {
        (attributes, groups, form) = (other.attributes, other.groups, other.form)
        (self.weights, self.bias) = (weights, bias)
        prepared = try other.prepared.map { former throws(OperatorMistake) in
            try Self.convolution(weights, bias, groups: other.groups, former.window)
        }
    }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] { [try inputs.productType()] }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let (input, kernel) = (try inputs.required(0), try inputs.required(1))
        try input.mustHave(rank: 3...5)
        guard kernel.rank == input.rank, kernel.shape[1] * groups == input.shape[1] else {
            throw OperatorMistake(
                "weights of the shape \(kernel.shape) for an image of \(input.shape) in \(groups) groups",
                allowed: "as many channels as the image has")
        }
        if let stated = attributes.kernel, stated != Array(kernel.shape[2...]) {
            throw OperatorMistake(
                "attribute 'kernel_shape' = \(stated)", allowed: "\(kernel.shape[2...]), as the weights have")
        }
        if let bias = inputs.optional(2), bias.shape != [kernel.shape[0]] {
            throw OperatorMistake("biases of the shape \(bias.shape)", allowed: "[\(kernel.shape[0])]")
        }
        let image = Array(input.shape[2...])
        let window = Window(try attributes.axes(kernel: Array(kernel.shape[2...]), image: image))
        let extents = Extents(image)
        let results = window.outputs(of: extents).sizes(image.count)
        let shape = try Shapes.checked([input.shape[0], kernel.shape[0]] + results)
        if let weights {
            let convolution: Convolution
            if let prepared {
                convolution = prepared
            } else {
                convolution = try Self.convolution(weights, bias, groups: groups, window)
            }
            return Plan([shape], compute: try Self.kernel(convolution, input.shape[0], extents, setting))
        }
        let (groups, kernelShape, hasBias) = (groups, kernel.shape, inputs.optional(2) != nil)
        _ = try Self.checkGroups(kernelShape, groups)
        return Plan([shape]) { arguments throws(OperatorMistake) in
            // Weights that are computed are laid out anew in each run.
            let weights = Tensor(copying: arguments.input(1, as: Float.self), shape: kernelShape, type: .float32)
            let bias =
                hasBias
                ? Tensor(copying: arguments.input(2, as: Float.self), shape: [kernelShape[0]], type: .float32) : nil
            let convolution = try Self.convolution(weights, bias, groups: groups, window)
            try Self.kernel(convolution, input.shape[0], extents, setting)(arguments)
        }
    }

    private static func checkGroups(_ shape: [Int], _ groups: Int) throws(OperatorMistake) {
        guard shape[0].isMultiple(of: groups) else {
            throw OperatorMistake("\(shape[0]) output channels in \(groups) groups", allowed: "equal groups")
        }
    }

    private static func convolution(
        _ weights: Tensor, _ bias: Tensor?, groups: Int, _ window: Window
    ) throws(OperatorMistake) -> Convolution {
        try checkGroups(weights.shape, groups)
        if let bias, bias.shape != [weights.shape[0]] {
            throw OperatorMistake("biases of the shape \(bias.shape)", allowed: "[\(weights.shape[0])]")
        }
        return (weights.floats ?? []).withUnsafeBufferPointer { numbers in
            let make = { (bias: UnsafeBufferPointer<Float>?) in
                Convolution(
                    weights: numbers, bias: bias, outputs: weights.shape[0], inputsPerGroup: weights.shape[1],
                    groups: groups, window: window)
            }
            return bias?.floats.map { $0.withUnsafeBufferPointer(make) } ?? make(nil)
        }
    }

    private static func kernel(
        _ convolution: Convolution, _ images: Int, _ extents: Extents, _ setting: Setting
    ) throws(OperatorMistake) -> Kernel {
        let scratch = try Room(convolution.scratchCount(over: extents), setting)
        return { arguments throws(OperatorMistake) in
            convolution.run(
                arguments.input(0), images: images, extents: extents, into: arguments.output(), scratch: scratch.start,
                profile: setting.profile, bucket: setting.bucket)
        }
    }
}

extension Conv: AbsorbsConstants {
    func channels(of constant: Tensor) -> [Float]? {
        guard let weights, let numbers = constant.floats, numbers.count == weights.shape[0] else { return nil }
        // The channels of the output are its second dimension.
        let place = constant.shape.count - (weights.shape.count - 1)
        let isAlong = constant.shape.indices.allSatisfy { $0 == place || constant.shape[$0] == 1 }
        return (0...1).contains(place) && isAlong && constant.shape.indices.contains(place) ? numbers : nil
    }

    func absorbing(factors: [Float]?, summands: [Float]) -> (any Operator)? {
        guard let weights, var numbers = weights.floats, factors != nil || bias == nil,
            summands.count == weights.shape[0], factors.map({ $0.count == summands.count }) ?? true
        else { return nil }
        var biases = summands
        if let factors {
            let inputs = weights.count / max(1, weights.shape[0])
            for index in numbers.indices { numbers[index] *= factors[index / inputs] }
            for (index, bias) in (bias?.floats ?? []).enumerated() { biases[index] += bias * factors[index] }
        }
        return try? Conv(
            self, weights: Tensor(shape: weights.shape, floats: numbers),
            bias: Tensor(shape: [biases.count], floats: biases))
    }
}
