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

    /// The latest try of which something was lost or withheld, and which.
    private var troubledTry = UInt8(0)
    private var trouble = TimeoutCause.late

    init() {}

    init(row: UInt16, isOpen: Bool, isInCohort: Bool, offered: Nanoseconds, tokens: UInt32) {
        self.row = row
        self.isOpen = isOpen
        self.isInCohort = isInCohort
        self.offered = offered
        self.tokens = tokens
    }

    /// Something of a try was lost or withheld. Within a try withheld counts before lost.
    mutating func meet(_ cause: TimeoutCause, inTry number: UInt8) {
        guard number >= troubledTry else { return }
        if number > troubledTry || trouble != .withheld { trouble = cause }
        troubledTry = number
    }

    /// Why the client had nothing when it gave up: the trouble of its last try, or that the answer is only late. What became
    /// of earlier tries does not matter: the last one could have answered.
    func timeoutCause(lastTry: UInt8) -> TimeoutCause { troubledTry == lastTry ? trouble : .late }
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

    /// Whether nothing speaks against an answer that has arrived: not judged bad, not rejected, not revoked. Where nothing
    /// is checked, everything is accepted, whether or not the client used it in the end.
    var isAccepted: Bool { judgement != .bad && rejected == .never && revoked == .never }

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
