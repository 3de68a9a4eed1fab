// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Models
import Nodes
import Quantities
import Schemes
import Testing

@Suite("Schemes that do not compare answers")
struct PlainSchemeTests {
    private let receipts = SignedReceipts(
        Arguments(
            name: "receipts",
            values: [("sign", .quantity(0.0003)), ("verify", .quantity(0.000017)), ("size", .quantity(328))]))

    @Test("no check delivers every answer as it comes, costs nothing and says nothing")
    func none() {
        let scheme = NoScheme()
        let ballot = Ballot(scheme, asked: 2)
        #expect(ballot.arrive(1, Ballots.madeUp(0)) == 1 && ballot.arrive(0, .none) == 0)
        #expect(ballot.log.milestones.isEmpty)
        #expect(scheme.executions == 1 && scheme.streams && scheme.highest == .unassured && scheme.trust.isEmpty)
        #expect(scheme.nodeTime == .zero && scheme.clientTime == .zero && scheme.answerBytes == 0)
        #expect(scheme.factsAtDelivery == [])
    }

    @Test("receipts cost what they are declared to, on the node, on the client and on the wire")
    func costs() {
        #expect(receipts.nodeTime == Nanoseconds(300_000))
        #expect(receipts.clientTime == Nanoseconds(17_000))
        #expect(receipts.answerBytes == 328)
    }

    @Test("receipts amount to exactly the level the scheme promises, and deliver wrong answers as readily")
    func receiptsLevel() {
        let scheme = receipts
        #expect(scheme.factsAtDelivery.level == .signed && scheme.highest == .signed)
        #expect(scheme.executions == 1 && scheme.streams && !scheme.trust.isEmpty)
        let ballot = Ballot(scheme, asked: 1)
        #expect(ballot.arrive(0, Ballots.madeUp(0)) == 0 && ballot.log.milestones.isEmpty)
    }

    @Test("re-execution asks as many nodes as declared, streams unless it holds back, and reaches the checked level")
    func reExecution() {
        let (agreed, primary) = (Ballots.reExecution(5), Ballots.reExecution(2, deliver: "primary"))
        #expect(agreed.executions == 5 && primary.executions == 2)
        #expect(!agreed.streams && primary.streams)
        #expect(agreed.highest == .checked && Assurance.checkedIndependently.level == .checked)
        #expect(agreed.factsAtDelivery == [] && agreed.trust.contains("5"))
    }

    @Test("every default that is declared can be read as what it is")
    func declarations() {
        #expect(SignedReceipts.declaration.parameters.map(\.standard) == ["0.3 ms", "0.017 ms", "328 B"])
        #expect(ReExecution.declaration.parameters.map(\.standard) == ["3", "tolerance", "agreed", ""])
        #expect(NoScheme.declaration.parameters.isEmpty)
    }
}
