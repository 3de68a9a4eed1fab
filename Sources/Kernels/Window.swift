// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How many places an image has along its spatial axes; one-dimensional data has depth and height 1.
public struct Extents: Hashable, Sendable {
    public var depth: Int
    public var height: Int
    public var width: Int

    /// - Precondition: none is negative.
    public init(depth: Int = 1, height: Int = 1, width: Int) {
        require(
            depth >= 0 && height >= 0 && width >= 0,
            "extents: expected none below 0, found \(depth), \(height), \(width)")
        self.depth = depth
        self.height = height
        self.width = width
    }

    /// Numbers of one channel.
    public var count: Int { depth * height * width }
}

/// How a kernel slides over up to three spatial axes.
public struct Window: Hashable, Sendable {
    /// How it slides along one axis.
    public struct Axis: Hashable, Sendable {
        /// Places of the kernel, its taps.
        public let size: Int
        /// From a place of the kernel to the next, in places of the image.
        public let dilation: Int
        /// From an output to the next, in places of the image.
        public let stride: Int
        /// Places added before and after the image.
        public let before: Int
        public let after: Int

        /// - Precondition: size, stride and dilation are at least 1, the padding at least 0.
        public init(size: Int, stride: Int = 1, dilation: Int = 1, before: Int = 0, after: Int = 0) {
            require(
                size > 0 && stride > 0 && dilation > 0 && before >= 0 && after >= 0,
                "window: expected size, stride, dilation from 1 and padding from 0, "
                    + "found \(size), \(stride), \(dilation), \(before), \(after)")
            self.size = size
            self.stride = stride
            self.dilation = dilation
            self.before = before
            self.after = after
        }

        /// Places from the first tap to the last, both counted.
        public var reach: Int { (size - 1) * dilation + 1 }

        /// How many outputs an axis of `extent` places has: 0 where the kernel does not fit.
        ///
        /// floor((extent + before + after - reach) / stride) + 1. Rounded up instead, the last window may pass the end of
        /// the padding, but has to start inside the image or the padding before it (ONNX, operator MaxPool-12,
        /// `ceil_mode`).
        public func outputs(of extent: Int, roundingUp: Bool = false) -> Int {
            let room = extent + before + after - reach
            if room < 0 { return 0 }
            let count = (roundingUp ? room + stride - 1 : room) / stride + 1
            return roundingUp && (count - 1) * stride >= extent + before ? count - 1 : count
        }
    }

    public let depth: Axis
    public let height: Axis
    public let width: Axis

    public init(depth: Axis = Axis(size: 1), height: Axis = Axis(size: 1), width: Axis) {
        self.depth = depth
        self.height = height
        self.width = width
    }

    /// Taps of the kernel.
    public var taps: Int { depth.size * height.size * width.size }

    /// The extents of the outputs over an image.
    public func outputs(of image: Extents, roundingUp: Bool = false) -> Extents {
        Extents(
            depth: depth.outputs(of: image.depth, roundingUp: roundingUp),
            height: height.outputs(of: image.height, roundingUp: roundingUp),
            width: width.outputs(of: image.width, roundingUp: roundingUp))
    }
}
