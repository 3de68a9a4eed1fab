// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import TestTools
import Testing

@Suite("Transposed convolutions") struct TransposedConvolutionTests {
    struct Case {
        let groups, inputs, outputsPerGroup, images: Int
        let window: Window
        let extents, extra: Extents
        let weights, bias, input: [Float]

        init(seed: UInt64) {
            var draws = SeededNumbers(state: seed)
            func axis(_ isThere: Bool) -> Window.Axis {
                guard isThere else { return Window.Axis(size: 1) }
                return Window.Axis(
                    size: draws.next(1...4), stride: draws.next(1...3), dilation: draws.next(1...2),
                    before: draws.next(0...1), after: draws.next(0...1))
            }
            let dimensions = Int(seed % 3) + 1
            window = Window(depth: axis(dimensions > 2), height: axis(dimensions > 1), width: axis(true))
            extents = Extents(
                depth: dimensions > 2 ? draws.next(1...3) : 1, height: dimensions > 1 ? draws.next(1...7) : 1,
                width: draws.next(1...30))
            extra = Extents(
                depth: 0, height: dimensions > 1 ? draws.next(0...window.height.stride - 1) : 0,
                width: draws.next(0...window.width.stride - 1))
            groups = draws.next(1...3)
            inputs = groups * draws.next(1...5)
            outputsPerGroup = draws.next(1...7)
            images = draws.next(1...2)
            weights = numbers(inputs * outputsPerGroup * window.taps, seed: seed &+ 1)
            bias = numbers(groups * outputsPerGroup, seed: seed &+ 2)
            input = numbers(images * inputs * extents.count, seed: seed &+ 3)
        }

        func built() -> TransposedConvolution {
            weights.withUnsafeBufferPointer { weights in
                bias.withUnsafeBufferPointer { bias in
                    TransposedConvolution(
                        weights: weights, bias: bias, inputs: inputs, outputsPerGroup: outputsPerGroup, groups: groups,
                        window: window, extra: extra)
                }
            }
        }

        /// Each output from the factors and terms of its sum, in order.
        func expected(_ profile: NumericProfile, _ results: Extents) -> [Float] {
            var found: [Float] = []
            for image in 0..<images {
                for m in 0..<groups * outputsPerGroup {
                    for at in 0..<results.count {
                        let (factors, terms) = sum(image, m, at, results)
                        let sum = profile.referenceDot(factors.span, terms.span) + bias[m]
                        found.append(profile.activations.rounded(sum))
                    }
                }
            }
            return found
        }

        private func sum(_ image: Int, _ m: Int, _ at: Int, _ results: Extents) -> ([Float], [Float]) {
            let z = at / (results.height * results.width), y = at / results.width % results.height
            let x = at % results.width
            func source(_ output: Int, _ tap: Int, _ axis: Window.Axis) -> Int? {
                let place = output + axis.before - tap * axis.dilation
                return place % axis.stride == 0 ? place / axis.stride : nil
            }
            var factors: [Float] = []
            var terms: [Float] = []
            let perGroup = inputs / groups
            for c in (0..<perGroup).map({ m / outputsPerGroup * perGroup + $0 }) {
                for tap in 0..<window.taps {
                    guard let d = source(z, tap / (window.height.size * window.width.size), window.depth),
                        let h = source(y, tap / window.width.size % window.height.size, window.height),
                        let w = source(x, tap % window.width.size, window.width)
                    else { continue }
                    let isInside =
                        (0..<extents.depth).contains(d) && (0..<extents.height).contains(h)
                        && (0..<extents.width).contains(w)
                    let row = (((image * inputs + c) * extents.depth + d) * extents.height + h) * extents.width
                    terms.append(isInside ? input[row + w] : 0)
                    factors.append(weights[(c * outputsPerGroup + m % outputsPerGroup) * window.taps + tap])
                }
            }
            return (factors, terms)
        }
    }

    @Test("the same bits as a plain sum in the same order", arguments: 0..<120) func bits(seed: Int) {
        let plain = Case(seed: UInt64(seed))
        let profile = NumericProfile.all[seed % NumericProfile.all.count]
        let transposed = plain.built()
        let results = transposed.outputs(of: plain.extents)
        var output = [Float](
            repeating: 5, count: plain.images * plain.groups * plain.outputsPerGroup * results.count + 2)
        var scratch = [Float](repeating: .nan, count: transposed.scratchCount(over: plain.extents) + 2)
        for place in scratch.count - 2..<scratch.count { scratch[place] = 5 }
        transposed.run(
            plain.input, images: plain.images, extents: plain.extents, into: &output, scratch: &scratch,
            profile: profile)
        #expect(Array(scratch.suffix(2)) == [5, 5] && Array(output.suffix(2)) == [5, 5])
        let expected = plain.expected(profile, results)
        #expect(output.dropLast(2).map(\.bitPattern) == expected.map(\.bitPattern), "\(profile.name), \(plain.window)")
    }

    @Test("by hand: two inputs, three taps, stride two") func byHand() {
        let weights: [Float] = [1, 10, 100]
        let transposed = weights.withUnsafeBufferPointer {
            TransposedConvolution(
                weights: $0, bias: nil, inputs: 1, outputsPerGroup: 1,
                window: Window(width: Window.Axis(size: 3, stride: 2)))
        }
        var output = [Float](repeating: 0, count: 5)
        var scratch = [Float](repeating: 0, count: transposed.scratchCount(over: Extents(width: 2)))
        transposed.run(
            [1, 2], images: 1, extents: Extents(width: 2), into: &output, scratch: &scratch, profile: .fused1)
        #expect(output == [1, 10, 102, 20, 200])
    }
}
