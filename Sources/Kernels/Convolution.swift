// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// A convolution over up to three spatial axes, in groups, with its weights laid out once.
///
/// output[m][o] = sum over k of weights[m][k] x image[c][o x stride + tap x dilation - padding] + bias[m], where
/// k = (input channel within the group, tap in depth, in height, in width), the last fastest, ascending, in the order of the
/// profile. Padding takes part as +0: its products stand in the sum like any others.
public final class Convolution: Sendable {
    /// Output channels.
    public let outputs: Int
    /// Input channels of one group.
    public let inputsPerGroup: Int
    public let groups: Int
    public let window: Window
    let weights: [Float]
    let bias: [Float]?

    /// - Parameters:
    ///   - weights: [outputs][inputs of a group][depth][height][width of the kernel], as ONNX has them.
    ///   - bias: [outputs], or nil.
    ///   - groups: the channels of the input and of the output are cut into as many equal runs.
    /// - Precondition: the counts fit together; `groups` divides `outputs`.
    /// - Complexity: O(weights).
    public init(
        weights: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>?, outputs: Int, inputsPerGroup: Int,
        groups: Int = 1, window: Window
    ) {
        require(
            groups > 0 && outputs.isMultiple(of: groups) && weights.count == outputs * inputsPerGroup * window.taps
                && bias?.count ?? outputs == outputs,
            "convolution: expected \(outputs) x \(inputsPerGroup) x \(window.taps) weights, \(outputs) biases and "
                + "whole groups, found \(weights.count), \(bias?.count ?? 0) and \(groups) groups")
        self.outputs = outputs
        self.inputsPerGroup = inputsPerGroup
        self.groups = groups
        self.window = window
        self.weights = Array(weights)
        self.bias = bias.map(Array.init)
    }

    /// Numbers of scratch memory that a run over images of these extents needs.
    public func scratchCount(over image: Extents) -> Int { 0 }

    /// Convolves each of `images` images. Allocates nothing.
    /// - Parameters:
    ///   - input: [images][groups x inputsPerGroup][depth][height][width].
    ///   - extents: those of an image.
    ///   - output: [images][outputs][extents of `window.outputs(of:)`]; written only.
    ///   - scratch: `scratchCount(over:)` numbers, contents of no meaning.
    /// - Precondition: the memory holds what is said, and output and scratch overlap nothing else.
    /// - Complexity: O(outputs x places of an output x inputsPerGroup x taps) for each image.
    public func run(
        _ input: UnsafePointer<Float>, images: Int, extents: Extents, into output: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, profile: NumericProfile, bucket: BatchBucket = .one
    ) {
        let results = window.outputs(of: extents)
        let inner = inputsPerGroup * window.taps
        let perGroup = outputs / groups
        var terms = [Float](repeating: 0, count: inner)
        var place = 0
        for image in 0..<images {
            for channel in 0..<outputs {
                let first = (image * groups + channel / perGroup) * inputsPerGroup
                for z in 0..<results.depth {
                    for y in 0..<results.height {
                        for x in 0..<results.width {
                            gather(input + first * extents.count, extents, (z, y, x), &terms)
                            let row = Array(weights[channel * inner..<(channel + 1) * inner])
                            let sum = profile.dot(row.span, terms.span, bucket: bucket)
                            output[place] = bias.map { sum + $0[channel] } ?? sum
                            if output[place].isNaN { output[place] = Float(bitPattern: 0x7FC0_0000) }
                            place += 1
                        }
                    }
                }
            }
        }
        profile.roundActivations(output, count: place)
    }

    private func gather(
        _ input: UnsafePointer<Float>, _ extents: Extents, _ output: (Int, Int, Int), _ terms: inout [Float]
    ) {
        var k = 0
        for channel in 0..<inputsPerGroup {
            for depth in 0..<window.depth.size {
                for height in 0..<window.height.size {
                    for width in 0..<window.width.size {
                        let z = output.0 * window.depth.stride + depth * window.depth.dilation - window.depth.before
                        let y = output.1 * window.height.stride + height * window.height.dilation - window.height.before
                        let x = output.2 * window.width.stride + width * window.width.dilation - window.width.before
                        let isInside =
                            (0..<extents.depth).contains(z) && (0..<extents.height).contains(y)
                            && (0..<extents.width).contains(x)
                        let row = ((channel * extents.depth + z) * extents.height + y) * extents.width
                        terms[k] = isInside ? input[row + x] : 0
                        k += 1
                    }
                }
            }
        }
    }
}
