// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What kind of statement the experiment makes about time.
public enum Study: String, Sendable, CaseIterable {
    /// A fixed clock window and a stated initial state.
    case terminating
    /// The long run: what happens before `Window.start` is deleted, in all layouts and replications alike.
    case steady
}

/// When the measured requests are offered: the cohort is [`start`, `start` + `length`).
public struct Window: Sendable, Equatable {
    /// The deletion point of a steady study; above zero there.
    public var start: Nanoseconds
    /// Above zero.
    public var length: Nanoseconds

    /// The first instant after the cohort.
    public var end: Nanoseconds { start + length }
}

/// What makes an answer timely.
public struct ServiceLevel: Sendable, Equatable {
    /// From the user's first try to the first token; at most `total`.
    public var firstToken: Nanoseconds
    /// From the user's first try to the last token; at most the client's deadline.
    public var total: Nanoseconds
}

/// How long the world waits for what is still open.
public struct Deadlines: Sendable, Equatable {
    /// When a client gives up, counted from the user's first try.
    public var client: Nanoseconds
    /// By when an answer must have reached a level to count as verified, counted from its delivery.
    public var verification: Nanoseconds
    /// How long a level can still be revoked, counted from the end of the verification deadline.
    public var revocation: Nanoseconds
}

/// How a client tries again.
public struct AttemptRule: Sendable, Equatable {
    /// The first try and all retries; at least 1.
    public var most: Int
    /// How long one attempt may take; at most the client's deadline.
    public var timeout: Nanoseconds
    /// Between the failure of an attempt and the next one.
    public var pause: Nanoseconds
}
