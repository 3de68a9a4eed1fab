// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels

/// Arithmetic over arrays, each operation rounded once, the same bits on every machine. Any NaN becomes the one with the bits
/// 0x7FC00000; nothing is allocated; a result may be written over a number it comes of, but memory must not overlap otherwise.
extension Elementary {
    /// What becomes of two numbers.
    public enum Operation: CaseIterable, Sendable {
        case sum, difference, product, quotient

        /// The name of the operation in the C loops.
        fileprivate var loops: trilemma_operation {
            switch self {
            case .sum: TRILEMMA_ADD
            case .difference: TRILEMMA_SUBTRACT
            case .product: TRILEMMA_MULTIPLY
            case .quotient: TRILEMMA_DIVIDE
            }
        }
    }

    /// Combines `count` pairs of numbers, the left ones first.
    /// - Parameters:
    ///   - leftIsSingle: whether one number stands for all on the left.
    ///   - rightIsSingle: the same on the right.
    /// - Complexity: O(count).
    public static func combine(
        _ operation: Operation, _ left: UnsafePointer<Float>, isSingle leftIsSingle: Bool = false,
        _ right: UnsafePointer<Float>, isSingle rightIsSingle: Bool = false, into results: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        trilemma_combine(Machine.variant, operation.loops, left, leftIsSingle, right, rightIsSingle, results, count)
    }

    /// `least` where a number is below it, then `most` where that is above it.
    /// - Complexity: O(count).
    public static func clip(
        _ numbers: UnsafePointer<Float>, into results: UnsafeMutablePointer<Float>, count: Int, least: Float,
        most: Float
    ) {
        trilemma_bend_all(Machine.variant, TRILEMMA_CLIP, least, most, numbers, results, count)
    }

    /// max(0, min(1, slope x + offset)), product and sum rounded.
    /// - Complexity: O(count).
    public static func hardSigmoid(
        _ numbers: UnsafePointer<Float>, into results: UnsafeMutablePointer<Float>, count: Int, slope: Float,
        offset: Float
    ) {
        trilemma_bend_all(Machine.variant, TRILEMMA_HARD_SIGMOID, slope, offset, numbers, results, count)
    }

    /// x where it is at least 0, else slope x.
    /// - Complexity: O(count).
    public static func leakyRectified(
        _ numbers: UnsafePointer<Float>, into results: UnsafeMutablePointer<Float>, count: Int, slope: Float
    ) {
        trilemma_bend_all(Machine.variant, TRILEMMA_LEAKY, slope, 0, numbers, results, count)
    }
}
