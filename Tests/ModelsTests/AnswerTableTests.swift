// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Models
import Testing

@Suite("Answers") struct AnswerTableTests {
    private static let profiles = [NumericProfile.scalar, .wide8, .fused16]
    /// Of `digits`, honest under each profile, then with int8, with int4, then honest `digits-small`.
    private static let table: Result<AnswerTable, any Error> = Result {
        let forms: [WeightForm] = [.published, .int8, .int4]
        let columns = try forms.flatMap { form in try profiles.map { try Columns.column(Columns.digits, form, $0) } }
        return AnswerTable(columns + (try profiles.map { try Columns.column(Columns.digitsSmall, .published, $0) }))
    }
    private static let inputs = 0..<Columns.asked.count
    private let table: AnswerTable

    init() throws { table = try Self.table.get() }

    /// How many answers of 360 differ from the honest one in label, and how many do not agree with it.
    private func astray(from honest: Int, _ answer: (Int) -> Answer) -> (labels: Int, outside: Int) {
        let wrong = Self.inputs.filter { !table.sameLabel(answer($0), table.answer(computation: honest, input: $0)) }
        let outside = Self.inputs.filter { !table.isRight(answer($0), honest: honest, input: $0) }
        return (wrong.count, outside.count)
    }

    @Test("honest profiles differ in their last bits and keep the label") func profileDivergence() {
        for first in Self.profiles.indices {
            for second in Self.profiles.indices where second != first {
                let pairs = Self.inputs.map {
                    (table.answer(computation: first, input: $0), table.answer(computation: second, input: $0))
                }
                #expect(pairs.count { !table.isExactlyEqual($0, $1) } >= 350)
                #expect(pairs.allSatisfy { table.agree($0, $1) && table.sameLabel($0, $1) })
                #expect((pairs.map { table.distance($0, $1) }.max() ?? 0) > 0)
            }
        }
    }

    @Test("rounded weights mostly keep the label and change the scores", arguments: [0, 1, 2])
    func roundedWeights(profile: Int) {
        let int8 = astray(from: profile) { table.answer(computation: 3 + profile, input: $0) }
        let int4 = astray(from: profile) { table.answer(computation: 6 + profile, input: $0) }
        #expect(int8.labels <= 3 && (2...36).contains(int4.labels) && int4.labels > int8.labels)
        #expect(int4.outside > int8.outside)
    }

    @Test("a substitute is off in one label of twelve", arguments: [0, 1, 2]) func substitute(profile: Int) {
        let small = astray(from: profile) { table.answer(computation: 9 + profile, input: $0) }
        #expect((18...72).contains(small.labels) && small.outside >= 300)
    }

    @Test("what is made up or copied from another request has the right label one time in ten")
    func madeUpAndCopied() {
        let random = astray(from: 0) { .random(seed: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
        #expect((306...340).contains(random.labels) && random.outside >= 350)
        let copied = astray(from: 0) { table.answer(computation: 0, input: ($0 + 1) % 360) }
        #expect((306...340).contains(copied.labels) && copied.outside >= copied.labels)
    }

    @Test("an honest answer is right, by its own profile and by the others") func honesty() {
        for honest in 0..<3 {
            for other in 0..<3 {
                #expect(astray(from: honest) { table.answer(computation: other, input: $0) } == (0, 0))
            }
        }
    }

    @Test("what the table says of two answers is what comparing their outputs says") func lookUp() throws {
        let honest = try Columns.column(Columns.digits, .published, .wide8),
            rounded = try Columns.column(Columns.digits, .int4, .fused16)
        for input in [0, 17, 359] {
            let expected = honest.outputs[input].likeness(to: rounded.outputs[input])
            let (a, b) = (table.answer(computation: 1, input: input), table.answer(computation: 8, input: input))
            #expect(table.likeness(a, b) == expected && table.likeness(b, a) == expected)
            // Across inputs nothing is prepared, and nothing is different.
            let other = table.answer(computation: 8, input: (input + 1) % 360)
            #expect(table.likeness(a, other) == honest.outputs[input].likeness(to: rounded.outputs[(input + 1) % 360]))
        }
    }

    @Test("an answer is eight bytes; none differs from everything and is never right") func none() {
        #expect(MemoryLayout<Answer>.size == 8)
        let computed = table.answer(computation: 0, input: 0)
        for other in [Answer.none, computed, .random(seed: 0)] {
            for (a, b) in [(Answer.none, other), (other, .none)] {
                #expect(!table.agree(a, b) && !table.sameLabel(a, b) && !table.isExactlyEqual(a, b))
                #expect(table.distance(a, b) == .infinity)
            }
        }
        #expect(!table.isRight(.none, honest: 0, input: 0))
    }

    @Test("made-up answers follow their seed alone") func madeUp() {
        let (a, b) = (Answer.random(seed: 1 << 40), Answer.random(seed: 1 << 41))
        #expect(a == .random(seed: 1 << 40) && a != b)
        #expect(table.agree(a, a) && table.isExactlyEqual(a, a) && table.distance(a, a) == 0)
        #expect(!table.agree(a, b) && !table.isExactlyEqual(a, b) && table.distance(a, b) > 0)
        let computed = table.answer(computation: 0, input: 0)
        for seed in 0..<UInt64(1_000) {
            let answer = Answer.random(seed: seed << 1)
            let distance = table.distance(answer, computed)
            #expect(distance == table.distance(computed, answer) && distance > 0 && distance < 1)
        }
    }

    @Test("of two models the smaller tolerance decides, for the truth that of the model asked for; a margin widens it")
    func twoModels() {
        func column(_ score: Float, _ tolerance: Float) -> AnswerTable.Column {
            AnswerTable.Column(inputs: "one", outputs: [.scores([score, 1 - score])], tolerance: tolerance)
        }
        let table = AnswerTable([column(0.75, 0.125), column(0.875, 0.0625), column(1, 1)])
        let answers = (0..<3).map { table.answer(computation: $0, input: 0) }
        #expect(!table.agree(answers[0], answers[1]) && !table.agree(answers[1], answers[0]))
        #expect(table.agree(answers[0], answers[1], margin: 2))
        #expect(table.isRight(answers[1], honest: 0, input: 0) && !table.isRight(answers[0], honest: 1, input: 0))
        #expect(!table.agree(answers[0], answers[2]) && table.isRight(answers[0], honest: 2, input: 0))
    }

    @Test("columns of different inputs are never taken for answers to the same") func sets() {
        let scores = Output.scores([1, 0]), others = Output.scores([0.5, 0.25, 0.25])
        let table = AnswerTable([
            AnswerTable.Column(inputs: "a", outputs: [scores, scores], tolerance: 0),
            AnswerTable.Column(inputs: "b", outputs: [others], tolerance: 0),
        ])
        let (a, b) = (table.answer(computation: 0, input: 0), table.answer(computation: 1, input: 0))
        #expect(table.likeness(a, b).distance == .infinity && !table.agree(a, b))
        #expect(table.agree(a, table.answer(computation: 0, input: 1)))
    }
}
