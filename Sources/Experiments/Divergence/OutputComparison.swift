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
    private let hasLabels: Bool
    /// Honest provers against honest checkers of another profile, each pair once: what every check is held against.
    private let honestPairs: [Likeness]

    init(names: [String], honest: [[Output]], tolerance: Float) {
        self.names = names
        self.honest = honest
        self.tolerance = tolerance
        hasLabels = honest.contains { $0.contains(where: \.hasLabel) }
        honestPairs = names.indices.flatMap { prover in
            names.indices[..<prover].flatMap { Self.likenesses(honest[prover], honest[$0]) }
        }
    }

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
        let likenesses = Self.likenesses(a, b)
        return Divergence.Pair(
            first: first, second: second, distances: likenesses.map { Double($0.distance) }.sorted(),
            otherAnswers: hasLabels ? likenesses.count { !$0.sameLabel } : nil,
            sameBits: likenesses.count(where: \.isExact),
            withinTolerance: likenesses.count { $0.isWithin(tolerance) })
    }

    /// What checks by execution again make of a conduct: the cheat under any profile, the checker honest under any other.
    /// Under the cheat's own profile any difference would convict it.
    func checks(_ conduct: String, _ columns: [[Output]]) -> [Divergence.Check] {
        let cheats = names.indices.flatMap { prover in
            names.indices.filter { $0 != prover }.flatMap { Self.likenesses(columns[prover], honest[$0]) }
        }
        func check(
            _ name: String, _ strangeness: (Likeness) -> Double, accepts: (Likeness) -> Bool
        ) -> Divergence.Check {
            func rejected(_ pairs: [Likeness]) -> Proportion {
                Proportion(events: Double(pairs.count { !accepts($0) }), trials: Double(pairs.count))
            }
            return Divergence.Check(
                name, conduct, ROC(honest: honestPairs.map(strangeness), cheats: cheats.map(strangeness)),
                honestRejected: rejected(honestPairs), found: rejected(cheats))
        }
        let sameBits = check("same bits", { $0.isExact ? 0 : 1 }, accepts: { $0.isExact })
        let sameAnswer = check("same answer", { $0.sameLabel ? 0 : 1 }, accepts: { $0.sameLabel })
        let withinTolerance = check(
            "within tolerance", { $0.isExact ? 0 : $0.isWithin(.infinity) ? Double($0.distance) : .infinity },
            accepts: { $0.isWithin(tolerance) })
        return [sameBits] + (hasLabels ? [sameAnswer] : []) + [withinTolerance]
    }

    /// Input by input.
    private static func likenesses(_ provers: [Output], _ checkers: [Output]) -> [Likeness] {
        zip(provers, checkers).map { $0.likeness(to: $1) }
    }
}

extension Divergence.Check {
    /// From how strange the answers look, and what the check rejects by itself.
    init(_ name: String, _ conduct: String, _ curve: ROC, honestRejected: Proportion, found: Proportion) {
        self.init(
            check: name, conduct: conduct, area: curve.area(),
            foundAtOnePercent: curve.rejections(honestAtMost: 0.01).cheats.clopperPearson(),
            foundAtOnePerMille: curve.rejections(honestAtMost: 0.001).cheats.clopperPearson(),
            honestRejected: honestRejected.clopperPearson(), found: found.clopperPearson())
    }
}
