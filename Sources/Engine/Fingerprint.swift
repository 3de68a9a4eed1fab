// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A hash of the trajectory: of the (time, band, kind, target) of every event in the order it was popped.
///
/// Two runs with the same fingerprint went the same way, whatever they measured; results may be refined without moving
/// it, and a change that should not touch the simulation shows here when it does. Each step multiplies two 64-bit words
/// into 128 bits and folds them (the mixing step of wyhash by Wang Yi); not cryptographic.
public struct Fingerprint: Equatable, Sendable, CustomStringConvertible {
    @usableFromInline var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inlinable init() {}

    @inlinable @inline(__always) mutating func add(_ event: Event) {
        let time = UInt64(bitPattern: event.time.count)
        let (high, low) = (state ^ time).multipliedFullWidth(by: event.meaning ^ 0xE703_7ED1_A0B4_28DB)
        state = (high ^ low) &+ 0x8EBC_6AF0_9C88_C6E3
    }

    /// Sixteen hexadecimal digits.
    public var description: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
