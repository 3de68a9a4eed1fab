// SPDX-License-Identifier: GPL-3.0-or-later

/// What a node gives out for a request, by reference.
///
/// Eight bytes that stand for an entry of an `AnswerTable`, for something made up, or for nothing. Equality is that of
/// what it stands for by name; whether two outputs are alike, the table says.
public struct Answer: BitwiseCopyable, Sendable, Equatable {
    /// 0 for none; bit 63 marks a made-up vector and the rest is its seed; otherwise 1 + the number of the entry.
    @usableFromInline let bits: UInt64

    @inlinable init(bits: UInt64) { self.bits = bits }

    /// No answer. It agrees with nothing, not even with itself, and is never right.
    public static let none = Answer(bits: 0)

    /// Something made up without computing anything. In every row of scores: one class drawn uniformly, with a score drawn
    /// uniformly from [1/2, 1) so as to look sure, and what is left shared equally by the others. In a map: numbers drawn
    /// uniformly from [0, 1). Among decisions and texts: some that agree with no computed ones.
    /// - Parameter seed: all but its lowest bit are kept.
    @inlinable public static func random(seed: UInt64) -> Answer { Answer(bits: 1 << 63 | seed >> 1) }

    @inlinable init(entry: Int) { bits = UInt64(entry) + 1 }

    var isNone: Bool { bits == 0 }
    var isMadeUp: Bool { bits >> 63 == 1 }
    var entry: Int { Int(bits) - 1 }
}
