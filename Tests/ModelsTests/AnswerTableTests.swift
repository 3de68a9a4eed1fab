// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Models
import Testing

@Suite("Answers") struct AnswerTableTests {
    private static let profiles = NumericProfile.all
    /// Of `digits`, honest under each profile, then with int8, with int4, then honest `digits-small`.
    private static let table = AnswerTable(
        [Weights.full, .int8, .int4].flatMap { weights in
            profiles.map { Computation(model: .digits, weights: weights, profile: $0) }
        } + profiles.map { Computation(model: .digitsSmall, profile: $0) })
    private static let inputs = 0..<InputSet.test.count
    private let table = Self.table

    /// How many answers of 360 differ from the honest one in label, and how many do not agree with it.
    private func astray(from honest: Int, _ answer: (Int) -> Answer) -> (labels: Int, outside: Int) {
        let wrong = Self.inputs.filter { !table.sameLabel(answer($0), table.answer(computation: honest, input: $0)) }
        let outside = Self.inputs.filter { !table.isRight(answer($0), honest: honest, input: $0) }
        return (wrong.count, outside.count)
    }

    @Test("honest profiles differ in their last bits and agree within the tolerance on every test input")
    func profileDivergence() {
        for first in Self.profiles.indices {
            for second in Self.profiles.indices where second != first {
                let pairs = Self.inputs.map {
                    (table.answer(computation: first, input: $0), table.answer(computation: second, input: $0))
                }
                #expect(pairs.count { !table.isExactlyEqual($0, $1) } >= 350)
                #expect(pairs.allSatisfy { table.agree($0, $1) && table.sameLabel($0, $1) })
                let largest = pairs.map { table.distance($0, $1) }.max() ?? 0
                #expect(largest > 0 && largest <= Classifier.digits.tolerance / 2)
            }
        }
    }

    @Test("rounded weights mostly keep the label and never the scores", arguments: [0, 1, 2])
    func roundedWeights(profile: Int) {
        let int8 = astray(from: profile) { table.answer(computation: 3 + profile, input: $0) }
        #expect(int8.labels <= 3 && int8.outside >= 356)
        let int4 = astray(from: profile) { table.answer(computation: 6 + profile, input: $0) }
        #expect((2...36).contains(int4.labels) && int4.outside >= 356)
        #expect(int4.labels > int8.labels)
    }

    @Test("a substitute is off in one label of twelve, and always in its scores", arguments: [0, 1, 2])
    func substitute(profile: Int) {
        let small = astray(from: profile) { table.answer(computation: 9 + profile, input: $0) }
        #expect((18...72).contains(small.labels) && small.outside >= 356)
    }

    @Test("what is made up or copied from another request has the right label one time in ten")
    func madeUpAndCopied() {
        let random = astray(from: 0) { .random(seed: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
        #expect((306...340).contains(random.labels) && random.outside == 360)
        let copied = astray(from: 0) { table.answer(computation: 0, input: ($0 + 1) % 360) }
        #expect((306...340).contains(copied.labels) && copied.outside == 360)
    }

    @Test("an honest answer is right, by its own profile and by the others") func honesty() {
        for honest in 0..<3 {
            for other in 0..<3 {
                #expect(astray(from: honest) { table.answer(computation: other, input: $0) } == (0, 0))
            }
        }
    }

    @Test("scores in the table are those of the classifier, at a distance a test can work out") func lookUp() {
        for input in [0, 17, 359] {
            let values = InputSet.test.values(of: input)
            let honest = Classifier.digits.scores(of: values, profile: .wide8)
            let rounded = Classifier.digits.scores(of: values, weights: .int4, profile: .fused16)
            let expected = zip(honest, rounded).map { ($0 - $1).magnitude }.max()
            let found = table.distance(
                table.answer(computation: 1, input: input), table.answer(computation: 8, input: input))
            #expect(found == expected)
        }
    }

    @Test("equal computations share their entries, others do not") func sharing() {
        let honest = Computation(model: .digits, profile: .scalar)
        let computations = [
            honest, Computation(model: .digits, profile: .scalar), Computation(model: .digits, profile: .wide8),
            Computation(model: .digits, profile: .scalar, batchBucket: 1),
            Computation(model: .digits, weights: .int8, profile: .scalar),
            Computation(model: .digitsSmall, profile: .scalar), honest,
        ]
        let table = AnswerTable(computations)
        let answers = computations.indices.map { table.answer(computation: $0, input: 3) }
        #expect(answers[0] == answers[1] && answers[0] == answers[6])
        for first in 1..<6 {
            for second in 1..<first { #expect(answers[first] != answers[second]) }
        }
        // Another bucket is another entry, with the same bits: these kernels do not depend on the batch.
        #expect(table.isExactlyEqual(answers[0], answers[3]))
        let renamed = Classifier(name: "other", layers: Classifier.digits.layers, tolerance: 0)
        #expect(Computation(model: renamed, profile: .scalar) == honest)
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
        #expect(!table.isExactlyEqual(a, computed) && !table.agree(a, computed))
        // Distances are symmetric and a made-up top score is at least one half.
        for seed in 0..<UInt64(1_000) {
            let answer = Answer.random(seed: seed << 1)
            let distance = table.distance(answer, computed)
            #expect(distance == table.distance(computed, answer) && distance > 0 && distance < 1)
        }
    }

    @Test("of two models the smaller tolerance decides, for the truth that of the model asked for") func twoModels() {
        let layers = Classifier.digits.layers
        var bias = layers[2].bias
        bias[0] += 0.01
        let changed = layers[..<2] + [Classifier.Layer(weights: layers[2].weights, bias: bias)]
        let strict = Classifier(name: "strict", layers: layers, tolerance: 0)
        let lenient = Classifier(name: "lenient", layers: Array(changed), tolerance: 0.1)
        let table = AnswerTable([strict, lenient].map { Computation(model: $0, profile: .scalar) })
        let (a, b) = (table.answer(computation: 0, input: 0), table.answer(computation: 1, input: 0))
        #expect(table.distance(a, b) > 0 && table.distance(a, b) < 0.1)
        #expect(!table.agree(a, b) && !table.agree(b, a))
        #expect(table.isRight(a, honest: 1, input: 0))
        #expect(!table.isRight(b, honest: 0, input: 0))
    }
}
