// SPDX-License-Identifier: GPL-3.0-or-later

/// Bits of the two floating-point types of 16 bits, to and from float32.
enum ShortFloat {
    /// The number that the bits of an IEEE 754 binary16 stand for.
    static func float16(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10 & 0x1F)
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0:
            // Subnormal: a whole multiple of 2^-24.
            let magnitude = Float(fraction) * Float(sign: .plus, exponent: -24, significand: 1)
            return Float(bitPattern: magnitude.bitPattern | sign)
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }

    /// The number that the bits of a bfloat16 stand for.
    static func bfloat16(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

    /// The bits of a number that binary16 represents.
    static func bits16(_ number: Float) -> UInt16 {
        let bits = number.bitPattern
        let sign = UInt16(truncatingIfNeeded: bits >> 16 & 0x8000)
        if number.isNaN { return sign | 0x7E00 }
        if number.isInfinite { return sign | 0x7C00 }
        if number.magnitude < Float(sign: .plus, exponent: -14, significand: 1) {
            return sign | UInt16(number.magnitude * Float(sign: .plus, exponent: 24, significand: 1))
        }
        let exponent = UInt16(truncatingIfNeeded: bits >> 23 & 0xFF) - 112
        return sign | exponent << 10 | UInt16(truncatingIfNeeded: bits >> 13 & 0x3FF)
    }
}
