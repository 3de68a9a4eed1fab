// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Powers. Any NaN becomes the one with the bits 0x7FC00000; nothing is allocated; input and output are the same memory or do
/// not overlap.
extension Elementary {
    /// bases[i] to the power exponents[i], see `power(_:_:)`.
    public static func power(
        _ bases: UnsafePointer<Float>, _ exponents: UnsafePointer<Float>, into results: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        for index in 0..<count { results[index] = power(bases[index], exponents[index]) }
    }

    /// Each number to the same power, with the bits of `power(_:_:)`.
    public static func power(
        _ bases: UnsafePointer<Float>, exponent: Float, into results: UnsafeMutablePointer<Float>, count: Int
    ) {
        if exponent == 2 {
            combine(.product, bases, bases, into: results, count: count)
        } else {
            for index in 0..<count { results[index] = power(bases[index], exponent) }
        }
    }

    /// base to the power exponent: x x for 2, otherwise the portable function in double precision rounded once more, error
    /// below 0.51 units in the last place; powers of negative numbers, zeros and infinities as IEEE 754-2019, 9.2.1, has them.
    public static func power(_ base: Float, _ exponent: Float) -> Float {
        if exponent == 2 {
            let square = base * base
            return square.isNaN ? canonicalNaN : square
        }
        if exponent == 0 || base == 1 { return 1 }
        let isNegative = base.sign == .minus
        let isWhole = exponent.rounded(.towardZero) == exponent
        let isOdd = isWhole && exponent.magnitude < 0x1p24 && Int(exponent) & 1 == 1
        if isNegative && !isWhole && base != 0 && base > -.infinity { return canonicalNaN }
        if base == -1 && exponent.magnitude == .infinity { return 1 }
        let power = Float(PortableMath.pow(Double(base.magnitude), Double(exponent)))
        if power.isNaN { return canonicalNaN }
        return isNegative && isOdd ? -power : power
    }

    /// The one NaN that leaves the kernels.
    static var canonicalNaN: Float { Float(bitPattern: 0x7FC0_0000) }
}
