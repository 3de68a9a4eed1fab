// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Measures

struct LevelTests {
    @Test("Facts amount to the level whose predicate they meet, and to no more")
    func predicates() {
        let cases: [(Assurance, Level)] = [
            ([], .unassured),
            (.signatureChecked, .unassured),
            ([.signatureChecked, .bindsRequest, .bindsAnswer], .unassured),
            (.commitmentFinal, .unassured),
            (.channelAttested, .channel),
            ([.channelAttested, .commitmentFinal], .channel),
            (.receipt, .signed),
            (.receipt.union(.commitmentFinal), .anchored),
            (.attestedHardwareRanModel, .vouched),
            ([.committedBeforeAudit, .auditPeriodClean], .unassured),
            (.covered, .vouched),
            (.checkedIndependently, .checked),
            (.challengeWindowPassed, .checked),
            ([.challengeWindowPassed, .challengeOpen], .unassured),
            ([.challengeWindowPassed, .challengeOpen, .checkedIndependently], .checked),
            (.proofVerified, .proven),
        ]
        for (facts, level) in cases { #expect(facts.level == level, "\(facts.rawValue)") }
    }

    @Test("The level of any facts is the highest whose predicate they meet")
    func highestHolds() {
        for raw in UInt32(0)..<(1 << 16) {
            let facts = Assurance(rawValue: raw)
            let highest = Level.allCases.last { $0.isMet(by: facts) }
            guard facts.level == highest else {
                Issue.record("\(raw): expected \(String(describing: highest)), found \(facts.level)")
                return
            }
        }
    }

    @Test("Levels read back from their codes and no others")
    func codes() {
        for level in Level.allCases { #expect(Level(code: level.code) == level) }
        #expect(Level.allCases.map(\.code) == ["L0", "L1", "L2", "L3", "L4", "L5", "L6"])
        #expect(Level(code: "L7") == nil)
        #expect(Level(code: "l1") == nil)
    }

    @Test("A milestone is plain memory of at most 32 bytes")
    func milestoneSize() {
        #expect(_isPOD(Counts.self))
    }
}
