// SPDX-License-Identifier: GPL-3.0-or-later

// MARK: - The exponential function

extension PortableMath {
    /// e to the power `x`: error below 1 unit in the last place of a normal result.
    ///
    /// inf above 709.79, 0 below -745.14, gradually fewer digits from -708.4 down, NaN at NaN.
    /// - Complexity: constant; no division.
    @inlinable public static func exp(_ x: Double) -> Double { exp(x, plus: 0) }

    /// e to the power `x + correction`, where the correction is at most about a unit in the last place of `x`.
    ///
    /// x = k log 2 + r with |r| ≤ (log 2) / 2; e^r = 1 + r + r² Q(r), then multiplied by 2^k.
    @inlinable @inline(__always) static func exp(_ x: Double, plus correction: Double) -> Double {
        guard x.magnitude < 746 else { return x.isNaN ? x : (x < 0 ? 0 : .infinity) }
        // Adding 1.5 x 2^52 rounds to an integer, which then stands in the low bits.
        let rounded = x * 1.4426950408889634 + 0x1.8p52
        let k = rounded - 0x1.8p52
        let high = x - k * log2High
        let r = high - (k * log2Low - correction)
        let lost = (high - r) - (k * log2Low - correction)
        let z = r * r
        let power = Int(Int32(truncatingIfNeeded: Int64(bitPattern: rounded.bitPattern)))
        return scale(1 + (r + (z * expPolynomial(r, z) + lost)), by: power)
    }

    /// (e^r - 1 - r) / r². Minimax on |r| ≤ 0.3466: error of e^r 2^-64.
    @inlinable @inline(__always) static func expPolynomial(_ r: Double, _ z: Double) -> Double {
        let first = 0.5 + r * 0.16666666666666685
        let second = 0.04166666666666673 + r * 0.008333333333316737
        let third = 0.0013888888888858547 + r * 0.00019841269897060554
        let fourth = 2.4801587373544892e-05 + r * 2.7557234235352406e-06
        let fifth = 2.755723351926193e-07 + r * (2.5112240298394706e-08 + r * 2.092689604607489e-09)
        let square = z * z
        return (first + z * second) + square * ((third + z * fourth) + square * fifth)
    }

    /// value x 2^power for |power| ≤ 1,100, rounded once.
    @inlinable @inline(__always) static func scale(_ value: Double, by power: Int) -> Double {
        if power.magnitude < 1_022 { return value * powerOfTwo(power) }
        // Subnormal or near overflow: in two steps, of which the first is exact.
        let first = power < 0 ? -1_000 : 1_000
        return value * powerOfTwo(first) * powerOfTwo(power - first)
    }

    /// 2^power for |power| ≤ 1,022.
    @inlinable @inline(__always) static func powerOfTwo(_ power: Int) -> Double {
        Double(bitPattern: UInt64(bitPattern: Int64(power &+ 1_023)) &<< 52)
    }
}

// MARK: - Powers

extension PortableMath {
    /// `base` to the power `exponent`, for bases from zero on: error below 1 unit in the last place of a normal result.
    ///
    /// 1 whenever the exponent is 0 or the base 1; 0 and inf at the ends as limits say; NaN for a negative base and for
    /// any NaN, since a power of a negative number has no use in a law.
    /// - Complexity: constant; two divisions.
    @inlinable public static func pow(_ base: Double, _ exponent: Double) -> Double {
        if exponent == 0 || base == 1 { return 1 }
        guard base > 0, base < .infinity, exponent.magnitude < .infinity else { return powOfSpecial(base, exponent) }
        let (high, low) = preciseLog(base)
        // The product with the exponent, again in two parts; an exponent above 2^600 would overflow the split.
        guard exponent.magnitude < 0x1p600 else { return exp(exponent * high) }
        let (product, error) = product(exponent, high)
        return exp(product, plus: error + exponent * low)
    }

    /// Zero, infinite and negative bases, infinite exponents, NaN.
    @usableFromInline @inline(never) static func powOfSpecial(_ base: Double, _ exponent: Double) -> Double {
        guard base >= 0, !exponent.isNaN else { return .nan }
        if exponent.magnitude < .infinity { return (base == 0) == (exponent > 0) ? 0 : .infinity }
        return (base < 1) == (exponent > 0) ? 0 : .infinity
    }

    /// log x as a sum of two numbers with relative error about 2^-64, for positive finite x.
    ///
    /// The series of `logOfNormal`, with the first two terms of 2 artanh s = 2 s (1 + z/3 + z² T(z)) in double-double.
    @inlinable static func preciseLog(_ x: Double) -> (high: Double, low: Double) {
        let isSubnormal = x < 0x1p-1022
        let normal = isSubnormal ? x * 0x1p54 : x
        let shifted = normal.bitPattern &- rootHalf
        let k = Double(Int64(bitPattern: shifted) &>> 52 &- (isSubnormal ? 54 : 0))
        let f = Double(bitPattern: normal.bitPattern &- (shifted & 0xFFF0_0000_0000_0000)) - 1
        // s = f / (2 + f)
        let divisor = 2 + f
        let s = f / divisor
        let (back, backError) = product(s, divisor)
        let sLow = ((f - back) - backError - s * (f - (divisor - 2))) / divisor
        // z = s², and the series from z/3 on
        let (z, zError) = product(s, s)
        let zLow = zError + 2 * s * sLow
        let (third, thirdError) = product(z, 0x1.5555555555555p-2)
        let thirdLow = thirdError + zLow * 0x1.5555555555555p-2 + z * 0x1.5555555555555p-56
        let (sum, sumError) = quickSum(third, thirdLow + z * z * seriesTail(z))
        // 2 s (1 + sum) + k log 2
        let (cubic, cubicError) = product(2 * s, sum)
        let cubicLow = cubicError + 2 * (s * sumError + sLow * sum)
        let (logarithm, logarithmError) = quickSum(2 * s, cubic)
        let low = logarithmError + (cubicLow + 2 * sLow)
        let (total, totalError) = quickSum(k * log2High, logarithm)
        return quickSum(total, totalError + (low + k * log2Low))
    }

    /// T(z) = 1/5 + z/7 + z²/9 + ... Minimax on z in [0, 0.0295]: error of the logarithm 2^-66.3.
    @inlinable @inline(__always) static func seriesTail(_ z: Double) -> Double {
        let high = 0.07693378766760267 + z * (0.06628406618674663 + z * 0.06598184522926386)
        return 0.20000000000001128 + z
            * (0.1428571428504962 + z
                * (0.11111111259989533 + z
                    * (0.09090892181249300 + z * high)))
    }

    /// The rounded sum and what rounding lost. |a| ≥ |b| or a = 0.
    @inlinable @inline(__always) static func quickSum(_ a: Double, _ b: Double) -> (Double, Double) {
        let sum = a + b
        return (sum, b - (sum - a))
    }

    /// The rounded product and what rounding lost, without a fused operation (T. J. Dekker, Numerische Mathematik 18,
    /// 1971, doi:10.1007/BF01397083: both factors are split into halves of 26 bits).
    @inlinable @inline(__always) static func product(_ a: Double, _ b: Double) -> (Double, Double) {
        let product = a * b
        let aTop = a * 134_217_729, bTop = b * 134_217_729
        let aHigh = aTop - (aTop - a), bHigh = bTop - (bTop - b)
        let aLow = a - aHigh, bLow = b - bHigh
        return (product, ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
    }
}
