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

    /// Pools each channel. Allocates nothing.
    ///
    /// A sum runs over the numbers inside the image alone, taps in depth, height, width ascending, in the order of the
    /// profile (`NumericProfile.sum`), and is then divided. A window that holds no number of the image gives NaN in an average
    /// that does not count padding, and -inf in a maximum.
    /// - Parameters:
    ///   - input: [channels][depth][height][width]; images and channels are one axis.
    ///   - output: [channels][extents of `outputs(of:)`]; written only.
    ///   - places: for a maximum, room for the place of each output's first largest number, counted over the whole input;
    ///     or nil.
    /// - Precondition: the memory holds what is said; nothing overlaps.
    /// - Complexity: O(outputs x taps).
    public func run(
        _ input: UnsafePointer<Float>, channels: Int, extents: Extents, into output: UnsafeMutablePointer<Float>,
        places: UnsafeMutablePointer<Int64>? = nil, profile: NumericProfile, bucket: BatchBucket = .one
    ) {
        let results = outputs(of: extents)
        var at = 0
        for channel in 0..<channels {
            for z in 0..<results.depth {
                for y in 0..<results.height {
                    for x in 0..<results.width {
                        output[at] = pooled(
                            input, channel, extents, (z, y, x), places.map { $0 + at }, profile, bucket)
                        at += 1
                    }
                }
            }
        }
        profile.roundActivations(output, count: at)
    }

    private func pooled(
        _ input: UnsafePointer<Float>, _ channel: Int, _ extents: Extents, _ output: (Int, Int, Int),
        _ place: UnsafeMutablePointer<Int64>?, _ profile: NumericProfile, _ bucket: BatchBucket
    ) -> Float {
        var terms: [Float] = []
        var largest = -Float.infinity
        var inPadding = 0
        place?.pointee = 0
        for depth in 0..<window.depth.size {
            for height in 0..<window.height.size {
                for width in 0..<window.width.size {
                    let z = output.0 * window.depth.stride + depth * window.depth.dilation - window.depth.before
                    let y = output.1 * window.height.stride + height * window.height.dilation - window.height.before
                    let x = output.2 * window.width.stride + width * window.width.dilation - window.width.before
                    if z < extents.depth + window.depth.after && y < extents.height + window.height.after
                        && x < extents.width + window.width.after
                    {
                        inPadding += 1
                    }
                    guard
                        (0..<extents.depth).contains(z) && (0..<extents.height).contains(y)
                            && (0..<extents.width).contains(x)
                    else { continue }
                    let index = ((channel * extents.depth + z) * extents.height + y) * extents.width + x
                    let number = input[index]
                    terms.append(number)
                    if number > largest || terms.count == 1 {
                        largest = number
                        place?.pointee = Int64(index)
                    } else if number.isNaN {
                        largest = .nan
                    }
                    if largest.isNaN { largest = Float(bitPattern: 0x7FC0_0000) }
                }
            }
        }
        guard case .average(let countsPadding) = kind else { return largest }
        let mean = profile.sum(terms.span, bucket: bucket) / Float(countsPadding ? inPadding : terms.count)
        return mean.isNaN ? Float(bitPattern: 0x7FC0_0000) : mean
    }
}
