// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Models
import Nodes
import Randomness
import Testing

@testable import Schemes

/// Every pattern of answers, in many orders of arrival, against the definition of a majority.
@Suite("Re-execution, over all patterns of answers")
struct ReExecutionTests {
    /// What must come out, from the definition: the answers by node and the order in which they arrive.
    private struct Expectation {
        /// The arrival after which a value has more than half of the executions, and that value.
        var decision: (arrival: Int, value: Int)?

        init(_ pattern: [Int], _ order: [Int]) {
            for arrival in order.indices {
                let values = order[...arrival].map { pattern[$0] }
                for value in Set(values)
                where decision == nil && values.count(where: { $0 == value }) * 2 > pattern.count {
                    decision = (arrival, value)
                }
            }
        }
    }

    /// All patterns of so many answers out of so many values.
    private static func patterns(_ count: Int, values: Int) -> [[Int]] {
        (0..<count).reduce([[]]) { patterns, _ in patterns.flatMap { pattern in (0..<values).map { pattern + [$0] } } }
    }

    private static func orders(_ count: Int) -> [[Int]] {
        guard count > 1 else { return [[0]] }
        return orders(count - 1).flatMap { order in
            (0..<count).map { place in Array(order[..<place]) + [count - 1] + order[place...] }
        }
    }

    /// Some orders of arrival: all of three or less, a sample of five.
    private static func someOrders(_ count: Int) -> [[Int]] {
        let all = orders(count)
        return count <= 3 ? all : stride(from: 0, to: all.count, by: 17).map { all[$0] } + [Array(0..<count)]
    }

    @Test("delivers the majority's answer when it forms, holding back until then", arguments: [2, 3, 4, 5])
    func agreed(executions: Int) {
        for pattern in Self.patterns(executions, values: executions < 4 ? executions : 3) {
            for order in Self.someOrders(executions) {
                let expected = Expectation(pattern, order)
                let ballot = Ballot(Ballots.reExecution(executions), asked: executions)
                let deliveries = order.map { ballot.arrive($0, Ballots.madeUp(pattern[$0])) }
                let found = deliveries.compactMap { $0 }
                guard let (arrival, value) = expected.decision else {
                    // Nobody agrees: the first asked all the same, at the end, rejected; nobody is judged.
                    let isRight = found == [0] && deliveries[executions - 1] == 0 && ballot.hasRejectedAll
                    #expect(isRight, "\(pattern) in \(order)")
                    continue
                }
                let first = order[...arrival].filter { pattern[$0] == value }.min()!
                #expect(found == [first] && deliveries[arrival] == first, "\(pattern) in \(order)")
                #expect(ballot.told(.assured) == [first] && ballot.told(.rejected).isEmpty, "\(pattern) in \(order)")
                Self.expectVerdicts(ballot, pattern, value)
            }
        }
    }

    @Test("delivers the primary's answer at once, then confirms or rejects it", arguments: [2, 3, 4, 5])
    func primary(executions: Int) {
        for pattern in Self.patterns(executions, values: executions < 4 ? executions : 3) {
            for order in Self.someOrders(executions) {
                let expected = Expectation(pattern, order)
                let ballot = Ballot(Ballots.reExecution(executions, deliver: "primary"), asked: executions)
                let deliveries = order.map { ballot.arrive($0, Ballots.madeUp(pattern[$0])) }
                let primary = order.firstIndex(of: 0)!
                guard let (arrival, value) = expected.decision else {
                    #expect(deliveries.compactMap { $0 } == [0] && deliveries[primary] == 0)
                    #expect(ballot.hasRejectedAll, "\(pattern) in \(order)")
                    continue
                }
                // When the others agree before the primary has answered, their answer is delivered.
                let used = primary <= arrival ? 0 : order[...arrival].filter { pattern[$0] == value }.min()!
                #expect(deliveries.compactMap { $0 } == [used] && deliveries[min(primary, arrival)] == used)
                let isGood = pattern[used] == value
                #expect(ballot.told(.assured) == (isGood ? [used] : []), "\(pattern) in \(order)")
                #expect(ballot.told(.rejected) == (isGood ? [] : [used]), "\(pattern) in \(order)")
                Self.expectVerdicts(ballot, pattern, value)
            }
        }
    }

