// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import TestTools
import Testing

/// A convolution of random sizes, and what it should give.
struct RandomConvolution: CustomStringConvertible {
    let groups, inputs, outputs, images: Int
    let window: Window
    let extents: Extents
    let weights, bias, input: [Float]

    /// - Parameter dimensions: spatial axes, 1 to 3.
    init(seed: UInt64, dimensions: Int, isDepthwise: Bool) {
        var draws = SeededNumbers(state: seed)
        func axis(_ isThere: Bool) -> Window.Axis {
            guard isThere else { return Window.Axis(size: 1) }
            return Window.Axis(
                size: draws.next(1...4), stride: draws.next(1...3), dilation: draws.next(1...2),
                before: draws.next(0...3), after: draws.next(0...3))
        }
        window = Window(depth: axis(dimensions > 2), height: axis(dimensions > 1), width: axis(true))
        func extent(_ axis: Window.Axis, _ isThere: Bool, _ most: Int) -> Int {
            isThere ? draws.next(axis.reach...axis.reach + most) : 1
        }
        extents = Extents(
            depth: extent(window.depth, dimensions > 2, 2), height: extent(window.height, dimensions > 1, 9),
            width: extent(window.width, true, 40))
        groups = isDepthwise ? draws.next(1...5) : draws.next(1...3)
        inputs = isDepthwise ? 1 : draws.next(2...9)
        outputs = groups * draws.next(1...(isDepthwise ? 2 : 12))
        images = draws.next(1...2)
        weights = numbers(outputs * inputs * window.taps, seed: seed &+ 1)
        bias = numbers(outputs, seed: seed &+ 2)
        input = numbers(images * groups * inputs * extents.count, seed: seed &+ 3)
    }

    var description: String {
        "\(images) x \(groups) groups of \(inputs) to \(outputs), \(extents), \(window)"
    }

    /// What the image holds at the tap of an output: nil in the padding.
    func place(_ channel: Int, _ output: (Int, Int, Int), _ tap: Int) -> Int? {
        let (height, width) = (window.height.size, window.width.size)
        func place(_ axis: Window.Axis, _ output: Int, _ tap: Int) -> Int {
            output * axis.stride + tap * axis.dilation - axis.before
        }
        let z = place(window.depth, output.0, tap / (height * width))
        let y = place(window.height, output.1, tap / width % height)
        let x = place(window.width, output.2, tap % width)
        guard (0..<extents.depth).contains(z), (0..<extents.height).contains(y), (0..<extents.width).contains(x) else {
            return nil
        }
        return ((channel * extents.depth + z) * extents.height + y) * extents.width + x
    }

    /// Each output from the terms of its sum, in order.
    func outputs(_ reduce: (_ weights: [Float], _ terms: [Float], _ bias: Float) -> Float) -> [Float] {
        let results = window.outputs(of: extents)
        let inner = inputs * window.taps
        var found: [Float] = []
        for image in 0..<images {
            for m in 0..<outputs {
                for at in 0..<results.count {
                    let output = (
                        at / (results.height * results.width), at / results.width % results.height, at % results.width
                    )
                    let first = (image * groups + m / (outputs / groups)) * inputs
                    let terms = (0..<inner).map { k in
                        place(first + k / window.taps, output, k % window.taps).map { input[$0] } ?? 0
                    }
                    found.append(reduce(Array(weights[m * inner..<(m + 1) * inner]), terms, bias[m]))
                }
            }
        }
        return found
    }

    func expected(_ profile: NumericProfile, _ bucket: BatchBucket) -> [Float] {
        outputs { weights, terms, bias in
            let sum = profile.referenceDot(weights.span, terms.span, bucket: bucket) + bias
            return profile.activations.rounded(sum)
        }
    }

    func found(_ profile: NumericProfile, _ bucket: BatchBucket = .one) -> [Float] {
        weights.withUnsafeBufferPointer { weights in
            bias.withUnsafeBufferPointer { bias in
                let convolution = Convolution(
                    weights: weights, bias: bias, outputs: outputs, inputsPerGroup: inputs, groups: groups,
                    window: window)
                var output = [Float](
                    repeating: .nan, count: images * outputs * window.outputs(of: extents).count + 3)
                var scratch = [Float](repeating: .nan, count: convolution.scratchCount(over: extents) + 3)
                let last = scratch.count - 3
                for place in last..<scratch.count { scratch[place] = 5 }
                for place in output.count - 3..<output.count { output[place] = 5 }
                convolution.run(
                    input, images: images, extents: extents, into: &output, scratch: &scratch, profile: profile,
                    bucket: bucket)
                #expect(Array(scratch.suffix(3)) == [5, 5, 5] && Array(output.suffix(3)) == [5, 5, 5])
                return output.dropLast(3)
            }
        }
    }
}

@Suite("Convolutions") struct ConvolutionTests {
    static let profiles: [NumericProfile] = NumericProfile.all + [everyProfile[3], blockedProfiles[13]]

