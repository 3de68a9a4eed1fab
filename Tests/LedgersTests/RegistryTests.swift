// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness
import Testing

@testable import Ledgers
@testable import Networks

@Suite("A registry")
struct RegistryTests {
    private static let rule = Registry.Rule(heartbeat: Nanoseconds(900), listedFor: Nanoseconds(2_000))

    /// When the registry hears of a participant: a node that comes back is listed with its next sign of life.
    static func phase(of participant: UInt32, among count: Int, _ rule: Registry.Rule) -> Int64 {
        var fixture = Fixture(rule: rule, memberships: Array(repeating: [0], count: count))
        let heartbeat = rule.heartbeat.count
        fixture.plan(down: true, participant, at: 0)
        fixture.plan(down: false, participant, at: 10 * heartbeat)
        var time = 10 * heartbeat
        while !fixture.listed(at: time).contains(participant) { time += 1 }
        return time % heartbeat
    }

    @Test("lists everybody at time zero, each only where it belongs, gateways nowhere")
    func beginning() {
        var fixture = Fixture(rule: Self.rule, memberships: [[], [0], [0, 2], [2], [1]], regions: 2)
        let listed = (0..<3).map { fixture.listed(at: 0, in: $0) }
        #expect(listed == [[1, 2], [4], [2, 3]])
        #expect(fixture.listings[2].count(in: 0) == 1 && fixture.listings[2][0, in: 1] == 3)
    }

    @Test("without a rule knows of a crash and of a repair at that instant, in every listing of the node alone")
    func immediate() {
        var fixture = Fixture(rule: nil, memberships: [[0], [0, 1], [1]])
        fixture.plan(down: true, 1, at: 50)
        fixture.plan(down: false, 1, at: 80)
        let listed = [49, 50, 79, 80].map { time in (0..<2).map { fixture.listed(at: time, in: $0) } }
        #expect(listed == [[[0, 1], [1, 2]], [[0], [2]], [[0], [2]], [[0, 1], [1, 2]]])
    }

    @Test("spreads the signs of life over the interval")
    func phases() {
        let phases = (0..<8).map { Self.phase(of: UInt32($0), among: 8, Self.rule) }.sorted()
        let gaps = zip(phases, phases.dropFirst() + [phases[0] + 900]).map { $1 - $0 }
        // An even spread has gaps of 112; golden-ratio steps leave none larger than about twice that.
        #expect(gaps.max()! <= 240 && gaps.min()! >= 40, "\(phases)")
    }

    @Test("goes on listing a crashed node until its last sign of life has aged out", arguments: [5_000, 5_333, 6_789])
    func staleness(crash: Int64) {
        var fixture = Fixture(rule: Self.rule, memberships: [[0], [0]])
        fixture.plan(down: true, 1, at: crash)
        let phase = Self.phase(of: 1, among: 2, Self.rule)
        let last = crash - (crash - phase) % 900
        let listed = [crash, last + 1_999, last + 2_000, 100_000].map { fixture.listed(at: $0) }
        #expect(listed == [[0, 1], [0, 1], [0], [0]])
    }

    @Test("lists a repaired node again with its next sign of life")
    func reentry() {
        let phase = Self.phase(of: 1, among: 2, Self.rule)
        for repair in [9_001 + phase, 9_450 + phase, 9_899 + phase] {
            var fixture = Fixture(rule: Self.rule, memberships: [[0], [0]])
            fixture.plan(down: true, 1, at: 100)
            fixture.plan(down: false, 1, at: repair)
            let listed = [repair, 9_899 + phase, 9_900 + phase].map { fixture.listed(at: $0) }
            #expect(listed == [[0], [0], [0, 1]])
        }
    }

    @Test("never notices a node that is back before its listing has aged out")
    func shortCrash() {
        let phase = Self.phase(of: 0, among: 1, Self.rule)
        var fixture = Fixture(rule: Self.rule, memberships: [[0]])
        // Down over two signs of life, up in time for the third.
        fixture.plan(down: true, 0, at: 9_000 + phase + 1)
        fixture.plan(down: false, 0, at: 9_000 + phase + 1_799)
        let always = (9_000...14_000).allSatisfy { fixture.listed(at: phase + $0) == [0] }
        #expect(always)
    }

    @Test("lists exactly those whose latest sign of life is fresh, one by one simulated", arguments: 0..<40)
    func oracle(seed: Int) {
        var stream = stream("registry", seed)
        let rule = Registry.Rule(
            heartbeat: Nanoseconds(Int64(40 + stream.index(below: 80))),
            listedFor: Nanoseconds(Int64(120 + stream.index(below: 200))))
        let count = 4
        let phases = (0..<count).map { Self.phase(of: UInt32($0), among: count, rule) }
        var fixture = Fixture(rule: rule, memberships: Array(repeating: [0], count: count))
        var lives = phases.map { SignsOfLife(phase: $0, rule: rule) }
        for participant in 0..<count {
            var time: Int64 = 0
            for change in 0..<40 {
                // No change at the instant of a sign of life or of a listing's end, which the order would decide.
                time += Int64(1 + stream.index(below: change % 3 == 0 ? 400 : 60))
                while lives[participant].isTie(time) { time += 1 }
                fixture.plan(down: change % 2 == 0, UInt32(participant), at: time)
                lives[participant].change(at: time)
            }
        }
        for time in stride(from: Int64(0), to: 6_000, by: 1) {
            let expected = (0..<count).filter { lives[$0].isListed(at: time) }.map { UInt32($0) }
            let listed = fixture.listed(at: time)
            guard listed == expected else {
                Issue.record("at \(time) ns: expected \(expected), found \(listed)")
                return
            }
        }
    }
}

/// A node's signs of life, simulated one by one.
private struct SignsOfLife {
    let phase: Int64
    let rule: Registry.Rule
    /// The instants at which the node goes down and comes up, in turn.
    private var changes: [Int64] = []

    init(phase: Int64, rule: Registry.Rule) {
        self.phase = phase
        self.rule = rule
    }

    mutating func change(at time: Int64) { changes.append(time) }

    private func isUp(at time: Int64) -> Bool { changes.count { $0 <= time } % 2 == 0 }

    func isTie(_ time: Int64) -> Bool {
        let since = (time - phase + 100 * rule.heartbeat.count) % rule.heartbeat.count
        return since == 0 || since == rule.listedFor.count % rule.heartbeat.count
    }

    /// Whether a sign of life reached the registry less than the listing's length ago. Before the run all were up.
    func isListed(at time: Int64) -> Bool {
        var sign = time - (time - phase + 100 * rule.heartbeat.count) % rule.heartbeat.count
        while time - sign < rule.listedFor.count {
            if isUp(at: sign) { return true }
            sign -= rule.heartbeat.count
        }
        return false
    }
}
