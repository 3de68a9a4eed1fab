// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels

/// A floating-point format that a number of an inference is rounded to; all are computed with in float32.
public enum NumberType: Hashable, Sendable {
    /// IEEE 754 binary32.
    case float32
    /// The upper half of a binary32: 8 bits of significand, the same exponents.
    case bfloat16
    /// IEEE 754 binary16: 11 bits of significand, largest number 65504.
    case float16

    /// The nearest number of this type, ties to even; infinite past the largest one.
    ///
    /// Any NaN becomes the one with the bits 0x7FC00000.
    public func rounded(_ x: Float) -> Float {
        var number = x
        round(&number, count: 1)
        return number
    }

    /// Rounds each number in place.
    /// - Complexity: O(count).
    public func round(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
        trilemma_round(Machine.variant, loops, numbers, count)
    }

    /// The name of the type in the C loops.
    var loops: trilemma_type {
        switch self {
        case .float32: TRILEMMA_FLOAT32
        case .bfloat16: TRILEMMA_BFLOAT16
        case .float16: TRILEMMA_FLOAT16
        }
    }
}

/// The processor at hand.
enum Machine {
    /// The widest variant of the C loops that runs here, chosen at first use. All variants give the same bits.
    static let variant = trilemma_widest_variant()
}
