// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels

/// Functions of numbers, with the same bits in all profiles and on every machine.
public enum Elementary {}

extension Elementary {
    /// A function that is applied to arrays, in float32, with the same bits on every machine; error bounds in units in
    /// the last place of the exact result, subnormal results included.
    public enum Function: CaseIterable, Hashable, Sendable {
        /// e to the power x: error below 1.
        case exp
        /// Natural logarithm, -inf at both zeros, NaN below: error below 1.
        case log
        /// Hyperbolic tangent: error below 2.
        case tanh
        /// Error function: error below 1.1.
        case erf
        /// Logistic function 1 / (1 + e^-x): error below 2.5.
        case sigmoid
        /// x times the logistic function of x, -0 at -inf: error below 3.5.
        case silu
        /// x (1 + erf(x / sqrt 2)) / 2, -0 at -inf: error below 5.
        case gelu
        /// Square root, NaN below -0: correctly rounded.
        case squareRoot
        /// 1 / x: correctly rounded.
        case reciprocal
        /// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, an approximation of `gelu` (D. Hendrycks, K. Gimpel,
        /// arXiv:1606.08415), -0 at -inf: error below 5.
        case geluByTanh

        /// What the error stays below, in units in the last place.
        public var errorBound: Double {
            switch self {
            case .exp, .log: 1
            case .erf: 1.1
            case .tanh: 2
            case .sigmoid: 2.5
            case .silu: 3.5
            case .gelu, .geluByTanh: 5
            case .squareRoot, .reciprocal: 0.500_001
            }
        }

        /// The name of the function in the C loops.
        var loops: trilemma_function {
            switch self {
            case .exp: TRILEMMA_EXP
            case .log: TRILEMMA_LOG
            case .tanh: TRILEMMA_TANH
            case .erf: TRILEMMA_ERF
            case .sigmoid: TRILEMMA_SIGMOID
            case .silu: TRILEMMA_SILU
            case .gelu: TRILEMMA_GELU
            case .squareRoot: TRILEMMA_SQRT
            case .reciprocal: TRILEMMA_RECIPROCAL
            case .geluByTanh: TRILEMMA_GELU_TANH
            }
        }
    }

    /// Applies the function to `count` numbers. Any NaN becomes the one with the bits 0x7FC00000. Allocates nothing.
    /// - Precondition: both places hold as many numbers; they are the same or do not overlap.
    /// - Complexity: O(count).
    public static func apply(
        _ function: Function, _ numbers: UnsafePointer<Float>, into results: UnsafeMutablePointer<Float>, count: Int
    ) {
        trilemma_map(Machine.variant, function.loops, numbers, results, count)
    }

    /// Applies the function to each number in place.
    /// - Complexity: O(count).
    public static func apply(_ function: Function, to numbers: UnsafeMutableBufferPointer<Float>) {
        guard let start = numbers.baseAddress else { return }
        apply(function, start, into: start, count: numbers.count)
    }

    /// Applies the function to each number in place.
    /// - Complexity: O(count).
    public static func apply(_ function: Function, to numbers: inout MutableSpan<Float>) {
        numbers.withUnsafeMutableBufferPointer { apply(function, to: $0) }
    }
}
