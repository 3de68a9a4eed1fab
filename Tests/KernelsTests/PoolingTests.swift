// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Kernels
import TestTools
import Testing

@Suite("Pooling") struct PoolingTests {
    /// A pooling of random sizes over two channels.
    struct Case {
        let pooling: Pooling
        let extents: Extents
        let input: [Float]

        init(seed: UInt64) {
            var draws = SeededNumbers(state: seed)
            func axis() -> Window.Axis {
                let size = draws.next(1...4)
                return Window.Axis(
                    size: size, stride: draws.next(1...3), dilation: draws.next(1...2),
                    before: draws.next(0...size / 2),
                    after: draws.next(0...size / 2))
            }
            let window = Window(
                depth: seed.isMultiple(of: 3) ? axis() : Window.Axis(size: 1), height: axis(), width: axis())
            let kinds: [Pooling.Kind] = [.maximum, .average(countsPadding: false), .average(countsPadding: true)]
            pooling = Pooling(kinds[draws.next(0...2)], window: window, roundsUp: draws.next(0...1) == 1)
            extents = Extents(
                depth: window.depth.reach, height: window.height.reach + draws.next(0...8),
                width: window.width.reach + draws.next(0...40))
            input = numbers(2 * extents.count, seed: seed &+ 1)
        }

        /// The numbers under each window, nil in the padding and beyond; and how many taps are not beyond.
        func windows() -> [(numbers: [Float?], counted: Int)] {
            let window = pooling.window
            let results = pooling.outputs(of: extents)
            return (0..<2 * results.count).map { output in
                let (channel, at) = (output / results.count, output % results.count)
                var counted = 0
                let numbers = (0..<window.taps).map { tap -> Float? in
                    let (height, width) = (window.height.size, window.width.size)
                    let z =
                        at / (results.height * results.width) * window.depth.stride
                        + tap / (height * width) * window.depth.dilation - window.depth.before
                    let y =
                        at / results.width % results.height * window.height.stride
                        + tap / width % height * window.height.dilation - window.height.before
                    let x =
                        at % results.width * window.width.stride + tap % width * window.width.dilation
                        - window.width.before
                    if z < extents.depth + window.depth.after && y < extents.height + window.height.after
                        && x < extents.width + window.width.after
                    {
                        counted += 1
                    }
                    let isInside =
                        (0..<extents.depth).contains(z) && (0..<extents.height).contains(y)
                        && (0..<extents.width).contains(x)
                    return isInside
                        ? input[((channel * extents.depth + z) * extents.height + y) * extents.width + x] : nil
                }
                return (numbers, counted)
            }
        }

        func expected(_ profile: NumericProfile) -> [Float] {
            windows().map { window in
                let inside = window.numbers.compactMap { $0 }
                guard case .average(let countsPadding) = pooling.kind else {
                    return profile.activations.rounded(inside.max() ?? -.infinity)
                }
                let terms = window.numbers.map { $0 ?? 0 }
                let sum = profile.sum(terms.span)
                return profile.activations.rounded(sum / Float(countsPadding ? window.counted : inside.count))
            }
        }
    }

    @Test("the same bits as a plain pass over each window", arguments: 0..<100) func bits(seed: Int) {
        let plain = Case(seed: UInt64(seed))
        let profile = NumericProfile.all[seed % NumericProfile.all.count]
        let count = 2 * plain.pooling.outputs(of: plain.extents).count
        var output = [Float](repeating: 5, count: count + 2)
        var scratch = [Float](repeating: .nan, count: plain.pooling.scratchCount(over: plain.extents))
        plain.pooling.run(
            plain.input, channels: 2, extents: plain.extents, into: &output, scratch: &scratch, profile: profile)
        #expect(output.dropLast(2).map(\.bitPattern) == plain.expected(profile).map(\.bitPattern), "\(plain.pooling)")
        #expect(Array(output.suffix(2)) == [5, 5])
        guard plain.pooling.kind == .maximum else { return }
        var places = [Int64](repeating: -1, count: count)
        plain.pooling.placesOfLargest(plain.input, channels: 2, extents: plain.extents, into: &places)
        for (window, place) in zip(plain.windows(), places) {
            if let largest = window.numbers.compactMap({ $0 }).max() { #expect(plain.input[Int(place)] == largest) }
        }
    }

    @Test("rounding up adds a window only if it starts before the padding after the image") func ceilings() {
        #expect(Window.Axis(size: 3, stride: 2).outputs(of: 4, roundingUp: true) == 2)
        #expect(Window.Axis(size: 3, stride: 2).outputs(of: 4) == 1)
        #expect(Window.Axis(size: 1, stride: 3, before: 0, after: 1).outputs(of: 3, roundingUp: true) == 1)
        #expect(Window.Axis(size: 5).outputs(of: 4) == 0)
    }

    @Test("a NaN is the largest and the mean of its windows") func notANumber() {
        let window = Window(width: Window.Axis(size: 2))
        for kind in [Pooling.Kind.maximum, .average(countsPadding: true)] {
            let pooling = Pooling(kind, window: window)
            var output = [Float](repeating: 5, count: 4)
            var scratch = [Float](repeating: 0, count: pooling.scratchCount(over: Extents(width: 5)))
            pooling.run(
                [1, 2, -.nan, 3, 4], channels: 1, extents: Extents(width: 5), into: &output, scratch: &scratch,
                profile: .fused1)
            #expect(output[1].bitPattern == 0x7FC0_0000 && output[2].bitPattern == 0x7FC0_0000)
            #expect(!output[0].isNaN && !output[3].isNaN)
        }
    }
}
