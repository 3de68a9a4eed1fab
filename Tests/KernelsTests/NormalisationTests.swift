// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Kernels
import Testing

@Suite("Normalisation and softmax") struct NormalisationTests {
    static let sizes = [(1, 70), (5, 33), (16, 8), (37, 3), (3, 1)]

    @Test("layers: the bits of a plain pass", arguments: NumericProfile.all)
    func layers(profile: NumericProfile) {
        for (rows, length) in Self.sizes {
            let input = numbers(rows * length, seed: 1), scale = numbers(length, seed: 2),
                bias = numbers(length, seed: 3)
            var expected: [Float] = []
            for row in 0..<rows {
                let numbers = Array(input[row * length..<(row + 1) * length])
                let mean = profile.wide.sum(numbers.span) / Float(length)
                let centred = numbers.map { $0 - mean }
                let variance = profile.wide.referenceDot(centred.span, centred.span) / Float(length)
                let inverse = 1 / (variance + 1e-5).squareRoot()
                for (index, number) in centred.enumerated() {
                    let scaled = number * inverse * scale[index]
                    expected.append(profile.activations.rounded(scaled + bias[index]))
                }
            }
            var output = [Float](repeating: 5, count: rows * length)
            profile.normaliseLayers(
                input, rows: rows, length: length, scale: scale, bias: bias, epsilon: 1e-5, into: &output)
            #expect(output.map(\.bitPattern) == expected.map(\.bitPattern), "\(rows) x \(length)")
        }
    }

    @Test("root mean squares: the bits of a plain pass", arguments: NumericProfile.all)
    func rootMeanSquares(profile: NumericProfile) {
        for (rows, length) in Self.sizes {
            let input = numbers(rows * length, seed: 1), scale = numbers(length, seed: 2)
            var expected: [Float] = []
            for row in 0..<rows {
                let numbers = Array(input[row * length..<(row + 1) * length])
                let variance = profile.wide.referenceDot(numbers.span, numbers.span) / Float(length)
                let inverse = 1 / (variance + 1e-6).squareRoot()
                for (index, number) in numbers.enumerated() {
                    expected.append(profile.activations.rounded(number * inverse * scale[index]))
                }
            }
            var output = [Float](repeating: 5, count: rows * length)
            profile.normaliseRootMeanSquares(
                input, rows: rows, length: length, scale: scale, epsilon: 1e-6, into: &output)
            #expect(output.map(\.bitPattern) == expected.map(\.bitPattern), "\(rows) x \(length)")
        }
    }

    @Test("batches: each channel by its own statistics") func batches() {
        var output = [Float](repeating: 5, count: 8)
        NumericProfile.fused1.normaliseBatch(
            [1, 2, 3, 4, 5, 6, 7, 8], images: 2, channels: 2, places: 2, scale: [2, 3], bias: [10, 20], mean: [1, 4],
            variance: [4, 9], epsilon: 0, into: &output)
        #expect(output == [10, 11, 19, 20, 14, 15, 23, 24])
    }

    @Test("softmax: near the truth, each row alone", arguments: NumericProfile.all)
    func softmax(profile: NumericProfile) {
        for (rows, length) in Self.sizes {
            let input = numbers(rows * length, seed: 4)
            var found = input
            profile.softmax(&found, rows: rows, length: length)
            for row in 0..<rows {
                let range = row * length..<(row + 1) * length
                var alone = Array(input[range])
                profile.softmax(&alone, rows: 1, length: length)
                #expect(alone.map(\.bitPattern) == found[range].map(\.bitPattern))
                let powers = input[range].map { exp(Double($0)) }
                let total = powers.reduce(0, +)
                // A difference of at most 128 is rounded by 2^-18 before it becomes a power.
                let (bound, least) = profile.activations == .float32 ? (0x1p-17, 1e-30) : (2e-2, 1e-4)
                for (power, share) in zip(powers, alone) {
                    #expect((Double(share) - power / total).magnitude <= bound * power / total + least)
                }
            }
        }
        var special: [Float] = [-.infinity, 0, -.infinity, -.infinity, .nan, 1]
        NumericProfile.fused1.softmax(&special, rows: 3, length: 2)
        #expect(special[0] == 0 && special[1] == 1)
        #expect(special[2...].allSatisfy { $0.bitPattern == 0x7FC0_0000 })
    }
}
