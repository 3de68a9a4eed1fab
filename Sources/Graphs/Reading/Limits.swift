// SPDX-License-Identifier: GPL-3.0-or-later

/// Caps that protect from hostile files. Beside them, no tensor has more than `CheckedSize.mostElements` numbers.
enum Limits {
    /// The largest file that is read.
    static let fileBytes = 1 << 31
    /// Bytes that a run may take for values and kernels unless told.
    static let runMemory = 1 << 32
    /// Bytes of all constants that are computed while reading; what goes beyond is computed in each run.
    static let computedConstants = 1 << 28
    /// The largest kernel, stride, dilation or padding of a window.
    static let window = 1 << 16
    /// The most groups of channels.
    static let groups = 1 << 20
    /// The largest product of the strides of a transposed convolution, each of whose remainders has taps of its own.
    static let phases = 1 << 16
    /// The most dimensions of a tensor.
    static let dimensions = 8
    /// The versions of the operator set whose rules the operators know.
    static let opsets = 1...24

    static var opsetText: String { "versions \(opsets.lowerBound) to \(opsets.upperBound) of ai.onnx" }
}
