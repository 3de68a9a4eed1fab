// SPDX-License-Identifier: GPL-3.0-or-later

/// Elementary functions whose bits are the same on every machine.
///
/// The C library picks its `log`, `exp` and `pow` by the features of the processor, and their last bits differ. These use
/// only +, -, x, ÷, square roots and bit operations, in a written order; each of those is correctly rounded everywhere and
/// the compiler may neither reorder nor fuse them.
///
/// The reductions and the shape of the formulas are the classical ones (W. J. Cody, W. Waite, "Software Manual for the
/// Elementary Functions", 1980; P. T. P. Tang, ACM TOMS 15(2), 1989, and 16(4), 1990). The polynomial coefficients were
/// computed for this project with Remez's exchange algorithm in 200-bit arithmetic; the error quoted beside them is the
/// largest one of the polynomial alone.
public enum PortableMath {
    /// The high part of log 2: its last 21 bits are zero, so that its product with an exponent is exact.
    @usableFromInline static var log2High: Double { 0x1.62e42fee00000p-1 }
    /// log 2 minus its high part.
    @usableFromInline static var log2Low: Double { 0x1.a39ef35793c76p-33 }
    /// The bits of the square root of one half, rounded down to a multiple of 2^-20.
    @usableFromInline static var rootHalf: UInt64 { 0x3FE6_A09E_0000_0000 }
}

// MARK: - Logarithms

extension PortableMath {
    /// The natural logarithm: error below 1 unit in the last place.
    ///
    /// -inf at both zeros, NaN below zero, inf at inf.
    /// - Complexity: constant; one division.
    @inlinable public static func log(_ x: Double) -> Double {
        let bits = x.bitPattern
        if bits &- 0x0010_0000_0000_0000 >= 0x7FE0_0000_0000_0000 { return logOfSpecial(x) }
        return logOfNormal(x)
    }

    /// The natural logarithm of a positive normal number, unchecked: the one in the exponential variate.
    ///
    /// x = 2^k (1 + f) with 1 + f between the square roots of 1/2 and 2; with s = f / (2 + f) and z = s²,
    /// log(1 + f) = 2 artanh s = f - f²/2 + s (f²/2 + R(z)), where R(z) = z (2/3 + 2/5 z + 2/7 z² + ...).
    @inlinable @inline(__always) public static func logOfNormal(_ x: Double) -> Double {
        let shifted = x.bitPattern &- rootHalf
        // The exponent plus 1024 as the low bits of 2^52: a subtraction instead of a conversion, which vector units lack.
        let biased = (shifted &+ 0x4000_0000_0000_0000) &>> 52
        let exponent = Double(bitPattern: 0x4330_0000_0000_0000 | biased) - (0x1p52 + 1024)
        let f = Double(bitPattern: x.bitPattern &- (shifted & 0xFFF0_0000_0000_0000)) - 1
        let s = f / (2 + f)
        let z = s * s
        let square = z * z
        // Minimax on z in [0, 0.0295]: relative error 2^-59.5 of the whole logarithm.
        let first = 0.6666666666666734 + z * 0.3999999999941432
        let second = 0.28571428742474725 + z * 0.22222198563497944
        let third = 0.18183564866130517 + z * 0.15314035847062213 + square * 0.14796105340634175
        let series = z * ((first + square * second) + square * square * third)
        let half = 0.5 * f * f
        return exponent * log2High - ((half - (s * (half + series) + exponent * log2Low)) - f)
    }

    /// Zeros, negatives, subnormals, infinity, NaN.
    @usableFromInline @inline(never) static func logOfSpecial(_ x: Double) -> Double {
        if x == 0 { return -.infinity }
        if x < 0 || x.isNaN { return .nan }
        if x == .infinity { return x }
        return logOfNormal(x * 0x1p54) - 54 * log2High - 54 * log2Low
    }

    /// log(1 + x), accurate for small x: error below 2 units in the last place.
    ///
    /// The logarithm of the rounded sum, corrected to first order for what rounding lost.
    @inlinable public static func log1p(_ x: Double) -> Double {
        if x.magnitude < 0x1p-54 { return x }
        let sum = 1 + x
        if !(sum > 0) || sum == .infinity { return log(sum) }
        let lost = x > 1 ? 1 - (sum - x) : x - (sum - 1)
        return log(sum) + lost / sum
    }
}
