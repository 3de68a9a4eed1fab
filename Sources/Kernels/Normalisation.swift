// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

extension NumericProfile {
    /// Layer normalisation of each row: (x - m) / sqrt(v + epsilon) x scale + bias.
    ///
    /// m is the mean of the row, v the mean of (x - m)^2, both sums in the order of this profile (the squares as a product with
    /// itself, see `dot`). With r = 1 / sqrt(v + epsilon), an output is (x - m) x r, then x scale, then + bias, each rounded
    /// (J. L. Ba, J. R. Kiros, G. E. Hinton, arXiv:1607.06450). Allocates nothing.
    /// - Parameters:
    ///   - input: [rows][length].
    ///   - scale, bias: [length], or nil.
    ///   - output: [rows][length]; may be the input; rounded to the profile's activations.
    ///   - means, inverses: [rows], room for m and r, or nil.
    /// - Complexity: O(rows x length).
    public func normaliseLayers(
        _ input: UnsafePointer<Float>, rows: Int, length: Int, scale: UnsafePointer<Float>?,
        bias: UnsafePointer<Float>?, epsilon: Float, into output: UnsafeMutablePointer<Float>,
        means: UnsafeMutablePointer<Float>? = nil, inverses: UnsafeMutablePointer<Float>? = nil,
        bucket: BatchBucket = .one
    ) {
        for row in 0..<rows {
            let source = UnsafeBufferPointer(start: input + row * length, count: length)
            let mean = sum(source.span, bucket: bucket) / Float(length)
            let centred = source.map { $0 - mean }
            let variance = dot(centred.span, centred.span, bucket: bucket) / Float(length)
            let inverse = 1 / (variance + epsilon).squareRoot()
            for index in 0..<length {
                var number = centred[index] * inverse
                if let scale { number *= scale[index] }
                if let bias { number += bias[index] }
                output[row * length + index] = number.isNaN ? Float(bitPattern: 0x7FC0_0000) : number
            }
            means?[row] = mean
            inverses?[row] = inverse
        }
        roundActivations(output, count: rows * length)
    }

    /// Root-mean-square normalisation of each row: x / sqrt(v + epsilon) x scale, with v the mean of x^2.
    ///
    /// The sum of squares is in the order of `dot`. With r = 1 / sqrt(v + epsilon), an output is x x r, then x scale, each
    /// rounded (B. Zhang, R. Sennrich, arXiv:1910.07467). Allocates nothing.
    /// - Parameters:
    ///   - input: [rows][length].
    ///   - scale: [length].
    ///   - output: [rows][length]; may be the input; rounded to the profile's activations.
    /// - Complexity: O(rows x length).
    public func normaliseRootMeanSquares(
        _ input: UnsafePointer<Float>, rows: Int, length: Int, scale: UnsafePointer<Float>, epsilon: Float,
        into output: UnsafeMutablePointer<Float>, bucket: BatchBucket = .one
    ) {
        for row in 0..<rows {
            let source = UnsafeBufferPointer(start: input + row * length, count: length)
            let variance = dot(source.span, source.span, bucket: bucket) / Float(length)
            let inverse = 1 / (variance + epsilon).squareRoot()
            for index in 0..<length {
                let number = source[index] * inverse * scale[index]
                output[row * length + index] = number.isNaN ? Float(bitPattern: 0x7FC0_0000) : number
            }
        }
        roundActivations(output, count: rows * length)
    }

    /// Batch normalisation with known statistics: (x - mean) x factor + bias per channel, each step rounded, with
    /// factor = scale / sqrt(variance + epsilon) (S. Ioffe, C. Szegedy, arXiv:1502.03167). Allocates nothing.
    /// - Parameters:
    ///   - input: [images][channels][places].
    ///   - scale, bias, mean, variance: [channels].
    ///   - output: as the input, and may be it; rounded to the profile's activations.
    /// - Complexity: O(images x channels x places).
    public func normaliseBatch(
        _ input: UnsafePointer<Float>, images: Int, channels: Int, places: Int, scale: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, mean: UnsafePointer<Float>, variance: UnsafePointer<Float>, epsilon: Float,
        into output: UnsafeMutablePointer<Float>
    ) {
        for run in 0..<images * channels {
            let channel = run % channels
            let factor = scale[channel] / (variance[channel] + epsilon).squareRoot()
            for index in run * places..<(run + 1) * places {
                let number = (input[index] - mean[channel]) * factor + bias[channel]
                output[index] = number.isNaN ? Float(bitPattern: 0x7FC0_0000) : number
            }
        }
        roundActivations(output, count: images * channels * places)
    }

    /// Softmax of each row: e^(x - m) / s, m the largest number of the row, s the sum of the powers in the order of `sum`.
    ///
    /// The powers are those of `Elementary.Function.exp`. A row with a NaN or whose largest is infinite becomes NaN where the
    /// arithmetic says so; so does a row of -inf alone. Allocates nothing.
    /// - Parameters:
    ///   - numbers: [rows][length], replaced; rounded to the profile's activations.
    /// - Complexity: O(rows x length).
    public func softmax(
        _ numbers: UnsafeMutablePointer<Float>, rows: Int, length: Int, bucket: BatchBucket = .one
    ) {
        for row in 0..<rows {
            let places = UnsafeMutableBufferPointer(start: numbers + row * length, count: length)
            var largest = -Float.infinity
            for index in 0..<length where !(places[index] <= largest) { largest = places[index] }
            for index in 0..<length { places[index] -= largest }
            Elementary.apply(.exp, to: places)
            let total = sum(places.span, bucket: bucket)
            for index in 0..<length {
                let share = places[index] / total
                places[index] = share.isNaN ? Float(bitPattern: 0x7FC0_0000) : share
            }
        }
        roundActivations(numbers, count: rows * length)
    }
}
