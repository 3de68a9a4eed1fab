// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// The largest or the mean number of each window, over up to three spatial axes.
public struct Pooling: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The largest number inside the image; NaN if one is NaN.
        case maximum
        /// The sum divided by how many numbers were added: those inside the image, or those inside image and padding.
        case average(countsPadding: Bool)
    }

    public let kind: Kind
    public let window: Window
    /// Whether the last window may pass the end, see `Window.Axis.outputs`.
    public let roundsUp: Bool

    public init(_ kind: Kind, window: Window, roundsUp: Bool = false) {
        self.kind = kind
        self.window = window
        self.roundsUp = roundsUp
    }

    /// The extents of the outputs over an image.
    public func outputs(of image: Extents) -> Extents { window.outputs(of: image, roundingUp: roundsUp) }

    /// Numbers of scratch memory that a run over images of these extents needs.
    public func scratchCount(over image: Extents) -> Int {
        let sliding = sliding(over: image)
        return Scratch.counting {
            _ = $0.integers(window.taps)
            _ = $0.floats(sliding.copyCount(channels: 1))
        }
    }

    /// Pools each channel. Allocates nothing.
    ///
    /// A sum runs over all taps of a window in depth, height, width ascending, +0 standing for places outside the image, in
    /// the order of the profile, and is then divided. A window that holds no number of the image gives NaN in an average that
    /// does not count padding, and -inf in a maximum.
    /// - Parameters:
    ///   - input: [channels][depth][height][width]; images and channels are one axis.
    ///   - output: [channels][extents of `outputs(of:)`]; written only; rounded to the profile's activations.
    ///   - scratch: `scratchCount(over:)` numbers, contents of no meaning.
    /// - Precondition: the memory holds what is said; nothing overlaps.
    /// - Complexity: O(outputs x taps).
    public func run(
        _ input: UnsafePointer<Float>, channels: Int, extents: Extents, into output: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, profile: NumericProfile, bucket: BatchBucket = .one
    ) {
        let sliding = sliding(over: extents)
        let results = outputs(of: extents)
        var memory = Scratch(scratch)
        guard results.count > 0, let taps = memory.integers(window.taps),
            let copy = memory.floats(sliding.copyCount(channels: 1))
        else { return }
        sliding.writeTaps(into: taps)
        for channel in 0..<channels {
            var windows = sliding.windows(
                input + channel * extents.count, channels: 1, taps: taps, copy: copy,
                fill: kind == .maximum ? -.infinity : 0)
            trilemma_reduce(
                Machine.variant, profile.order(in: bucket), kind == .maximum ? TRILEMMA_MAXIMUM : TRILEMMA_SUM,
                &windows, nil, nil, output + channel * results.count)
        }
        if case .average(let countsPadding) = kind {
            divide(output, channels, extents, results, countsPadding)
        }
        profile.roundActivations(output, count: channels * results.count)
    }

    /// Writes the place of each output's largest number, the first one of equals, NaN counting as the largest.
    ///
    /// Places count over the whole input [channels][depth][height][width]; 0 for a window without a number.
    /// - Complexity: O(outputs x taps).
    public func placesOfLargest(
        _ input: UnsafePointer<Float>, channels: Int, extents: Extents, into places: UnsafeMutablePointer<Int64>
    ) {
        let results = outputs(of: extents)
        for output in 0..<channels * results.count {
            let (channel, at) = (output / results.count, output % results.count)
            var best: Int?
            for tap in 0..<window.taps {
                guard let inside = place(extents, results, at, tap) else { continue }
                let index = channel * extents.count + inside
                guard let old = best else {
                    best = index
                    continue
                }
                if input[index] > input[old] || input[index].isNaN && !input[old].isNaN { best = index }
            }
            places[output] = Int64(best ?? 0)
        }
    }

    /// The place of an output's tap in a channel; nil outside.
    private func place(_ extents: Extents, _ results: Extents, _ output: Int, _ tap: Int) -> Int? {
        let (height, width) = (window.height.size, window.width.size)
        let z = window.depth.place(output / (results.height * results.width), tap / (height * width))
        let y = window.height.place(output / results.width % results.height, tap / width % height)
        let x = window.width.place(output % results.width, tap % width)
        guard z >= 0, z < extents.depth, y >= 0, y < extents.height, x >= 0, x < extents.width else { return nil }
        return (z * extents.height + y) * extents.width + x
    }

    private func sliding(over image: Extents) -> Sliding {
        Sliding(window, over: image, outputs: outputs(of: image), alwaysCopies: true)
    }

    /// Sums become means.
    private func divide(
        _ output: UnsafeMutablePointer<Float>, _ channels: Int, _ extents: Extents, _ results: Extents,
        _ countsPadding: Bool
    ) {
        for z in 0..<results.depth {
            let depths = window.depth.counted(z, extents.depth, countsPadding)
            for y in 0..<results.height {
                let heights = window.height.counted(y, extents.height, countsPadding)
                for x in 0..<results.width {
                    let count = Float(depths * heights * window.width.counted(x, extents.width, countsPadding))
                    let place = (z * results.height + y) * results.width + x
                    for channel in 0..<channels {
                        let mean = output[channel * results.count + place] / count
                        output[channel * results.count + place] = mean.isNaN ? Elementary.canonicalNaN : mean
                    }
                }
            }
        }
    }
}

extension Window.Axis {
    /// Where an output's tap stands in the image, below 0 and past the end in the padding.
    func place(_ output: Int, _ tap: Int) -> Int { output * stride + tap * dilation - before }

    /// How many taps of an output stand inside the image, or inside image and padding.
    func counted(_ output: Int, _ extent: Int, _ countsPadding: Bool) -> Int {
        var count = 0
        for tap in 0..<size {
            let place = place(output, tap)
            if countsPadding ? place < extent + after : place >= 0 && place < extent { count += 1 }
        }
        return count
    }
}
