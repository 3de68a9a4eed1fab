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
    private let weights: Memory
    /// The same for images with few outputs, a matrix for each group; empty where each output has one input channel.
    private let packed: [PackedMatrix]
    private let bias: Memory?

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
        self.weights = Memory(weights)
        self.bias = bias.flatMap(Memory.init)
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
        let rows = rowsAtOnce(sliding)
        for part in 0..<images * groups {
            let image = input + part * inputsPerGroup * extents.count
            for row in stride(from: 0, to: sliding.outputs.height, by: rows) {
                run(
                    group: part % groups, of: image, sliding.band(from: row, rows: rows), pieces,
                    into: output + part * outputsPerGroup * places + row * sliding.outputs.width, step: places, order)
            }
        }
        profile.roundActivations(output, count: images * outputs * places)
    }

    /// Some rows of the outputs of one group, channels `step` numbers apart.
    private func run(
        group: Int, of image: UnsafePointer<Float>, _ band: Sliding, _ pieces: Pieces,
        into output: UnsafeMutablePointer<Float>, step: Int, _ order: trilemma_order
    ) {
        let first = group * outputsPerGroup
        let product = WindowProduct(
            weights: weights.start + first * inner, rows: outputsPerGroup, bias: bias.map { $0.start + first },
            windows: band.windows(image, channels: inputsPerGroup, taps: pieces.taps, copy: pieces.copy),
            channels: inputsPerGroup, channelStep: band.channelLength)
        if slides {
            slide(product, into: output, step: step, order)
        } else if isNarrow(step) {
            multiplyRows(product, group, into: output, pieces, order)
        } else if slidesAcross(band, order) {
            slideAcross(product, into: output, step: step, order)
        } else {
            multiplyColumns(product, into: output, step: step, pieces, order)
        }
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
            let taps = scratch.integers(convolution.window.taps)
            let band = sliding.band(from: 0, rows: convolution.rowsAtOnce(sliding))
            let copy = scratch.floats(band.copyCount(channels: convolution.inputsPerGroup))
            let windows = scratch.floats(
                convolution.slides
                    ? 0
                    : isNarrow
                        ? convolution.inner * places
                        : WindowProduct.panelCount(inner: convolution.inner, places: places))
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

    /// Rows of outputs that are computed together.
    private func rowsAtOnce(_ sliding: Sliding) -> Int {
        isNarrow(sliding.outputs.count) ? sliding.outputs.height : sliding.rowsAtOnce(channels: inputsPerGroup)
    }

    /// Whether windows slide over single channels instead of becoming operands of a product with too few rows.
    private var slides: Bool { inputsPerGroup == 1 && outputsPerGroup < Self.leastColumns }

    /// Output channels of a group from which on its single input channel becomes an operand of a product.
    private static let leastColumns = 8

    /// One input channel for each output: no product, the window slides.
    private func slide(
        _ product: WindowProduct, into output: UnsafeMutablePointer<Float>, step: Int, _ order: trilemma_order
    ) {
        var windows = product.windows
        for channel in 0..<outputsPerGroup {
            trilemma_reduce(
                Machine.variant, order, TRILEMMA_PRODUCTS, &windows, product.weights + channel * window.taps,
                product.bias.map { $0 + channel }, output + channel * step)
        }
    }

    /// Whether windows of all input channels are read where they are: with long sums for few output channels, where that is
    /// measurably faster, rows that fill vectors, and an order with one running sum.
    private func slidesAcross(_ sliding: Sliding, _ order: trilemma_order) -> Bool {
        let width = sliding.outputs.width
        return sliding.isCopied && window.taps > 8 && inner >= 256 && outputsPerGroup <= 64 && order.lanes == 1
            && (order.block == 0 || order.block >= inner) && (width >= 64 || width.isMultiple(of: 16))
    }

    private func slideAcross(
        _ product: WindowProduct, into output: UnsafeMutablePointer<Float>, step: Int, _ order: trilemma_order
    ) {
        var windows = product.windows
        trilemma_slide(
            Machine.variant, order, &windows, product.channels, product.channelStep, product.weights, product.bias,
            product.rows, output, step)
    }

    private func multiplyColumns(
        _ product: WindowProduct, into output: UnsafeMutablePointer<Float>, step: Int, _ pieces: Pieces,
        _ order: trilemma_order
    ) {
        var product = product
        let (places, atOnce) = (product.places, WindowProduct.placesAtOnce(inner: inner))
        for from in stride(from: 0, to: places, by: atOnce) {
            product.run(
                from: from, count: min(atOnce, places - from), panels: pieces.windows, into: output + from,
                stride: step, order: order)
        }
    }

    /// The outputs come by places and are turned.
    private func multiplyRows(
        _ product: WindowProduct, _ group: Int, into output: UnsafeMutablePointer<Float>, _ pieces: Pieces,
        _ order: trilemma_order
    ) {
        var product = product
        let places = product.places
        product.run(
            by: packed[group], gathered: pieces.windows, into: places == 1 ? output : pieces.results, order: order)
        guard places > 1 else { return }
        for channel in 0..<outputsPerGroup {
            for place in 0..<places {
                output[channel * places + place] = pieces.results[place * outputsPerGroup + channel]
            }
        }
    }
}
