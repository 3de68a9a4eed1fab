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
    /// [outputs][inputsPerGroup x taps].
    private let weights: [Float]
    /// The same for images with few outputs, a matrix for each group; empty where each output has one input channel.
    private let packed: [PackedMatrix]
    private let bias: [Float]?

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
        let perGroup = outputs / groups
        let inner = inputsPerGroup * window.taps
        packed =
            inputsPerGroup == 1 && perGroup < Self.leastColumns
            ? []
            : (0..<groups).map {
                let part = weights[$0 * perGroup * inner..<($0 + 1) * perGroup * inner]
                return PackedMatrix(
                    transposed: UnsafeBufferPointer(rebasing: part), columns: perGroup, inner: inner)
            }
    }

    /// The length of a reduction.
    private var inner: Int { inputsPerGroup * window.taps }
    private var outputsPerGroup: Int { outputs / groups }

    /// Numbers of scratch memory that a run over images of these extents needs.
    public func scratchCount(over image: Extents) -> Int {
        let sliding = sliding(over: image)
        return Scratch.counting { _ = Pieces(of: self, sliding, &$0) }
    }

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
        let sliding = sliding(over: extents)
        let places = sliding.outputs.count
        var memory = Scratch(scratch)
        guard places > 0, let pieces = Pieces(of: self, sliding, &memory) else { return }
        sliding.writeTaps(into: pieces.taps)
        let order = profile.order(in: bucket)
        for image in 0..<images {
            for group in 0..<groups {
                let channel = (image * groups + group) * inputsPerGroup
                let view = sliding.view(
                    input + channel * extents.count, channels: inputsPerGroup, taps: pieces.taps, copy: pieces.copy)
                let target = output + (image * groups + group) * outputsPerGroup * places
                if slides {
                    slide(view, group, into: target, order)
                } else if isNarrow(places) {
                    multiplyRows(view, group, into: target, pieces, order)
                } else {
                    multiplyColumns(view, group, into: target, pieces, order)
                }
            }
        }
        profile.roundActivations(output, count: images * outputs * places)
    }

    private func sliding(over image: Extents) -> Sliding {
        Sliding(window, over: image, outputs: window.outputs(of: image), alwaysCopies: slides)
    }
}

// MARK: - Three ways with the same bits

extension Convolution {
    /// Parts of the scratch memory.
    private struct Pieces {
        let taps: UnsafeMutablePointer<Int>
        let copy: UnsafeMutablePointer<Float>
        /// Windows as columns of panels, or as rows.
        let windows: UnsafeMutablePointer<Float>
        /// Outputs by places first.
        let results: UnsafeMutablePointer<Float>

        init?(of convolution: Convolution, _ sliding: Sliding, _ scratch: inout Scratch) {
            let places = sliding.outputs.count
            let isNarrow = convolution.isNarrow(places)
            let columns = min(convolution.columnsAtOnce, (places + 31) / 32 * 32)
            let taps = scratch.integers(convolution.window.taps)
            let copy = scratch.floats(sliding.copyCount(channels: convolution.inputsPerGroup))
            let windows = scratch.floats(
                convolution.slides ? 0 : convolution.inner * (isNarrow ? places : columns))
            let results = scratch.floats(isNarrow ? places * convolution.outputsPerGroup : 0)
            guard let taps, let copy, let windows, let results else { return nil }
            self.taps = taps
            self.copy = copy
            self.windows = windows
            self.results = results
        }
    }

    /// Whether an image has so few outputs that they would not fill vectors: then vectors run over output channels.
    private func isNarrow(_ places: Int) -> Bool { !slides && places < 12 }

    /// Whether windows slide over single channels instead of becoming operands of a product with too few rows.
    private var slides: Bool { inputsPerGroup == 1 && outputsPerGroup < Self.leastColumns }

    /// Output channels of a group from which on its single input channel becomes an operand of a product.
    private static let leastColumns = 8

    /// Outputs whose windows are gathered at once: 256 KiB, half of a usual second-level cache, at least one panel.
    private var columnsAtOnce: Int { max(1, min(12, 65_536 / 32 / max(1, inner))) * 32 }

    /// One input channel for each output: no product, the window slides.
    private func slide(
        _ view: trilemma_view, _ group: Int, into output: UnsafeMutablePointer<Float>, _ order: trilemma_order
    ) {
        var view = view
        let places = view.slices * view.rows * view.width
        weights.withUnsafeBufferPointer { weights in
            for channel in 0..<outputsPerGroup {
                let number = group * outputsPerGroup + channel
                var bias = self.bias?[number] ?? 0
                withUnsafePointer(to: &bias) {
                    trilemma_slide(
                        Machine.variant, order, TRILEMMA_SLIDE_PRODUCT, &view,
                        weights.baseAddress.map { $0 + number * window.taps }, self.bias == nil ? nil : $0,
                        output + channel * places)
                }
            }
        }
    }

    /// Weights x windows, vectors running over places.
    private func multiplyColumns(
        _ view: trilemma_view, _ group: Int, into output: UnsafeMutablePointer<Float>, _ pieces: Pieces,
        _ order: trilemma_order
    ) {
        var view = view
        let places = view.slices * view.rows * view.width
        let first = group * outputsPerGroup
        weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            for from in stride(from: 0, to: places, by: columnsAtOnce) {
                let count = min(columnsAtOnce, places - from)
                trilemma_gather_columns(&view, from, count, pieces.windows)
                withBias(from: first) { bias in
                    var product = trilemma_product(
                        a: weights + first * inner, a_stride: inner, panels: pieces.windows, bias: nil, row_bias: bias,
                        c: output + from, c_stride: places, rows: outputsPerGroup, inner: inner, columns: count)
                    trilemma_multiply(Machine.variant, order, &product)
                }
            }
        }
    }

    /// Windows x weights, vectors running over output channels; then the outputs are turned.
    private func multiplyRows(
        _ view: trilemma_view, _ group: Int, into output: UnsafeMutablePointer<Float>, _ pieces: Pieces,
        _ order: trilemma_order
    ) {
        var view = view
        let places = view.slices * view.rows * view.width
        trilemma_gather_rows(&view, 0, places, pieces.windows)
        let target = places == 1 ? output : pieces.results
        withBias(from: group * outputsPerGroup) {
            packed[group].multiply(
                pieces.windows, rows: places, into: target, bias: $0, inputStride: nil, outputStride: nil, order: order)
        }
        guard places > 1 else { return }
        for channel in 0..<outputsPerGroup {
            for place in 0..<places {
                output[channel * places + place] = pieces.results[place * outputsPerGroup + channel]
            }
        }
    }

    private func withBias(from first: Int, _ body: (UnsafePointer<Float>?) -> Void) {
        guard let bias else { return body(nil) }
        bias.withUnsafeBufferPointer { body($0.baseAddress.map { $0 + first }) }
    }
}
