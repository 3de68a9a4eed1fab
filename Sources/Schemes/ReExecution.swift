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
/// counted for each answer, in order of arrival. When every execution has come back without a majority, the first answer
/// is delivered unchecked. Those who compare equal to the checked answer are judged good, the others bad; without a
/// majority nobody is judged.
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
                "deliver", .choice(["agreed", "first"]), default: "agreed",
                "Hold the answer back until a majority agrees, or deliver the first and check it afterwards."),
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
        let before = vote.majority(of: wanted, before: attempt, comparison)
        if let agreed = before {
            // Decided earlier: this answer is only judged.
            judge(attempt, by: agreed, live, &simulation)
            return .wait
        }
        let isFirst = vote.members.count == 1
        if let agreed = vote.majority(of: wanted, before: nil, comparison) {
            return decide(vote, agreed, isFirst: isFirst, live, &simulation)
        }
        if !holdsBack { return isFirst ? .deliver(attempt) : .wait }
        return vote.members.count >= wanted ? .deliver(vote.members[0].attempt) : .wait
    }

    private func decide(
        _ vote: Vote, _ agreed: Vote.Member, isFirst: Bool, _ live: LiveRequests, _ simulation: inout Simulation
    ) -> Ruling {
        for member in vote.members { judge(member.attempt, by: agreed, live, &simulation) }
        let request = live.attempts[agreed.attempt].request
        let delivered = holdsBack ? agreed : vote.members[0]
        if comparison.equal(delivered.answer, agreed.answer) {
            let fact = UInt64(Assurance.checkedIndependently.rawValue)
            simulation.tell(.assured, request: request, attempt: delivered.attempt, value: fact)
        } else {
            simulation.tell(.rejected, request: request, attempt: delivered.attempt)
        }
        return holdsBack || isFirst ? .deliver(delivered.attempt) : .wait
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
