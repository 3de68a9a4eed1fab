// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// A transposed convolution over up to three spatial axes, in groups: the adjoint of a convolution with the same window.
///
/// Gathered, not scattered: output place o of channel m sums weights[c][m][tap] x input[c][i] over the taps for which
/// i = (o + padding before - tap x dilation) / stride is whole on each axis, in the order k = (input channel of the group,
/// tap in depth, height, width), ascending, in the order of the profile. Where i is whole but outside the input, +0 stands
/// for it; taps for which it is not whole take no part and no place in the order.
public final class TransposedConvolution: Sendable {
    /// Output channels of one group.
    public let outputsPerGroup: Int
    /// Input channels of all groups.
    public let inputs: Int
    public let groups: Int
    /// The window of the convolution it is the adjoint of: padding is cut from the output.
    public let window: Window
    /// Places added after the output's end on each axis, as if the padding after were smaller.
    public let extra: Extents
    let weights: [Float]
    let bias: [Float]?

    /// - Parameters:
    ///   - weights: [inputs][outputs of a group][depth][height][width of the kernel], as ONNX has them.
    ///   - bias: [groups x outputsPerGroup], or nil.
    ///   - extra: ONNX's `output_padding`; zeros unless told.
    /// - Precondition: the counts fit together; `groups` divides `inputs`.
    public init(
        weights: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>?, inputs: Int, outputsPerGroup: Int,
        groups: Int = 1, window: Window, extra: Extents = Extents(depth: 0, height: 0, width: 0)
    ) {
        require(
            groups > 0 && inputs.isMultiple(of: groups) && weights.count == inputs * outputsPerGroup * window.taps
                && bias?.count ?? groups * outputsPerGroup == groups * outputsPerGroup,
            "transposed convolution: expected \(inputs) x \(outputsPerGroup) x \(window.taps) weights, "
                + "\(groups * outputsPerGroup) biases and whole groups, found \(weights.count), \(bias?.count ?? 0) and "
                + "\(groups) groups")
        self.inputs = inputs
        self.outputsPerGroup = outputsPerGroup
        self.groups = groups
        self.window = window
        self.extra = extra
        self.weights = Array(weights)
        self.bias = bias.map(Array.init)
    }

    /// The extents of the outputs over an image: (extent - 1) x stride + reach - padding + extra; 0 where that is negative
    /// or the image is empty.
    public func outputs(of image: Extents) -> Extents {
        func outputs(_ axis: Window.Axis, _ extent: Int, _ extra: Int) -> Int {
            extent == 0 ? 0 : max(0, (extent - 1) * axis.stride + axis.reach - axis.before - axis.after + extra)
        }
        return Extents(
            depth: outputs(window.depth, image.depth, extra.depth),
            height: outputs(window.height, image.height, extra.height),
            width: outputs(window.width, image.width, extra.width))
    }

    /// Numbers of scratch memory that a run over images of these extents needs.
    public func scratchCount(over image: Extents) -> Int { 0 }

    /// Runs over each of `images` images. Allocates nothing.
    /// - Parameters:
    ///   - input: [images][inputs][depth][height][width].
    ///   - extents: those of an image.
    ///   - output: [images][groups x outputsPerGroup][extents of `outputs(of:)`]; written only.
    ///   - scratch: `scratchCount(over:)` numbers, contents of no meaning.
    /// - Precondition: the memory holds what is said, and output and scratch overlap nothing else.
    public func run(
        _ input: UnsafePointer<Float>, images: Int, extents: Extents, into output: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, profile: NumericProfile, bucket: BatchBucket = .one
    ) {
        let results = outputs(of: extents)
        let perGroup = inputs / groups
        func source(_ output: Int, _ tap: Int, _ axis: Window.Axis) -> Int? {
            let place = output + axis.before - tap * axis.dilation
            return place % axis.stride == 0 ? place / axis.stride : nil
        }
        var place = 0
        for image in 0..<images {
            for channel in 0..<groups * outputsPerGroup {
                let (group, m) = (channel / outputsPerGroup, channel % outputsPerGroup)
                for at in 0..<results.count {
                    let z = at / (results.height * results.width)
                    let y = at / results.width % results.height
                    let x = at % results.width
                    var terms: [Float] = [], factors: [Float] = []
                    for c in group * perGroup..<(group + 1) * perGroup {
                        for tap in 0..<window.taps {
                            guard let d = source(z, tap / (window.height.size * window.width.size), window.depth),
                                let h = source(y, tap / window.width.size % window.height.size, window.height),
                                let w = source(x, tap % window.width.size, window.width)
                            else { continue }
                            let isInside =
                                (0..<extents.depth).contains(d) && (0..<extents.height).contains(h)
                                && (0..<extents.width).contains(w)
                            let row =
                                (((image * inputs + c) * extents.depth + d) * extents.height + h) * extents.width
                            terms.append(isInside ? input[row + w] : 0)
                            factors.append(weights[(c * outputsPerGroup + m) * window.taps + tap])
                        }
                    }
                    let sum = profile.dot(factors.span, terms.span, bucket: bucket)
                    output[place] = bias.map { sum + $0[channel] } ?? sum
                    if output[place].isNaN { output[place] = Float(bitPattern: 0x7FC0_0000) }
                    place += 1
                }
            }
        }
        profile.roundActivations(output, count: place)
    }
}
