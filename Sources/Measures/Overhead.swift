// SPDX-License-Identifier: GPL-3.0-or-later

/// What a scheme uses more of, per right answer, than the same layout with the same seeds and no scheme.
public enum Overhead: String, CaseIterable, Sendable {
    /// Device-busy time of all nodes.
    case compute
    case bytes
    case money
    case energy
    /// The time users waited for the answers they saw.
    case latency

    /// How much the counts hold of it.
    public func spent(in counts: Counts) -> Double {
        switch self {
        case .compute: counts.busySeconds.sum
        case .bytes: counts.bytes
        case .money: counts.spending.sum
        case .energy: counts.joules
        case .latency: counts.totalSeconds
        }
    }

    /// Resource per right answer with the scheme, divided by that of the twin, minus 1.
    ///
    /// A right answer is one at `level` with the scheme, and one at L0 in the twin, which has no other level.
    public func of(_ scheme: Counts, over twin: Counts, at level: Level) -> Double {
        ratio(ratio(spent(in: scheme), scheme.right[level]), ratio(spent(in: twin), twin.right[.unassured])) - 1
    }
}