    @Test("the same bits as a plain sum in the same order", arguments: 0..<150) func bits(seed: Int) {
        let convolution = RandomConvolution(
            seed: UInt64(seed), dimensions: seed % 3 + 1, isDepthwise: seed.isMultiple(of: 4))
        let profile = Self.profiles[seed % Self.profiles.count]
        let bucket = BatchBucket.allCases[seed % 5]
        let expected = convolution.expected(profile, bucket)
        let found = convolution.found(profile, bucket)
        #expect(found.map(\.bitPattern) == expected.map(\.bitPattern), "\(profile.name), \(convolution)")
    }

    @Test("the error is that of a sum in float32", arguments: 0..<20) func accuracy(seed: Int) {
        let convolution = RandomConvolution(seed: UInt64(900 + seed), dimensions: 2, isDepthwise: false)
        let found = convolution.found(.fused1)
        var at = 0
        _ = convolution.outputs { weights, terms, bias in
            let products = zip(weights, terms).map { Double($0) * Double($1) } + [Double(bias)]
            // A sum of n terms errs by at most n half units of the sum of magnitudes.
            let bound = products.reduce(0) { $0 + $1.magnitude } * Double(products.count) * 0x1p-24
            #expect((Double(found[at]) - products.reduce(0, +)).magnitude <= bound)
            at += 1
            return 0
        }
    }

    @Test("images wide enough for full vectors, pointwise and depthwise ones, strides of images and channels")
    func large() {
        for seed in UInt64(0)..<4 {
            var draws = SeededNumbers(state: seed)
            let side = seed == 3 ? 5 : 1
            let axis = Window.Axis(size: side, before: side / 2, after: side / 2)
            let convolution = RandomConvolution(
                groups: 1, inputs: 40 + draws.next(0...40), outputs: 37, images: 2,
                window: Window(height: axis, width: axis), extents: Extents(height: 9, width: 40 + draws.next(0...40)))
            let expected = convolution.expected(.fused1, .one)
            #expect(convolution.found(.fused1).map(\.bitPattern) == expected.map(\.bitPattern), "\(convolution)")
        }
    }

    @Test("long sums for few output channels, read where the windows are", arguments: NumericProfile.all)
    func slidingAcross(profile: NumericProfile) {
        for (width, stride) in [(16, 1), (70, 1), (64, 2)] {
            let axis = Window.Axis(size: 3, stride: stride, before: 1, after: 1)
            let convolution = RandomConvolution(
                groups: 1, inputs: 30, outputs: 17, images: 1, window: Window(height: axis, width: axis),
                extents: Extents(height: 2, width: width * stride))
            let expected = convolution.expected(profile, .one)
            #expect(convolution.found(profile).map(\.bitPattern) == expected.map(\.bitPattern), "\(convolution)")
        }
    }

    /// Channels, outputs, the axes, and extents so large that the padded copy would not fit a second-level cache.
    private static let largeImages: [(Int, Int, Window.Axis, Extents)] = [
        (120, 2, Window.Axis(size: 3, before: 1, after: 1), Extents(height: 44, width: 70)),
        (120, 2, Window.Axis(size: 2, before: 0, after: 1), Extents(height: 44, width: 70)),
        (120, 3, Window.Axis(size: 3, stride: 2, before: 1, after: 2), Extents(height: 45, width: 128)),
        (200, 2, Window.Axis(size: 3, stride: 3, dilation: 2, before: 4, after: 3), Extents(height: 60, width: 50)),
        (1, 1, Window.Axis(size: 3, before: 2), Extents(height: 190, width: 1_000)),
    ]

    @Test("images whose windows are copied in bands of rows", arguments: largeImages)
    func bands(inputs: Int, outputs: Int, axis: Window.Axis, extents: Extents) {
        let convolution = RandomConvolution(
            groups: 1, inputs: inputs, outputs: outputs, images: 1, window: Window(height: axis, width: axis),
            extents: extents)
        let (expected, found) = (convolution.expected(.fused1, .one), convolution.found(.fused1))
        let isSame = found.map(\.bitPattern) == expected.map(\.bitPattern)
        #expect(isSame, "\(convolution)")
    }

    @Test("a NaN in a window is the one NaN of the output, and windows that do not fit give nothing") func special() {
        let plain = RandomConvolution(
            groups: 1, inputs: 2, outputs: 2, images: 1, window: Window(width: Window.Axis(size: 3)),
            extents: Extents(width: 30), first: -Float.nan)
        let found = plain.found(.fused1)
        #expect(found[0].bitPattern == 0x7FC0_0000 && !found[3].isNaN)
        let tooShort = RandomConvolution(
            groups: 1, inputs: 2, outputs: 2, images: 1, window: Window(width: Window.Axis(size: 3)),
            extents: Extents(width: 2))
        #expect(tooShort.found(.fused1).isEmpty)
    }
}

extension RandomConvolution {
    /// Known sizes, random numbers, the first of the input given.
    init(
        groups: Int, inputs: Int, outputs: Int, images: Int, window: Window, extents: Extents, first: Float = 1
    ) {
        (self.groups, self.inputs, self.outputs, self.images) = (groups, inputs, outputs, images)
        (self.window, self.extents) = (window, extents)
        weights = numbers(outputs * inputs * window.taps, seed: 1)
        bias = numbers(outputs, seed: 2)
        input = [first] + numbers(images * groups * inputs * extents.count - 1, seed: 3)
    }
}
