// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What will happen: a plain value of 32 bytes, copied freely, never boxed.
///
/// Events are totally ordered by (time, band, sequence); the sequence number counts every event ever scheduled in the
/// run, so ties within a band are first in, first out. The order is part of the model: it is what makes a run the same
/// on every machine.
///
/// The fields are packed into two 16-byte vectors, because an event is often read within nanoseconds of being written,
/// and the processor forwards a fresh store only to loads that it covers.
public struct Event: Sendable {
    /// Sequence number and band, then time: as one 128-bit number, the total order.
    @usableFromInline let when: SIMD2<UInt64>
    /// Target, kind and timer, then the component's two words.
    @usableFromInline let what: SIMD2<UInt64>

    @inlinable init(
        time: Nanoseconds, band: Band, sequence: UInt64, target: ComponentIndex, kind: UInt16, timer: UInt32,
        subject: UInt32, detail: UInt32
    ) {
        when = SIMD2(UInt64(band.rawValue) << 56 | sequence, UInt64(bitPattern: time.count))
        what = SIMD2(
            UInt64(timer) << 32 | UInt64(target.number) << 16 | UInt64(kind), UInt64(detail) << 32 | UInt64(subject))
    }

    /// When it happens.
    @inlinable public var time: Nanoseconds { Nanoseconds(Int64(bitPattern: when[1])) }
    /// The order among simultaneous events of different meaning.
    @inlinable public var band: Band { Band(rawValue: UInt8(when[0] >> 56))! }
    /// Which component handles it.
    @inlinable public var target: ComponentIndex { ComponentIndex(UInt16(truncatingIfNeeded: what[0] >> 16)) }
    /// What it means, in the numbering of the component that handles it.
    @inlinable public var kind: UInt16 { UInt16(truncatingIfNeeded: what[0]) }
    /// The timer that can cancel it, or `TimerTable.none`.
    @inlinable var timer: UInt32 { UInt32(truncatingIfNeeded: what[0] >> 32) }
    /// The component's first word: usually the request or attempt.
    @inlinable public var subject: UInt32 { UInt32(truncatingIfNeeded: what[1]) }
    /// The component's second word: usually the node.
    @inlinable public var detail: UInt32 { UInt32(truncatingIfNeeded: what[1] >> 32) }

    /// The order in one number; times are never negative. A 128-bit comparison compiles to two instructions, no branch.
    @inlinable var key: UInt128 { UInt128(_low: when[0], _high: when[1]) }
    /// Band, kind and target without time, sequence and timer: what the fingerprint takes besides the time.
    @inlinable var meaning: UInt64 { (when[0] >> 56) << 32 | (what[0] & 0xFFFF_FFFF) }
}

/// The place of a component in the simulation's table.
public struct ComponentIndex: Hashable, Sendable {
    @usableFromInline let number: UInt16
    @inlinable init(_ number: UInt16) { self.number = number }
}
