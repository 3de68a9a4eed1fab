// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities

/// What the measurement remembers of a request until nothing can change it any more, beside what the live table knows.
/// 24 bytes.
struct RequestRecord {
    var delivered = Nanoseconds.never
    var streamed = Nanoseconds.zero
    /// The attempt whose answer the client uses.
    var deliveredAttempt = UInt32.max
    var state = RequestState.inFlight
    var isOpen = false

    // Why nothing came, should the client give up

    /// The latest try of which something was lost or withheld, and which.
    private var troubledTry = UInt8(0)
    private var trouble = TimeoutCause.late

    init(isOpen: Bool) { self.isOpen = isOpen }

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

/// What the measurement remembers of an attempt while its request is open. 4 bytes: most attempts have no standing, whose
/// record is larger than everything else that is known of them.
struct AttemptRecord {
    enum Judgement: UInt8 { case none, good, bad }

    var hasStrayed = false
    var hasArrived = false
    var judgement = Judgement.none
    /// Whether something was told of its answer's standing.
    var hasStanding = false
}

/// What is known for and against an answer.
struct Standing {
    var facts = Assurance()
    /// When each level was first held, directly or through a higher one.
    var reached = InlineArray<7, Nanoseconds>(repeating: .never)
    /// When a check rejected the answer, and when an assurance it had was first revoked.
    var rejected = Nanoseconds.never
    var revoked = Nanoseconds.never

    /// Whether nothing speaks against it: not rejected, not revoked. Where nothing is checked, everything is accepted,
    /// whether or not the client used it in the end.
    var isAccepted: Bool { rejected == .never && revoked == .never }

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
