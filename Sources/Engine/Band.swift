// SPDX-License-Identifier: GPL-3.0-or-later

/// The order of events that happen at the same nanosecond. Lower bands come first; within a band, first scheduled, first
/// popped.
///
/// Simultaneous events are rare with continuous delays but certain with constant ones, so every tie needs a reason. A
/// new case needs one too, and never renumbers the others: trajectories depend on it.
public enum Band: UInt8, CaseIterable, Sendable {
    /// Faults and repairs: a message that arrives at the instant of a crash finds the node down.
    case environment = 0
    /// Work that ends frees its place before anything that arrives at the same instant looks for one.
    case completion = 1
    /// Messages in flight reach their destination.
    case delivery = 2
    /// New demand comes last among what can use a place: it finds the system as everybody before it left it.
    case arrival = 3
    /// Deadlines: an answer that arrives exactly at its deadline has met it.
    case deadline = 4
    /// Whatever only looks at the state: it sees the instant completed.
    case observation = 5
}
