// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels

/// Weights of one group x the windows over its channels: the product that a convolution is.
struct WindowProduct {
    /// [rows][channels x taps].
    let weights: UnsafePointer<Float>
    /// Output channels.
    let rows: Int
    /// [rows], or nil.
    let bias: UnsafePointer<Float>?
    var windows: trilemma_windows
    let channels: Int
    let channelStep: Int

    /// Outputs of a channel.
    var places: Int { windows.slices * windows.rows * windows.width }
    /// The length of a reduction.
    var inner: Int { channels * windows.tap_count }

    /// Places whose windows are gathered at once: 256 KiB, half of a usual second-level cache, at least two panels.
    static func placesAtOnce(inner: Int) -> Int { max(1, min(12, 65_536 / 32 / max(1, inner))) * 32 }

    /// Numbers of the gathered windows of an image with so many outputs.
    static func panelCount(inner: Int, places: Int) -> Int {
        inner * min(placesAtOnce(inner: inner), Panels.padded(places))
    }

    /// Outputs [rows] of the places `from` ... `from + count - 1`, rows `stride` numbers apart; vectors run over places.
    /// - Parameter panels: room for the gathered windows.
    mutating func run(
        from: Int, count: Int, panels: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>,
        stride: Int, order: trilemma_order
    ) {
        trilemma_gather_columns(&windows, channels, channelStep, from, count, panels)
        var product = trilemma_product(
            a: weights, a_stride: inner, panels: panels, panel_stride: Panels.width * inner, bias: nil, row_bias: bias,
            c: output, c_stride: stride, rows: rows, inner: inner, columns: count)
        trilemma_multiply(Machine.variant, order, &product)
    }

    /// Outputs [places][rows] by weights that were packed beforehand; vectors run over output channels.
    /// - Parameter gathered: room for places x inner numbers.
    mutating func run(
        by packed: PackedMatrix, gathered: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>,
        order: trilemma_order
    ) {
        trilemma_gather_rows(&windows, channels, channelStep, 0, places, gathered)
        packed.multiply(
            gathered, rows: places, into: output, bias: bias, inputStride: nil, outputStride: nil, order: order)
    }
}
