// SPDX-License-Identifier: GPL-3.0-or-later

/// What has become of the executions of one try, as far as its gateway knows: it hears answers and refusals, while what is
/// lost or withheld looks like work that takes long.
public struct TryTally {
    /// Executions that have come back with an answer or may yet: those asked to answer, and all of them.
    public private(set) var first = 0
    public private(set) var all = 0
    /// Nodes asked to answer, and to check, those that refused included.
    private var askedFirst = 0
    private var askedToCheck = 0

    /// - Complexity: O(attempts of this try and later ones).
    public init(of request: UInt32, try number: UInt8, _ live: LiveRequests) {
        var attempt = live.requests[request].newestAttempt
        while attempt != Request.nothing, live.attempts[attempt].tryNumber >= number {
            if live.attempts[attempt].tryNumber == number { add(live.attempts[attempt]) }
            attempt = live.attempts[attempt].previous
        }
    }

    func asked(isCheck: Bool) -> Int { isCheck ? askedToCheck : askedFirst }

    private mutating func add(_ attempt: Attempt) {
        if attempt.isCheck { askedToCheck += 1 } else { askedFirst += 1 }
        guard attempt.state != .refused else { return }
        all += 1
        if !attempt.isCheck { first += 1 }
    }
}
