// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Models
import Statistics

/// Outputs of honest machines, held against each other and against those of cheats.
struct OutputComparison {
    /// Of the profiles.
    let names: [String]
    /// [profile][input].
    let honest: [[Output]]
    let tolerance: Float

    /// Whether an answer names anything that could be another.
    private var hasLabels: Bool { honest.contains { $0.contains(where: \.hasLabel) } }

    /// Every pair of different profiles.
    var profiles: [Divergence.Pair] {
        names.indices.flatMap { first in
            (first + 1..<names.count).map { pair(names[first], names[$0], honest[first], honest[$0]) }
        }
    }

    /// A conduct against honesty, under each profile.
    /// - Parameter columns: [profile][input].
    func conduct(_ name: String, _ columns: [[Output]]) -> [Divergence.Pair] {
        names.indices.map { pair(names[$0], name, honest[$0], columns[$0]) }
    }

    private func pair(_ first: String, _ second: String, _ a: [Output], _ b: [Output]) -> Divergence.Pair {
        let likenesses = zip(a, b).map { $0.likeness(to: $1) }
        return Divergence.Pair(
            first: first, second: second, distances: likenesses.map { Double($0.distance) }.sorted(),
            otherAnswers: hasLabels ? likenesses.count { !$0.sameLabel } : nil,
            sameBits: likenesses.count(where: \.isExact),
            withinTolerance: likenesses.count { $0.isWithin(tolerance) })
    }

    /// What checks by execution again make of a conduct: the cheat under any profile, the checker honest under any.
    func checks(_ conduct: String, _ columns: [[Output]]) -> [Divergence.Check] {
        let honestPairs = likenesses(honest, honest, skipsSame: true),
            cheats = likenesses(columns, honest, skipsSame: false)
        let sameBits = check("same bits", conduct, honestPairs, cheats, threshold: 0) { $0.isExact ? 0 : 1 }
        let sameAnswer = check("same answer", conduct, honestPairs, cheats, threshold: 0) { $0.sameLabel ? 0 : 1 }
        let withinTolerance = check("within tolerance", conduct, honestPairs, cheats, threshold: Double(tolerance)) {
            $0.isExact ? 0 : $0.isWithin(.infinity) ? Double($0.distance) : .infinity
        }
        return [sameBits] + (hasLabels ? [sameAnswer] : []) + [withinTolerance]
    }

    /// Every prover against every checker, input by input.
    private func likenesses(_ provers: [[Output]], _ checkers: [[Output]], skipsSame: Bool) -> [Likeness] {
        provers.indices.flatMap { prover in
            checkers.indices.filter { !skipsSame || $0 != prover }.flatMap { checker in
                zip(provers[prover], checkers[checker]).map { $0.likeness(to: $1) }
            }
        }
    }

    private func check(
        _ name: String, _ conduct: String, _ honest: [Likeness], _ cheats: [Likeness], threshold: Double,
        _ strangeness: (Likeness) -> Double
    ) -> Divergence.Check {
        Divergence.Check(
            name, conduct, ROC(honest: honest.map(strangeness), cheats: cheats.map(strangeness)), threshold: threshold)
    }
}

extension Divergence.Check {
    /// From how strange the answers look to a check that rejects what is stranger than the threshold.
    init(_ name: String, _ conduct: String, _ curve: ROC, threshold: Double) {
        let own = curve.rejections(above: threshold)
        self.init(name, conduct, curve, honestRejected: own.honest, found: own.cheats)
    }

    /// The same for a check whose own decision is not a threshold on the strangeness.
    init(_ name: String, _ conduct: String, _ curve: ROC, honestRejected: Proportion, found: Proportion) {
        self.init(
            check: name, conduct: conduct, area: curve.area(),
            foundAtOnePercent: curve.rejections(honestAtMost: 0.01).cheats.clopperPearson(),
            foundAtOnePerMille: curve.rejections(honestAtMost: 0.001).cheats.clopperPearson(),
            honestRejected: honestRejected.clopperPearson(), found: found.clopperPearson())
    }
}
