// SPDX-License-Identifier: GPL-3.0-or-later

/// The outputs of a transposed convolution whose places leave the same remainders by the strides: they share their taps.
struct TransposedPhase: Sendable {
    /// A tap that takes part, as the place of the input that belongs to the phase's first output.
    struct Tap: Sendable {
        let depth: Int
        let height: Int
        let width: Int
    }

    /// The remainders: where the phase's first output is.
    let place: Extents
    /// In ascending order of the kernel's depth, height and width.
    let taps: [Tap]
    /// [groups][outputsPerGroup][inputs of a group][taps].
    let weights: Memory

    init(
        _ place: (depth: Int, height: Int, width: Int), of window: Window, weights: UnsafeBufferPointer<Float>,
        inputs: Int, groups: Int, outputsPerGroup: Int
    ) {
        self.place = Extents(depth: place.depth, height: place.height, width: place.width)
        let depths = Self.taps(window.depth, place.depth)
        let heights = Self.taps(window.height, place.height)
        let widths = Self.taps(window.width, place.width)
        var taps: [Tap] = []
        var numbers: [Int] = []
        for depth in depths {
            for height in heights {
                for width in widths {
                    taps.append(Tap(depth: depth.shift, height: height.shift, width: width.shift))
                    numbers.append((depth.tap * window.height.size + height.tap) * window.width.size + width.tap)
                }
            }
        }
        self.taps = taps
        var chosen: [Float] = []
        let perGroup = inputs / groups
        for output in 0..<groups * outputsPerGroup {
            let (group, channel) = (output / outputsPerGroup, output % outputsPerGroup)
            for input in group * perGroup..<(group + 1) * perGroup {
                for number in numbers {
                    chosen.append(weights[(input * outputsPerGroup + channel) * window.taps + number])
                }
            }
        }
        self.weights = chosen.withUnsafeBufferPointer(Memory.init)
    }

    /// The taps of an axis for which (place + before - tap x dilation) / stride is whole, and that quotient.
    private static func taps(_ axis: Window.Axis, _ place: Int) -> [(tap: Int, shift: Int)] {
        (0..<axis.size).compactMap { tap in
            let distance = place + axis.before - tap * axis.dilation
            return distance.isMultiple(of: axis.stride) ? (tap, distance / axis.stride) : nil
        }
    }

    /// How many of the outputs belong to this phase on each axis.
    func outputs(of all: Extents, _ window: Window) -> Extents {
        func count(_ all: Int, _ place: Int, _ stride: Int) -> Int { max(0, all - place + stride - 1) / stride }
        return Extents(
            depth: count(all.depth, place.depth, window.depth.stride),
            height: count(all.height, place.height, window.height.stride),
            width: count(all.width, place.width, window.width.stride))
    }
}
