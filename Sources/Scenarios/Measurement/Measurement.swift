// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Nodes
import Quantities

/// Folds the milestones of a replication, and the truth that it alone computes, into counts.
///
/// It hears everything and can change nothing. A request is counted when it is closed: then its outcome, its assurance
/// and all its attempts are final.
final class Measurement: Observer {
    private let window: MeasurementWindow
    private let live: LiveRequests
    private let truth: Truth
    /// Row of the record by demand.
    private let rowOfDemand: [Int]
    private let rows: UnsafeMutablePointer<Counts>
    private let rowCount: Int
    private let requests = RecordTable(initial: RequestRecord(isOpen: false))
    private let attempts = RecordTable(initial: AttemptRecord())
    /// By attempt, for those that have one.
    private let standings = RecordTable(initial: Standing())
    private let users: UserTable
    let usage: Usage

    init(
        window: MeasurementWindow, live: LiveRequests, truth: Truth, rowOfDemand: [Int], rows: Int,
        users: consuming UserTable,
        participants: Int
    ) {
        self.window = window
        self.live = live
        self.truth = truth
        self.rowOfDemand = rowOfDemand
        self.users = users
        rowCount = rows
        self.rows = .allocate(capacity: rows)
        self.rows.initialize(repeating: Counts(), count: rows)
        usage = Usage(participants: participants, window: window, live: live)
    }

    deinit { rows.deallocate() }

    override func note(_ milestone: Milestone) {
        guard let kind = MilestoneKind(rawValue: milestone.kind) else {
            bug("milestone at \(milestone.time): expected a kind of the vocabulary, found \(milestone.kind)")
        }
        switch kind {
        case .sent, .sentAway, .worked, .stopped, .wentDown, .cameUp, .paid, .energyUsed: usage.add(kind, milestone)
        case .offered: open(milestone)
        case .closed: close(milestone.request)
        case .attemptStarted, .strayed, .arrived, .withheld, .lostOnTheWay, .judgedGood, .judgedBad, .assured, .revoked,
            .rejected:
            noteAttempt(kind, milestone)
        default: noteRequest(kind, milestone)
        }
    }

    /// The counts of every row, with whatever is still open counted as it stands. To be called once.
    func finish() -> [Counts] {
        for request in 0..<UInt32(requests.count) where requests[request].isOpen { close(request) }
        for (demand, row) in rowOfDemand.enumerated() { users.add(demand, to: &rows[row]) }
        return (0..<rowCount).map { rows[$0] }
    }

    private func open(_ milestone: Milestone) {
        let slot = milestone.request
        let row = rowOfDemand[Int(milestone.value)]
        requests.cover(slot)
        requests[slot] = RequestRecord(isOpen: true)
        // Offered here, ended in `close`: what gets lost in between shows as unaccounted for.
        rows[row].wholeRun.offered += 1
        guard window.contains(milestone.time) else { return }
        rows[row].cohort.offered += 1
    }

    private func noteRequest(_ kind: MilestoneKind, _ milestone: Milestone) {
        let slot = milestone.request
        switch kind {
        case .firstToken: requests[slot].streamed = Nanoseconds(Int64(milestone.value))
        case .delivered:
            requests[slot].state = .answered
            requests[slot].delivered = milestone.time
            requests[slot].deliveredAttempt = milestone.attempt
        case .refused: requests[slot].state = .refused(RefusalReason(rawValue: UInt8(milestone.value))!)
        case .gaveUp: requests[slot].state = .timedOut(requests[slot].timeoutCause(lastTry: live.requests[slot].tries))
        case .clientGone: requests[slot].state = .lost
        default: break  // Late answers change nothing; nobody is slashed yet.
        }
    }

    private func noteAttempt(_ kind: MilestoneKind, _ milestone: Milestone) {
        let slot = milestone.attempt
        if slot != .max { attempts.cover(slot) }
        switch kind {
        case .attemptStarted: attempts[slot] = AttemptRecord()
        case .strayed: attempts[slot].hasStrayed = true
        case .arrived:
            attempts[slot].hasArrived = true
            // Most answers that arrive are on their way to the client.
            requests.fetch(milestone.request)
        case .judgedGood: attempts[slot].judgement = .good
        case .judgedBad: attempts[slot].judgement = .bad
        case .assured, .revoked, .rejected: noteStanding(kind, milestone)
        default: noteTrouble(kind, milestone)
        }
    }

