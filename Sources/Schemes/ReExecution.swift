// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Models
import Networks
import Nodes
import Quantities

/// Several nodes of different operators execute each request, and what most of them agree on is the checked answer
/// (level L5).
///
/// An answer is supported by every answer of the same try that compares equal to it, itself included; one supported by
/// more than half of the executions asked for is checked. Comparing with a tolerance is not transitive, so support is
/// counted for each answer, in the order asked. When every execution that nobody refused has come back without a majority,
/// the first answer is delivered all the same, but all are rejected: the client knows that the check failed. Those who
/// compare equal to the checked answer are judged good, the others bad; without a majority nobody is judged. When too many
/// nodes refuse for a majority, the try is refused, unless the first answer may be delivered unchecked.
///
/// The gateway compares, so the client trusts its gateway. With f dishonest executors who collude out of n, the majority
/// is theirs when f > n/2: binomial for large networks, hypergeometric for small ones.
public final class ReExecution: Scheme {
    public static let declaration = Declaration(
        "re-execution", "Nodes of different operators execute each request; what most agree on is checked (L5).",
        [
            Parameter("executions", .count(from: 2, through: 15), default: "3", "Nodes that execute each request."),
            Parameter(
                "compare", .choice(["tolerance", "exact"]), default: "tolerance",
                "Same label and scores within the model's tolerance, or the same bits. Bits differ between honest "
                    + "hardware."),
            Parameter(
                "deliver", .choice(["agreed", "primary"]), default: "agreed",
                "Hold the answer back until a majority agrees, or stream that of the first node asked and check it "
                    + "afterwards."),
            Parameter(
                "checkers", .references(to: "pool"), default: "",
                "Pools that make the other executions; when absent, those that serve."),
        ])

    override public var highest: Level { .checked }
    override public var trust: String {
        "Fewer than half of \(wanted) executors of different operators collude, and the gateway compares honestly."
    }
    override public var executions: Int { wanted }
    override public var streams: Bool { !holdsBack }

    private let wanted: Int
    private let comparison: Comparison
    private let holdsBack: Bool

    public init(_ arguments: Arguments, answers: AnswerTable) {
        wanted = arguments.count("executions")
        comparison = Comparison(isExact: arguments.word("compare") == "exact", answers: answers)
        holdsBack = arguments.word("deliver") == "agreed"
    }

    override public func arrived(
        _ attempt: UInt32, _ live: LiveRequests, in simulation: inout Simulation
    ) -> Ruling {
        let vote = Vote(of: attempt, live)
        if let agreed = vote.members.first(where: { live.attempts[$0.attempt].isAgreed }) {
            // Decided earlier: this answer is only judged, by the one that was checked then.
            judge(attempt, by: agreed, live, &simulation)
            return .wait
        }
        if let agreed = vote.majority(of: wanted, comparison) {
            live.attempts[agreed.attempt].isAgreed = true
            return decide(vote, agreed, arriving: attempt, live, &simulation)
        }
        if let ruling = contest(vote, of: attempt, live, &simulation) { return ruling }
        return holdsBack || live.attempts[attempt].isCheck ? .wait : .deliver(attempt)
    }

    override public func canAnswer(first: Int, all: Int) -> Bool { 2 * all > wanted || (!holdsBack && first > 0) }

    /// With one execution fewer to wait for, the others may have been all.
    override public func dropped(
        _ attempt: UInt32, _ live: LiveRequests, in simulation: inout Simulation
    ) -> Ruling {
        let vote = Vote(of: attempt, live)
        guard !vote.members.isEmpty, !vote.members.contains(where: { live.attempts[$0.attempt].isAgreed }) else {
            return .wait
        }
        return contest(vote, of: attempt, live, &simulation) ?? .wait
    }

    /// When everybody has answered and no majority agrees, nothing that came back is vouched for: it is rejected, and the
    /// client gets the first of it, unless it has that already. Nil while somebody may still answer, and when too few could
    /// answer for a majority: then nothing has been checked.
    private func contest(
        _ vote: Vote, of attempt: UInt32, _ live: LiveRequests, _ simulation: inout Simulation
    ) -> Ruling? {
        let request = live.attempts[attempt].request
        let tally = TryTally(of: request, try: live.attempts[attempt].tryNumber, live)
        guard vote.members.count >= tally.all, 2 * tally.all > wanted else { return nil }
        for member in vote.members { simulation.tell(.rejected, request: request, attempt: member.attempt) }
        let early = vote.members.first { !live.attempts[$0.attempt].isCheck }
        if !holdsBack, let early { return early.attempt == attempt ? .deliver(attempt) : .wait }
        return .deliver(vote.members[0].attempt)
    }

    /// A majority has just formed. Everybody so far is judged; the client gets the agreed answer, unless it already has
    /// the primary's, which is then confirmed or rejected.
    private func decide(
        _ vote: Vote, _ agreed: Vote.Member, arriving attempt: UInt32, _ live: LiveRequests,
        _ simulation: inout Simulation
    ) -> Ruling {
        for member in vote.members { judge(member.attempt, by: agreed, live, &simulation) }
        let request = live.attempts[attempt].request
        let early = vote.members.first { $0.attempt != attempt && !live.attempts[$0.attempt].isCheck }
        guard !holdsBack, let early else {
            confirm(agreed.attempt, of: request, &simulation)
            return .deliver(agreed.attempt)
        }
        if comparison.equal(early.answer, agreed.answer) {
            confirm(early.attempt, of: request, &simulation)
        } else {
            simulation.tell(.rejected, request: request, attempt: early.attempt)
        }
        return .wait
    }

    private func confirm(_ attempt: UInt32, of request: UInt32, _ simulation: inout Simulation) {
        let fact = UInt64(Assurance.checkedIndependently.rawValue)
        simulation.tell(.assured, request: request, attempt: attempt, value: fact)
    }

    private func judge(
        _ attempt: UInt32, by agreed: Vote.Member, _ live: LiveRequests, _ simulation: inout Simulation
    ) {
        let record = live.attempts[attempt]
        let isGood = comparison.equal(record.answer, agreed.answer)
        simulation.tell(
            isGood ? .judgedGood : .judgedBad, request: record.request, attempt: attempt, participant: record.node)
    }
}