    /// Everybody is judged once: good who agrees with the majority, bad who does not.
    private static func expectVerdicts(_ ballot: Ballot, _ pattern: [Int], _ value: Int) {
        let good = pattern.indices.filter { pattern[$0] == value }
        #expect(ballot.told(.judgedGood).sorted() == good, "\(pattern)")
        #expect(ballot.told(.judgedBad).sorted() == pattern.indices.filter { !good.contains($0) }, "\(pattern)")
        let verdicts = ballot.log.milestones.filter { milestone in
            [MilestoneKind.judgedGood, .judgedBad].contains { $0.rawValue == milestone.kind }
        }
        #expect(verdicts.allSatisfy { Int($0.participant) == 10 + (ballot.attempts.firstIndex(of: $0.attempt) ?? -1) })
        let facts = ballot.log.milestones.filter { $0.kind == MilestoneKind.assured.rawValue }.map(\.value)
        #expect(facts.allSatisfy { $0 == UInt64(Assurance.checkedIndependently.rawValue) })
    }

    @Test("with answers missing delivers only what a majority of all asked agrees on", arguments: [3, 5])
    func missing(executions: Int) {
        for pattern in Self.patterns(executions, values: 2) {
            for arrived in 0..<executions {
                let ballot = Ballot(Ballots.reExecution(executions), asked: executions)
                let found = (0..<arrived).compactMap { ballot.arrive($0, Ballots.madeUp(pattern[$0])) }
                let agreeing = (0..<2).first { value in pattern[..<arrived].count { $0 == value } * 2 > executions }
                #expect(found.count == (agreeing == nil ? 0 : 1))
                #expect(found.allSatisfy { pattern[$0] == agreeing })
                if agreeing == nil { #expect(ballot.log.milestones.isEmpty, "nothing is known yet") }
            }
        }
    }

    @Test("when a node refuses decides with the others alone: a majority of all asked, or a contest")
    func refused() {
        for deliver in ["agreed", "primary"] {
            let scheme = Ballots.reExecution(3, deliver: deliver)
            for values in [[0, 0], [0, 1]] {
                let ballot = Ballot(scheme, asked: 3)
                let found = [ballot.arrive(0, Ballots.madeUp(values[0])), ballot.arrive(1, Ballots.madeUp(values[1]))]
                let early = deliver == "primary" ? 0 : nil
                let isAgreed = values == [0, 0]
                #expect(found == [early, isAgreed && early == nil ? 0 : nil])
                // The client gets what it does not have yet; what came back without a majority is rejected.
                #expect(ballot.refuse(2) == (isAgreed || early != nil ? nil : 0))
                #expect(ballot.told(.rejected) == (isAgreed ? [] : [0, 1]))
            }
        }
    }

    @Test("cannot answer once fewer are left than a majority of all asked; unchecked only by the first")
    func canAnswer() {
        for executions in 2...15 {
            let (agreed, primary) = (
                Ballots.reExecution(executions), Ballots.reExecution(executions, deliver: "primary")
            )
            for left in 0...executions {
                #expect(agreed.canAnswer(first: min(left, 1), all: left) == (2 * left > executions))
                #expect(primary.canAnswer(first: 0, all: left) == (2 * left > executions))
                if left > 0 { #expect(primary.canAnswer(first: 1, all: left)) }
            }
        }
    }

    @Test("with no answer at all says nothing; with answers that are none rejects, and judges nobody")
    func none() {
        #expect(Ballot(Ballots.reExecution(3), asked: 3).log.milestones.isEmpty)
        for compare in ["exact", "tolerance"] {
            let ballot = Ballot(Ballots.reExecution(3, compare: compare), asked: 3)
            let found = (0..<3).map { ballot.arrive($0, .none) }
            #expect(found == [nil, nil, 0] && ballot.hasRejectedAll)
        }
    }
}
