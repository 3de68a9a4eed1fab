// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Measures
import Models
import Testing

@testable import Nodes
@testable import Schemes

@Suite("A vote")
struct VoteTests {
    @Test("by tolerance finds honest hardware of three kinds agreed; bit by bit it finds no majority")
    func tolerance() {
        for (compare, agreed) in [("tolerance", true), ("exact", false)] {
            let ballot = Ballot(Ballots.reExecution(3, compare: compare), asked: 3)
            let found = (0..<3).map { ballot.arrive($0, Ballots.honest[$0]) }
            #expect(found == (agreed ? [nil, 0, nil] : [nil, nil, 0]))
            #expect(ballot.told(.judgedGood) == (agreed ? [0, 1, 2] : []))
            #expect(ballot.told(.rejected) == (agreed ? [] : [0, 1, 2]))
        }
    }

    @Test("catches a cheaper computation with the right label among honest ones, wherever it stands", arguments: 0..<3)
    func cheaper(cheat: Int) {
        #expect(Ballots.table.sameLabel(Ballots.cheap, Ballots.honest[0]))
        let ballot = Ballot(Ballots.reExecution(3, compare: "tolerance"), asked: 3)
        let found = (0..<3).compactMap { ballot.arrive($0, $0 == cheat ? Ballots.cheap : Ballots.honest[$0]) }
        #expect(found == [cheat == 0 ? 1 : 0])
        #expect(ballot.told(.judgedBad) == [cheat] && ballot.told(.judgedGood).count == 2)
    }

    @Test("is lost to a dishonest majority: the shared lie is checked and the honest node accused")
    func dishonestMajority() {
        let lie = Ballots.madeUp(7)
        let ballot = Ballot(Ballots.reExecution(3, compare: "tolerance"), asked: 3)
        let found = [Ballots.honest[0], lie, lie].enumerated().map { ballot.arrive($0.offset, $0.element) }
        #expect(found == [nil, nil, 1])
        #expect(ballot.told(.assured) == [1] && ballot.told(.judgedBad) == [0])
        #expect(ballot.told(.judgedGood) == [1, 2])
    }

    @Test("is not lost to cheats who do not collude: their lies differ")
    func noCollusion() {
        let ballot = Ballot(Ballots.reExecution(3, compare: "tolerance"), asked: 3)
        let found = [Ballots.madeUp(1), Ballots.honest[1], Ballots.madeUp(2)].enumerated().map {
            ballot.arrive($0.offset, $0.element)
        }
        #expect(found == [nil, nil, 0] && ballot.told(.rejected) == [0, 1, 2])
        #expect(ballot.told(.judgedBad).isEmpty && ballot.told(.assured).isEmpty)
    }

    /// Three answers in a row, of which only neighbours lie within the tolerance.
    private static let chain: (table: AnswerTable, answers: [Answer]) = {
        let table = AnswerTable(
            [Float(0.5), 0.625, 0.75].map {
                AnswerTable.Column(inputs: "one", outputs: [.scores([$0, 0])], tolerance: 0.125)
            })
        return (table, (0..<3).map { table.answer(computation: $0, input: 0) })
    }()

    @Test("counts support for each answer, because agreement within a tolerance is not transitive")
    func notTransitive() {
        let (table, answers) = Self.chain
        #expect(table.agree(answers[0], answers[1]) && table.agree(answers[1], answers[2]))
        #expect(!table.agree(answers[0], answers[2]))
        // Of five, the middle one is supported by all, the outer ones by three: the first asked with a majority wins.
        let scheme = Ballots.reExecution(5, compare: "tolerance", answers: table)
        let ballot = Ballot(scheme, asked: 5)
        let found = [0, 2, 1, 2, 0].enumerated().map { ballot.arrive($0.offset, answers[$0.element]) }
        #expect(found == [nil, nil, 2, nil, nil])
        #expect(ballot.told(.judgedGood) == [0, 1, 2, 3, 4], "all agree with the middle one")
        // Two of the one end and one of the other: the majority is that of the first end alone.
        let other = Ballot(Ballots.reExecution(3, compare: "tolerance", answers: table), asked: 3)
        _ = [0, 2, 0].enumerated().map { other.arrive($0.offset, answers[$0.element]) }
        #expect(other.told(.judgedGood) == [0, 2] && other.told(.judgedBad) == [1])
    }

    @Test("counts only what has arrived for the same try, in the order asked")
    func members() {
        let ballot = Ballot(Ballots.reExecution(3), asked: 3)
        _ = ballot.arrive(0, Ballots.madeUp(1))
        ballot.live.requests[ballot.request].tries = 2
        for isCheck in [false, true, true, true] { ballot.ask(isCheck: isCheck) }
        let live = ballot.live
        // Answers that the gateway never got, or of the try before, are no votes.
        for (number, state) in [(4, Attempt.State.gone), (5, .refused)] {
            live.attempts[ballot.attempts[number]].answer = Ballots.madeUp(1)
            live.attempts[ballot.attempts[number]].state = state
        }
        #expect(ballot.arrive(6, Ballots.madeUp(1)) == nil)
        let vote = Vote(of: ballot.attempts[6], live)
        #expect(vote.members.map(\.attempt) == [ballot.attempts[6]])
        #expect(ballot.arrive(3, Ballots.madeUp(1)) == 3)
        #expect(Vote(of: ballot.attempts[6], live).members.map(\.attempt) == [3, 6].map { ballot.attempts[$0] })
        #expect(ballot.told(.judgedGood) == [3, 6])
    }

    @Test("needs more than half of the executions asked for, not of those that came")
    func threshold() {
        let ballot = Ballot(Ballots.reExecution(4), asked: 4)
        _ = [0, 1].map { ballot.arrive($0, Ballots.madeUp(1)) }
        let vote = Vote(of: ballot.attempts[0], ballot.live)
        let exact = Comparison(isExact: true, answers: Ballots.table)
        let supported = (1...5).map { vote.majority(of: $0, exact)?.attempt }
        #expect(supported == [0, 0, 0, nil, nil].map { $0.map { ballot.attempts[$0] } })
    }
}
