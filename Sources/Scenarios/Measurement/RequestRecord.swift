// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities

/// What the measurement remembers of a request until nothing can change it any more.
struct RequestRecord {
    var row: UInt16 = 0
    var isOpen = false
    var isInCohort = false
    var state = RequestState.inFlight
    var offered = Nanoseconds.zero
    var delivered = Nanoseconds.never
    /// The attempt whose answer the client uses.
    var deliveredAttempt = UInt32.max
    var streamed = Nanoseconds.zero
    var tokens = UInt32(0)

    // Why nothing came, should the client give up

    var somethingLost = false
    var somethingWithheld = false

    /// Why the client had nothing when it gave up: withheld before lost, lost before late.
    var timeoutCause: TimeoutCause {
        if somethingWithheld { return .withheld }
        return somethingLost ? .loss : .late
    }
}

/// What the measurement remembers of an attempt while its request is open.
struct AttemptRecord {
    enum Judgement: UInt8 { case none, good, bad }

    var hasStrayed = false
    var hasArrived = false
    var judgement = Judgement.none

    // What is known of its answer

    var facts = Assurance()
    /// When each level was first held, directly or through a higher one.
    var reached = InlineArray<7, Nanoseconds>(repeating: .never)
    /// When a check rejected the answer, and when an assurance it had was first revoked.
    var rejected = Nanoseconds.never
    var revoked = Nanoseconds.never

    /// The facts gained or lost change which levels hold; a level once reached keeps its time.
    mutating func learn(_ change: Assurance, gained: Bool, at time: Nanoseconds) {
        let before = facts.level
        facts = gained ? facts.union(change) : facts.subtracting(change)
        let after = facts.level
        if after > before {
            for level in Level.allCases where level > before && level <= after && reached[level.slot] == .never {
                reached[level.slot] = time
            }
        } else if after < before {
            revoked = min(revoked, time)
        }
    }
}
