// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Kernels
import Models
import Testing

@Suite("Tolerances") struct ToleranceTests {
    @Test(
        "the tolerance on each embedded card is what the calibration inputs give",
        arguments: ModelCard.embedded.map(\.id))
    func embedded(name: String) throws {
        let card = try #require(ModelCard.named(name))
        let inputs = InputSet.named(try #require(card.inputs)).calibration
        let columns = try NumericProfile.all.map {
            try Execution(Computation(Columns.model(card), profile: $0)).outputs(of: inputs)
        }
        #expect(card.tolerance == Tolerance.fitted(columns))
    }

    @Test("it is the 99.9 % quantile over all pairs of profiles") func quantile() {
        // Three profiles, one input: distances 1, 2 and 3.
        let columns = [0, 1, 3].map { [Output.scores([Float($0)])] }
        #expect(Set(Tolerance.distances(columns)) == [1, 2, 3])
        #expect((Tolerance.fitted(columns) - 2.998).magnitude < 1e-6)
    }

    @Test("pairs that name other classes are left out; where none is left there is no tolerance") func otherClasses() {
        let columns = [[0.75, 0.25], [0.5, 0.25], [0.25, 0.75]].map { [Output.scores($0)] }
        #expect(Tolerance.distances(columns) == [0.25] && Tolerance.fitted(columns) == 0.25)
        #expect(Tolerance.fitted([columns[0], columns[2]]) == .infinity)
    }

    @Test("what is not a number is far from everything but the same bits") func notANumber() {
        let (one, none) = (Output.scores([1, 0]), Output.scores([.nan, .nan]))
        #expect(one.likeness(to: none).distance == .infinity && none.likeness(to: one).distance == .infinity)
        #expect(!one.likeness(to: none).isWithin(1e9) && none.likeness(to: none).isWithin(0))
        let texts = [Float(1), .nan].map {
            Output.text(TokenOutput(tokens: [7], candidates: [7, 9], logits: [$0, 0]))
        }
        #expect(texts[0].likeness(to: texts[1]).distance == .infinity)
    }

    @Test("inputs that are asked and inputs for calibration have none in common", arguments: InputSet.Name.allCases)
    func disjoint(name: InputSet.Name) {
        func texts(_ inputs: [Input]) -> Set<String> {
            Set(
                inputs.map { input in
                    switch input {
                    case .text(let text): text
                    case .tensors(let tensors): "\(tensors["pixels"]?.floats ?? [])"
                    }
                })
        }
        let set = InputSet.named(name)
        #expect(texts(set.asked).count == set.asked.count && set.calibration.count >= 64)
        #expect(texts(set.asked).isDisjoint(with: texts(set.calibration)))
    }
}