    private func noteStanding(_ kind: MilestoneKind, _ milestone: Milestone) {
        let slot = milestone.attempt
        if !attempts[slot].hasStanding {
            attempts[slot].hasStanding = true
            standings.cover(slot)
            standings[slot] = Standing()
        }
        if kind == .rejected {
            standings[slot].rejected = min(standings[slot].rejected, milestone.time)
        } else {
            let change = Assurance(rawValue: UInt32(milestone.value))
            standings[slot].learn(change, gained: kind == .assured, at: milestone.time)
        }
    }

    private func standing(of attempt: UInt32) -> Standing {
        attempts[attempt].hasStanding ? standings[attempt] : Standing()
    }

    /// Something is lost or withheld, of an attempt or of the try the client has just made.
    private func noteTrouble(_ kind: MilestoneKind, _ milestone: Milestone) {
        let (request, attempt) = (milestone.request, milestone.attempt)
        let number = attempt == .max ? live.requests[request].tries : live.attempts[attempt].tryNumber
        requests[request].meet(kind == .withheld ? .withheld : .loss, inTry: number)
    }

    private func close(_ request: UInt32) {
        requests[request].isOpen = false
        let asked = live.requests[request]
        let row = rows + rowOfDemand[Int(asked.demand)]
        row.pointee.wholeRun.end(in: requests[request].state)
        guard window.contains(asked.offered) else { return }
        users.offer(Int(asked.demand), user: asked.user)
        row.pointee.cohort.end(in: requests[request].state)
        countAttempts(of: asked, row)
        if case .answered = requests[request].state { count(requests[request], answering: asked, row) }
    }

    private func countAttempts(of asked: Request, _ row: UnsafeMutablePointer<Counts>) {
        var next = asked.newestAttempt
        while next != Request.nothing {
            let attempt = live.attempts[next]
            let fate = attempts[next]
            if fate.hasArrived {
                let isAccepted = fate.judgement != .bad && standing(of: next).isAccepted
                row.pointee.count(arrived: fate, isRight: truth.isRight(attempt, of: asked), isAccepted: isAccepted)
            }
            next = attempt.previous
        }
    }

    private func count(
        _ answer: RequestRecord, answering asked: Request, _ row: UnsafeMutablePointer<Counts>
    ) {
        let standing = standing(of: answer.deliveredAttempt)
        let isRight = truth.isRight(live.attempts[answer.deliveredAttempt], of: asked)
        let total = answer.delivered - asked.offered
        let firstToken = total - answer.streamed
        row.pointee.answer(firstToken: firstToken.seconds, total: total.seconds)
        row.pointee.count(exposure: window.exposure(of: standing, delivered: answer.delivered), isRight: isRight)
        for level in Level.allCases where level > .unassured && standing.reached[level.slot] != .never {
            row.pointee.reach(
                level, after: max(.zero, standing.reached[level.slot] - answer.delivered).seconds,
                until: standing.revoked == .never ? .infinity : (standing.revoked - answer.delivered).seconds)
        }
        guard firstToken <= window.firstTokenObjective, total <= window.totalObjective else { return }
        row.pointee.timely += 1
        users.serve(Int(asked.demand), user: asked.user)
        for level in Level.allCases where window.isVerified(standing, at: level, delivered: answer.delivered) {
            row.pointee.verified[level] += 1
            guard isRight else { continue }
            row.pointee.right[level] += 1
            row.pointee.rightTokens[level] += Double(asked.outputTokens)
        }
    }
}

extension Counts {
    /// One arrived attempt of the cohort.
    fileprivate mutating func count(arrived fate: AttemptRecord, isRight: Bool, isAccepted: Bool) {
        delivered += 1
        if !isRight {
            deliveredWrong += 1
            if isAccepted { acceptedWrong += 1 }
        }
        if fate.hasStrayed {
            deliveredUnfaithful += 1
            if isAccepted { acceptedUnfaithful += 1 }
            if isRight { deliveredRightUnfaithful += 1 }
        }
        guard fate.judgement != .none else { return }
        let isBad = fate.judgement == .bad ? 1.0 : 0.0
        if fate.hasStrayed {
            dishonestJudged += 1
            dishonestJudgedBad += isBad
        } else {
            honestJudged += 1
            honestJudgedBad += isBad
        }
    }

    fileprivate mutating func count(exposure: Nanoseconds, isRight: Bool) {
        exposureSeconds += exposure.seconds
        if exposure > .zero, !isRight { wrongExposed += 1 }
    }
}
