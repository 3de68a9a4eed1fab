// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// Where the windows over an image of known extents lie in memory: the image as the C loops view it.
///
/// Padding is put in place once, in a copy; the copy splits each row by the stride, so that neighbouring outputs find a tap in
/// neighbouring places. An image that needs neither is viewed as it is. A copy need not be of the whole image: see `band`.
struct Sliding {
    let window: Window
    let image: Extents
    private(set) var outputs: Extents
    /// The row of the whole output that is the first one here.
    private var firstRow = 0
    /// The places that some window covers, padding included.
    private var padded: Extents
    /// Numbers of one phase of a padded row.
    private let phaseLength: Int
    /// Whether the image is viewed in a padded copy.
    let isCopied: Bool

    /// - Parameter alwaysCopies: also where the image could be viewed as it is, for loops that read past the end of a row.
    init(_ window: Window, over image: Extents, outputs: Extents, alwaysCopies: Bool = false) {
        var (window, image, outputs) = (window, image, outputs)
        if window.isPointwise {
            // Rows do not matter.
            image = Extents(width: image.count)
            outputs = image
        }
        // An axis of one place at the end would make rows of one output.
        while window.width.isTrivial && image.width == 1 && image.count > 1 {
            window = Window(depth: Window.Axis(size: 1), height: window.depth, width: window.height)
            image = Extents(depth: 1, height: image.depth, width: image.height)
            outputs = Extents(depth: 1, height: outputs.depth, width: outputs.height)
        }
        self.init(covering: window, over: image, outputs: outputs, alwaysCopies: alwaysCopies)
    }

    /// With the axes as they are.
    init(covering window: Window, over image: Extents, outputs: Extents, alwaysCopies: Bool = false) {
        self.window = window
        self.image = image
        self.outputs = outputs
        func covered(_ axis: Window.Axis, _ outputs: Int) -> Int { max(0, (outputs - 1) * axis.stride + axis.reach) }
        padded = Extents(
            depth: covered(window.depth, outputs.depth), height: covered(window.height, outputs.height),
            width: covered(window.width, outputs.width))
        isCopied =
            alwaysCopies || window.width.stride > 1
            || [window.depth, window.height, window.width].contains { $0.before > 0 || $0.after > 0 }
            || padded.depth > image.depth || padded.height > image.height || padded.width > image.width
        phaseLength = isCopied ? (padded.width + window.width.stride - 1) / window.width.stride : image.width
    }

    // MARK: Bands

    /// Rows of outputs that are best computed together: their windows' copy stays in a second-level cache, or else copies at
    /// most a quarter of its rows again for the next band. All rows where nothing is copied.
    func rowsAtOnce(channels: Int) -> Int {
        let numbersOfRow = Self.product(channels, rowLength)
        guard isCopied, image.depth == 1, window.depth.isTrivial, numbersOfRow > 0 else { return outputs.height }
        let (axis, most) = (window.height, Self.numbersOfBand / numbersOfRow)
        let rows = max((most - axis.reach) / axis.stride + 1, 4 * (axis.reach - axis.stride) / axis.stride, 1)
        return min(rows, outputs.height)
    }

    /// The same for some rows of the outputs only, `rows` or as many as are left.
    func band(from row: Int, rows: Int) -> Sliding {
        guard rows < outputs.height else { return self }
        var band = self
        band.firstRow = firstRow + row
        band.outputs.height = min(rows, outputs.height - row)
        band.padded.height = (band.outputs.height - 1) * window.height.stride + window.height.reach
        return band
    }

    /// 512 KiB, the usual second-level cache.
    private static let numbersOfBand = 131_072

    // MARK: Memory

    /// Numbers from a row of the viewed image to the next, from a slice, from a channel.
    private var rowLength: Int { Self.product(phaseLength, isCopied ? window.width.stride : 1) }
    private var sliceLength: Int { Self.product(rowLength, isCopied ? padded.height : image.height) }
    var channelLength: Int { Self.product(sliceLength, isCopied ? padded.depth : image.depth) }

    /// A product of sizes; more than any memory holds where it overflows, so that whoever asks for it is refused.
    private static func product(_ a: Int, _ b: Int) -> Int {
        let (product, overflows) = a.multipliedReportingOverflow(by: b)
        return overflows ? 1 << 60 : min(product, 1 << 60)
    }

    /// Numbers of the padded copy of some channels, and of what loops read past its end.
    func copyCount(channels: Int) -> Int {
        isCopied ? Self.product(channels, channelLength) + Self.slack : 0
    }

    /// Loops over outputs of a row read up to 15 places past the last one.
    private static let slack = 16

    /// Writes the distance of each tap from the first place of a window.
    func writeTaps(into taps: UnsafeMutablePointer<Int>) {
        var tap = 0
        for depth in 0..<window.depth.size {
            for height in 0..<window.height.size {
                for width in 0..<window.width.size {
                    taps[tap] = place(
                        depth: depth * window.depth.dilation, height: height * window.height.dilation,
                        width: width * window.width.dilation)
                    tap += 1
                }
            }
        }
    }

    /// How far a place of the padded image is from its first.
    func place(depth: Int, height: Int, width: Int) -> Int {
        let stride = isCopied ? window.width.stride : 1
        return depth * sliceLength + height * rowLength + width % stride * phaseLength + width / stride
    }

    /// Views some channels of an image, through the copy if there is one.
    /// - Parameters:
    ///   - input: [channels] of the image's extents.
    ///   - copy: room for `copyCount` numbers.
    ///   - fill: what stands in the padding.
    func windows(
        _ input: UnsafePointer<Float>, channels: Int, taps: UnsafePointer<Int>, copy: UnsafeMutablePointer<Float>,
        fill: Float = 0
    ) -> trilemma_windows {
        if isCopied {
            var padding = trilemma_padding(
                channels: channels, depth: image.depth, height: image.height, width: image.width,
                depth_before: window.depth.before,
                height_before: window.height.before - firstRow * window.height.stride,
                width_before: window.width.before, padded_depth: padded.depth, padded_height: padded.height,
                padded_width: padded.width, phases: window.width.stride, phase_length: phaseLength, fill: fill)
            trilemma_pad(&padding, input, copy)
            (copy + channels * channelLength).update(repeating: fill, count: Self.slack)
        }
        return trilemma_windows(
            places: isCopied ? UnsafePointer(copy) : input,
            taps: UnsafeRawPointer(taps).assumingMemoryBound(to: Int.self), tap_count: window.taps, tap_step: 0,
            slices: outputs.depth, slice_step: window.depth.stride * sliceLength, rows: outputs.height,
            row_step: window.height.stride * rowLength, width: outputs.width, column_step: 1, can_read_past: isCopied)
    }
}

extension Window.Axis {
    /// Whether an output is the place it stands at.
    var isTrivial: Bool { size == 1 && stride == 1 && before == 0 && after == 0 }
}

extension Window {
    /// Whether each output has one place of the image for a window.
    var isPointwise: Bool { depth.isTrivial && height.isTrivial && width.isTrivial }
}
