// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// The attributes that say how a kernel slides, which convolutions and pooling share.
struct WindowAttributes {
    static let names: Set = ["auto_pad", "dilations", "kernel_shape", "pads", "strides"]

    let kernel: [Int]?
    let strides: [Int]?
    let dilations: [Int]?
    let pads: [Int]?
    let padding: String

    init(_ node: Node) throws(OperatorMistake) {
        kernel = try Self.checked(node, "kernel_shape", from: 1)
        strides = try Self.checked(node, "strides", from: 1)
        dilations = try Self.checked(node, "dilations", from: 1)
        pads = try Self.checked(node, "pads", from: 0)
        padding = try node.choice(
            "auto_pad", default: "NOTSET", of: ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"])
    }

    /// The attribute of convolutions that says how many groups of channels there are.
    static func groups(_ node: Node) throws(OperatorMistake) -> Int {
        let groups = try node.integer("group", default: 1)
        guard (1...Limits.groups).contains(groups) else {
            throw node.refused("group", groups, "1 to \(Limits.groups)")
        }
        return groups
    }

    /// Whether the padding depends on the image.
    var dependsOnImage: Bool { padding.hasPrefix("SAME") }

    private static func checked(_ node: Node, _ name: String, from least: Int) throws(OperatorMistake) -> [Int]? {
        let numbers = try node.integers(name)
        guard let numbers, !numbers.allSatisfy({ (least...Limits.window).contains($0) }) else { return numbers }
        throw node.refused(name, numbers, "\(least) to \(Limits.window)")
    }

    /// The axes of a kernel over an image.
    /// - Throws: a number of axes that does not fit.
    func axes(kernel: [Int], image: [Int]) throws(OperatorMistake) -> [Window.Axis] {
        guard kernel.count == image.count, (1...3).contains(kernel.count) else {
            throw OperatorMistake(
                "a kernel of \(kernel.count) axes on an image of \(image.count)", allowed: "equal, 1 to 3")
        }
        guard kernel.allSatisfy({ (1...Limits.window).contains($0) }) else {
            throw OperatorMistake("a kernel of the sizes \(kernel)", allowed: "1 to \(Limits.window)")
        }
        let ones = Array(repeating: 1, count: kernel.count)
        let (strides, dilations) = (strides ?? ones, dilations ?? ones)
        let unpadded = Array(repeating: 0, count: 2 * kernel.count)
        let pads = padding == "NOTSET" ? pads ?? unpadded : unpadded
        guard strides.count == kernel.count, dilations.count == kernel.count, pads.count == 2 * kernel.count else {
            throw OperatorMistake(
                "strides, dilations or pads for other axes", allowed: "numbers for \(kernel.count) axes")
        }
        return kernel.indices.map { axis in
            let plain = Window.Axis(
                size: kernel[axis], stride: strides[axis], dilation: dilations[axis], before: pads[axis],
                after: pads[axis + kernel.count])
            return dependsOnImage ? same(plain, over: image[axis]) : plain
        }
    }

    /// Padded so that there are as many outputs as strides fit the image, an odd place at the end or at the start.
    private func same(_ axis: Window.Axis, over image: Int) -> Window.Axis {
        let outputs = (image + axis.stride - 1) / axis.stride
        let total = max(0, (outputs - 1) * axis.stride + axis.reach - image)
        let smaller = total / 2
        let before = padding == "SAME_UPPER" ? smaller : total - smaller
        return Window.Axis(
            size: axis.size, stride: axis.stride, dilation: axis.dilation, before: before, after: total - before)
    }
}

extension Window {
    /// Up to three axes, the last one the width.
    init(_ axes: [Axis]) {
        let one = Axis(size: 1)
        self.init(
            depth: axes.count > 2 ? axes[0] : one, height: axes.count > 1 ? axes[axes.count - 2] : one,
            width: axes[axes.count - 1])
    }
}

extension Extents {
    /// Up to three sizes, the last one the width; those of axes that are missing are all the same.
    init(_ sizes: [Int], missing: Int = 1) {
        self.init(
            depth: sizes.count > 2 ? sizes[0] : missing, height: sizes.count > 1 ? sizes[sizes.count - 2] : missing,
            width: sizes[sizes.count - 1])
    }

    /// The last `rank` sizes.
    func sizes(_ rank: Int) -> [Int] { Array([depth, height, width].suffix(rank)) }
}
