// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Models
import Testing

@Suite("Outputs of graphs") struct GraphOutputTests {
    private func likeness(_ a: Tensor..., to b: [Tensor]) -> Likeness {
        Output.graph(GraphOutput(a)).likeness(to: .graph(GraphOutput(b)))
    }

    private func floats(_ shape: [Int], _ numbers: [Float]) -> Tensor { Tensor(shape: shape, floats: numbers) }

    @Test("every row of a batch or of a sequence has a label of its own", arguments: [[2, 2], [1, 2, 2], [2, 1, 2]])
    func rows(shape: [Int]) {
        let a = floats(shape, [0.9, 0.1, 0.5, 0.4])
        // The highest score of all stays where it was; the second row chooses another class.
        let second = likeness(a, to: [floats(shape, [0.9, 0.1, 0.4, 0.5])])
        #expect(!second.sameLabel && !second.isWithin(1) && (second.distance - 0.1).magnitude < 1e-6)
        let near = likeness(a, to: [floats(shape, [0.8, 0.2, 0.5, 0.4])])
        #expect(near.sameLabel && !near.isExact && near.isWithin(0.11) && !near.isWithin(0.09))
    }

    @Test("maps and single scores name no class: the distance alone decides", arguments: [[1, 1, 2, 2], [4, 1]])
    func maps(shape: [Int]) {
        let a = floats(shape, [0.9, 0.1, 0.5, 0.4]), b = floats(shape, [0.4, 0.5, 0.9, 0.1])
        #expect(!Output.graph(GraphOutput([a])).hasLabel)
        let far = likeness(a, to: [b])
        #expect(!far.sameLabel && far.isWithin(0.5) && !far.isWithin(0.3))
        let same = likeness(a, to: [a])
        #expect(same.sameLabel && same.isExact && same.isWithin(0))
        // A scheme that compares labels must not accept everything from such a model.
        #expect(!likeness(a, to: [floats(shape, [0.9, 0.1, 0.5, 0.4001])]).sameLabel)
    }

    @Test("decisions are the same or they are not, wherever they stand") func decisions() {
        let scores = floats([1, 2], [0.9, 0.1])
        for (a, b) in [
            (Tensor(shape: [1], int64: [7]), Tensor(shape: [1], int64: [8])),
            (Tensor(shape: [1], int32: [7]), Tensor(shape: [1], int32: [8])),
            (Tensor(shape: [1], bools: [true]), Tensor(shape: [1], bools: [false])),
        ] {
            for (one, other) in [([a], [b]), ([scores, a], [scores, b]), ([a, scores], [b, scores])] {
                let output = Output.graph(GraphOutput(one)), likeness = output.likeness(to: .graph(GraphOutput(other)))
                #expect(output.hasLabel && !likeness.sameLabel && likeness.distance == .infinity)
                #expect(!likeness.isWithin(.infinity) && output.likeness(to: output).isExact)
            }
        }
    }

    @Test("numbers of 8 bits are scores, as quantised graphs give them out") func eightBits() {
        let a = Tensor(shape: [1, 3], uint8: [10, 200, 30])
        #expect(likeness(a, to: [Tensor(shape: [1, 3], uint8: [10, 199, 31])]).isWithin(1))
        #expect(!likeness(a, to: [Tensor(shape: [1, 3], uint8: [210, 200, 30])]).sameLabel)
        let negative = Tensor(shape: [1, 3], int8: [-128, 127, 0])
        #expect(likeness(negative, to: [Tensor(shape: [1, 3], int8: [127, 127, 0])]).distance == 255)
    }

    @Test("the distance is the largest over all outputs, and rows of the others are no labels") func allOutputs() {
        let scores = floats([1, 2], [0.9, 0.1])
        let far = likeness(scores, floats([1, 2], [3, 4]), to: [scores, floats([1, 2], [4, 3])])
        #expect(far.sameLabel && far.distance == 1 && !far.isExact && far.isWithin(1))
    }

    @Test("other shapes and other numbers of outputs are infinitely far") func shapes() {
        let a = floats([1, 4], [1, 2, 3, 4])
        let reshaped = [[2, 2], [4]].map { [a.reshaped($0)] }
        for other in reshaped + [[floats([1, 3], [1, 2, 3])], [], [a, a]] {
            let likeness = likeness(a, to: other)
            #expect(likeness.distance == .infinity && !likeness.sameLabel && !likeness.isWithin(.infinity))
        }
        let decisions = Tensor(shape: [2, 1], int64: [1, 2])
        #expect(!likeness(decisions, to: [decisions.reshaped([1, 2])]).isExact)
    }

    @Test("a row with what is not a number names no class") func notANumber() {
        let (first, none) = (floats([1, 2], [0.9, 0.1]), floats([1, 2], [.nan, .nan]))
        #expect(!likeness(first, to: [none]).sameLabel && !likeness(none, to: [first]).sameLabel)
        let half = likeness(none, to: [floats([1, 2], [.nan, 1])])
        #expect(half.sameLabel && half.distance == .infinity && likeness(none, to: [none]).isExact)
    }

    @Test("what is made up has the form of what it is held against, and luck only where there are classes")
    func madeUp() {
        let sequence = floats([1, 2, 4], [0.9, 0, 0, 0.1, 0, 0.9, 0.1, 0]), map = floats([1, 1, 1, 2], [0.5, 0.5])
        let number = Tensor(shape: [1], int64: [1])
        let table = AnswerTable(
            [sequence, map, number].enumerated().map { place, tensor in
                AnswerTable.Column(
                    inputs: "\(place)", outputs: [.graph(GraphOutput([tensor]))], tolerance: 0.25)
            })
        let seeds = (0..<4_000).map { Answer.random(seed: UInt64($0) << 20) }
        let answers = (0..<3).map { table.answer(computation: $0, input: 0) }
        // Both rows chance upon their class: one time in sixteen. Both numbers within a quarter: one time in four.
        let lucky = seeds.count { table.sameLabel($0, answers[0]) }
        #expect((190...310).contains(lucky))
        let near = seeds.count { table.agree($0, answers[1]) }
        #expect((870...1_130).contains(near))
        #expect(seeds.allSatisfy { !table.sameLabel($0, answers[1]) && !table.agree($0, answers[2]) })
    }
}
