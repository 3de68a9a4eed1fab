// SPDX-License-Identifier: GPL-3.0-or-later

/// A number in bfloat16: the upper half of a binary32, as its 16 bits.
struct BrainFloat: Equatable {
    let bits: UInt16

    init(bits: UInt16) { self.bits = bits }

    /// The nearest one, ties to even; any NaN becomes the one with the bits 0x7FC0.
    init(_ value: Float) {
        let word = value.bitPattern
        bits = value.isNaN ? 0x7FC0 : UInt16((word + 0x7FFF + (word >> 16 & 1)) >> 16)
    }

    /// The eight bits of the exponent, without the sign.
    var exponent: UInt16 { bits >> 7 & 0xFF }
    /// The seven bits of the significand after the leading one.
    var mantissa: UInt16 { bits & 0x7F }
    /// The bits without the sign: they are ordered as the magnitudes are, NaN last.
    var magnitude: UInt16 { bits & 0x7FFF }
}
