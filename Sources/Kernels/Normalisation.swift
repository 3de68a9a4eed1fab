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
        forBlocks(of: rows) { first, count, mean, inverse in
            let (source, target) = (input + first * length, output + first * length)
            reduce(TRILEMMA_SUM, source, count, length, into: mean, bucket)
            for row in 0..<count {
                mean[row] /= Float(length)
                for index in row * length..<(row + 1) * length { target[index] = source[index] - mean[row] }
            }
            reduce(TRILEMMA_SQUARES, target, count, length, into: inverse, bucket)
            for row in 0..<count {
                inverse[row] = 1 / (inverse[row] / Float(length) + epsilon).squareRoot()
                let numbers = target + row * length
                for index in 0..<length { numbers[index] *= inverse[row] }
                if let scale { for index in 0..<length { numbers[index] *= scale[index] } }
                if let bias { for index in 0..<length { numbers[index] += bias[index] } }
                means?[first + row] = mean[row]
                inverses?[first + row] = inverse[row]
            }
        }
        activations.round(output, count: rows * length)
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
        forBlocks(of: rows) { first, count, inverse, _ in
            reduce(TRILEMMA_SQUARES, input + first * length, count, length, into: inverse, bucket)
            for row in 0..<count {
                inverse[row] = 1 / (inverse[row] / Float(length) + epsilon).squareRoot()
                let (source, target) = (input + (first + row) * length, output + (first + row) * length)
                for index in 0..<length { target[index] = source[index] * inverse[row] * scale[index] }
            }
        }
        activations.round(output, count: rows * length)
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
            let (centre, shift) = (mean[channel], bias[channel])
            for index in run * places..<(run + 1) * places {
                output[index] = (input[index] - centre) * factor + shift
            }
        }
        activations.round(output, count: images * channels * places)
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
        forBlocks(of: rows) { first, count, largest, total in
            let block = numbers + first * length
            reduce(TRILEMMA_MAXIMUM, block, count, length, into: largest, bucket)
            for row in 0..<count {
                for index in row * length..<(row + 1) * length { block[index] -= largest[row] }
            }
            Elementary.apply(.exp, block, into: block, count: count * length)
            reduce(TRILEMMA_SUM, block, count, length, into: total, bucket)
            for row in 0..<count {
                for index in row * length..<(row + 1) * length { block[index] /= total[row] }
            }
        }
        activations.round(numbers, count: rows * length)
    }

    /// Takes rows by sixteen, so that their sums go side by side, with room for two numbers a row.
    private func forBlocks(
        of rows: Int,
        _ body: (_ first: Int, _ count: Int, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        let width = 16
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * width) { room in
            guard let start = room.baseAddress else { return }
            for first in stride(from: 0, to: rows, by: width) {
                body(first, min(width, rows - first), start, start + width)
            }
        }
    }

    /// Reduces each of a few rows to one number.
    private func reduce(
        _ reduction: trilemma_reduction, _ numbers: UnsafePointer<Float>, _ rows: Int, _ length: Int,
        into results: UnsafeMutablePointer<Float>, _ bucket: BatchBucket
    ) {
        var windows = trilemma_windows(
            places: numbers, taps: nil, tap_count: length, tap_step: 1, slices: 1, slice_step: 0, rows: 1, row_step: 0,
            width: rows, column_step: length, can_read_past: false)
        trilemma_reduce(Machine.variant, wide.order(in: bucket), reduction, &windows, nil, nil, results)
    }
}
