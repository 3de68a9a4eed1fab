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
    /// What each phase of the outputs sums over; phases in depth, height, width, the last fastest.
    private let phases: [TransposedPhase]
    /// See `gathered(_:)`.
    private let gathered: Window
    private let bias: Memory?

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
        self.bias = bias.flatMap(Memory.init)
        var phases: [TransposedPhase] = []
        for depth in 0..<window.depth.stride {
            for height in 0..<window.height.stride {
                for width in 0..<window.width.stride {
                    phases.append(
                        TransposedPhase(
                            (depth, height, width), of: window, weights: weights, inputs: inputs, groups: groups,
                            outputsPerGroup: outputsPerGroup))
                }
            }
        }
        self.phases = phases
        gathered = Self.gathered(phases)
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
    public func scratchCount(over image: Extents) -> Int {
        let layout = layout(over: image)
        return Scratch.counting { _ = Pieces(of: self, layout, &$0) }
    }

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
        let layout = layout(over: extents)
        let (results, order) = (outputs(of: extents), profile.order(in: bucket))
        let (perGroup, channels) = (inputs / groups, outputsPerGroup)
        var memory = Scratch(scratch)
        guard results.count > 0, let pieces = Pieces(of: self, layout, &memory) else { return }
        for part in 0..<images * groups {
            let windows = layout.windows(
                input + part * perGroup * extents.count, channels: perGroup, taps: pieces.taps, copy: pieces.copy)
            let target = output + part * channels * results.count
            for phase in phases {
                let places = phase.outputs(of: results, window)
                guard places.count > 0 else { continue }
                var windows = windows
                writeTaps(of: phase, in: layout, into: pieces.taps)
                windows.tap_count = phase.taps.count
                (windows.slices, windows.rows, windows.width) = (places.depth, places.height, places.width)
                let group = part % groups
                var product = WindowProduct(
                    weights: phase.weights.start + group * channels * perGroup * phase.taps.count, rows: channels,
                    bias: bias.map { $0.start + group * channels }, windows: windows, channels: perGroup,
                    channelStep: layout.channelLength)
                let step = WindowProduct.placesAtOnce(inner: product.inner)
                for from in stride(from: 0, to: places.count, by: step) {
                    let count = min(step, places.count - from)
                    product.run(
                        from: from, count: count, panels: pieces.panels, into: pieces.results, stride: count,
                        order: order)
                    scatter(pieces.results, from, count, phase, places, into: target, results)
                }
            }
        }
        profile.roundActivations(output, count: images * groups * channels * results.count)
    }

    /// Puts [channels][count] outputs of a phase, from place `from` on, where they belong.
    private func scatter(
        _ numbers: UnsafePointer<Float>, _ from: Int, _ count: Int, _ phase: TransposedPhase, _ places: Extents,
        into output: UnsafeMutablePointer<Float>, _ results: Extents
    ) {
        let step = window.width.stride
        var done = 0
        while done < count {
            let (row, x) = ((from + done) / places.width, (from + done) % places.width)
            let run = min(count - done, places.width - x)
            let z = row / places.height * window.depth.stride + phase.place.depth
            let y = row % places.height * window.height.stride + phase.place.height
            let first = (z * results.height + y) * results.width + x * step + phase.place.width
            for channel in 0..<outputsPerGroup {
                let source = numbers + channel * count + done
                let target = output + channel * results.count + first
                for i in 0..<run { target[i * step] = source[i] }
            }
            done += run
        }
    }
}

// MARK: - The input in scratch memory

extension TransposedConvolution {
    /// Parts of the scratch memory.
    private struct Pieces {
        let taps: UnsafeMutablePointer<Int>
        let copy: UnsafeMutablePointer<Float>
        /// Windows as columns of panels.
        let panels: UnsafeMutablePointer<Float>
        /// Outputs of some places of a phase, by channels.
        let results: UnsafeMutablePointer<Float>

        init?(of convolution: TransposedConvolution, _ layout: Sliding, _ scratch: inout Scratch) {
            let perGroup = convolution.inputs / convolution.groups
            let places = layout.outputs.count
            var (most, panels, atOnce) = (0, 0, 0)
            for phase in convolution.phases {
                let inner = perGroup * phase.taps.count
                most = max(most, phase.taps.count)
                panels = max(panels, WindowProduct.panelCount(inner: inner, places: places))
                atOnce = max(atOnce, min(places, WindowProduct.placesAtOnce(inner: inner)))
            }
            let taps = scratch.integers(most)
            let copy = scratch.floats(layout.copyCount(channels: perGroup))
            let windows = scratch.floats(panels)
            let results = scratch.floats(atOnce * convolution.outputsPerGroup)
            guard let taps, let copy, let windows, let results else { return nil }
            (self.taps, self.copy, self.panels, self.results) = (taps, copy, windows, results)
        }
    }

    /// The padded input that the windows of all phases lie in: that of a convolution with stride 1.
    private func layout(over image: Extents) -> Sliding {
        let results = outputs(of: image)
        func most(_ outputs: Int, _ axis: Window.Axis) -> Int { (outputs + axis.stride - 1) / axis.stride }
        return Sliding(
            covering: gathered, over: image,
            outputs: Extents(
                depth: most(results.depth, window.depth), height: most(results.height, window.height),
                width: most(results.width, window.width)))
    }

    private func writeTaps(of phase: TransposedPhase, in layout: Sliding, into taps: UnsafeMutablePointer<Int>) {
        for (index, tap) in phase.taps.enumerated() {
            taps[index] = layout.place(
                depth: tap.depth + gathered.depth.before, height: tap.height + gathered.height.before,
                width: tap.width + gathered.width.before)
        }
    }

    /// The window of stride 1 that covers all taps of all phases; its first place is that of the lowest tap.
    private static func gathered(_ phases: [TransposedPhase]) -> Window {
        func axis(_ shifts: [Int]) -> Window.Axis {
            let (first, last) = (min(0, shifts.min() ?? 0), max(0, shifts.max() ?? 0))
            return Window.Axis(size: last - first + 1, before: -first)
        }
        let taps = phases.flatMap(\.taps)
        return Window(
            depth: axis(taps.map(\.depth)), height: axis(taps.map(\.height)), width: axis(taps.map(\.width)))
    }
}
