// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Models
import Scenarios
import Statistics

extension AnswerBook {
    /// How far apart the honest outputs of every two arithmetics lie, by model.
    /// - Parameter models: their names, in the order of the scenario.
    /// - Complexity: O(models × profiles² × inputs) looks into the table.
    func profilePairs(of models: [String]) -> [ProfilePair] {
        models.indices.flatMap { model in
            arithmetics.indices.flatMap { first in
                arithmetics.indices[(first + 1)...].map { second in pair(model, models[model], first, second) }
            }
        }
    }

    private func pair(_ model: Int, _ name: String, _ first: Int, _ second: Int) -> ProfilePair {
        let answers = (0..<prompts[model]).map { input in
            (
                table.answer(computation: honest[model][first], input: input),
                table.answer(computation: honest[model][second], input: input)
            )
        }
        let likenesses = answers.map { table.likeness($0, $1) }
        let distances = likenesses.map { Double($0.distance) }.sorted()
        func share(_ count: Int) -> Double { Double(count) / Double(answers.count) }
        var pair = ProfilePair(model: name, first: arithmetics[first].name, second: arithmetics[second].name)
        pair.inputs = answers.count
        pair.otherAnswers = share(likenesses.count { !$0.sameLabel })
        pair.sameBits = share(likenesses.count(where: \.isExact))
        pair.withinTolerance = share(answers.count { table.agree($0, $1) })
        let (median, largest) = (Quantiles.quantile(0.5, ofSorted: distances), distances.last ?? .infinity)
        pair.medianDistance = median.isFinite ? median : nil
        pair.largestDistance = largest.isFinite ? largest : nil
        return pair
    }
}
