// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities
import Statistics

/// What `trilemma models compare` prints: the answer, then profiles, conducts, checks and their cost.
public struct DivergenceReport {
    private let divergence: Divergence

    public init(_ divergence: Divergence) { self.divergence = divergence }

    public var document: Document {
        var document = Document()
        document.add(.paragraph(answer))
        document.add("Honest profiles against each other", [.table(Self.pairs(divergence.profiles, "profile"))])
        let conducts = Self.pairs(divergence.conducts + divergence.idle, "conduct")
        document.add("Conducts against honest machines", [.table(conducts)])
        document.add("What checks make of it", [.table(checks)])
        document.add("What checks cost", [.table(costs)])
        document.add("Notes", [.list(notes)])
        return document
    }

    /// In plain words: how often honest machines differ, and which conduct hides best.
    private var answer: String {
        let honest = divergence.profiles
        let pairs = honest.reduce(0) { $0 + $1.count }
        guard pairs > 0 else { return "\(divergence.model): nothing was compared." }
        let equal = percent(honest.reduce(0) { $0 + $1.sameBits }, of: pairs)
        var text = "\(divergence.model): honest machines of different kinds give "
        if let others { text += "another answer to \(percent(others, of: pairs)) and " }
        text += "the same bits to \(equal) of inputs"
        return text + "; " + hiding + "."
    }

    /// Which of the conducts that compute something else the tolerance holds least.
    private var hiding: String {
        guard divergence.tolerance.isFinite else {
            return "too many honest answers cannot be compared, so that no tolerance holds them"
        }
        var names: [String] = []
        for pair in divergence.conducts where !names.contains(pair.second) { names.append(pair.second) }
        let shares = names.compactMap { name -> (name: String, within: Int, count: Int)? in
            let pairs = divergence.conducts.filter { $0.second == name }
            // What changes no bit is no cheat of this model.
            guard pairs.contains(where: { $0.sameBits < $0.count }) else { return nil }
            return (name, pairs.reduce(0) { $0 + $1.withinTolerance }, pairs.reduce(0) { $0 + $1.count })
        }
        guard !shares.isEmpty else { return "no cheat that computes changes what it gives out" }
        guard let best = shares.max(by: { $0.within * $1.count < $1.within * $0.count }), best.within > 0 else {
            return "no answer that a cheat computes lies within the tolerance"
        }
        return "of the cheats that compute, \(best.name) hides best: \(percent(best.within, of: best.count)) of its "
            + "answers lie within the tolerance"
    }

    /// Honest pairs with other answers; nil where answers have no labels.
    private var others: Int? {
        divergence.profiles.reduce(0) { sum, pair in sum.flatMap { sum in pair.otherAnswers.map { sum + $0 } } }
    }

    private static func share(_ count: Int, _ pair: Divergence.Pair) -> Double {
        pair.count == 0 ? 0 : Double(count) / Double(pair.count)
    }

    private func percent(_ count: Int, of total: Int) -> String {
        Digits.fixed(100 * Double(count) / Double(total), places: 1) + " %"
    }

    private static func pairs(_ pairs: [Divergence.Pair], _ second: String) -> Table {
        var table = Table([
            .words("profile"), .words(second == "profile" ? "against" : second), .number("pairs"),
            .number("other answer"), .number("same bits"), .number("within tolerance"), .number("median distance"),
            .number("99 %"), .number("largest"),
        ])
        for pair in pairs {
            let quantiles = [0.5, 0.99, 1].map { Cells.amount(Quantiles.quantile($0, ofSorted: pair.distances)) }
            table.add(
                [
                    pair.first, pair.second, String(pair.count),
                    pair.otherAnswers.map { Cells.share(share($0, pair)) } ?? "-",
                    Cells.share(share(pair.sameBits, pair)), Cells.share(share(pair.withinTolerance, pair)),
                ] + quantiles)
        }
        return table
    }

    private var checks: Table {
        var table = Table([
            .words("check"), .words("conduct"), .number("area under ROC"), .number("found at 1 % honest rejected"),
            .number("at 0.1 %"), .number("honest rejected"), .number("found"),
        ])
        for row in divergence.checks {
            table.add(
                [row.check, row.conduct]
                    + [row.area, row.foundAtOnePercent, row.foundAtOnePerMille, row.honestRejected, row.found].map(
                        Cells.shareWithInterval))
        }
        return table
    }

    private var costs: Table {
        var table = Table([
            .words("check"), .number("bytes"), .number("time / inference"),
        ])
        for row in divergence.costs { table.add([row.check, Cells.amount(row.bytes), Cells.share(row.time)]) }
        return table
    }

    private var notes: [String] {
        [
            "\(divergence.inputs) inputs; the tolerance of \(Cells.amount(divergence.tolerance)) "
                + (divergence.calibrationInputs == 0
                    ? "is the model's own, over all profiles"
                    : "was fitted on \(divergence.calibrationInputs) others, over these profiles")
                + ". Intervals are 95 %, taking pairs as independent, which pairs "
                + "that share an input are not.",
            "Checkers have another profile than those they check: under the same one any difference would convict.",
            "Found and honest rejected, in the last two columns, are at the threshold that the check has by itself: any "
                + "difference, the model's tolerance, or the reference thresholds of the commitment.",
        ] + (others == nil ? [unlabelled] : []) + (othersAreMany ? [disagreeing] : []) + (disputes ? [disputed] : [])
    }

    /// Whether honest machines name other answers more often than the tolerance allows for.
    private var othersAreMany: Bool {
        let pairs = divergence.profiles.reduce(0) { $0 + $1.count }
        return others.map { Double($0) > 0.001 * Double(pairs) } ?? false
            && divergence.checks.contains {
                $0.check == "within tolerance" && $0.honestRejected.estimate > 0.001
            }
    }

    private var disagreeing: String {
        "Some honest machines give other answers than others. Where the answers are classes or decisions no tolerance can "
            + "mend that, and it was fitted on the pairs that agree: more of the honest are rejected than it stands for."
    }

    private var unlabelled: String {
        "The first output names no class and none decides anything, so no answer is another one: they are compared by "
            + "their bits and by the distance of their numbers."
    }

    private var disputes: Bool { divergence.checks.contains { $0.check == "dispute" } }

    private var disputed: String {
        "Disputes are over at most eight inputs. The claimant has committed to every operator's output; who computed the "
            + "same disputes what differs, and a referee recomputes one operator under the claimant's profile. Honest "
            + "rejected is then the share of honest claimants who lose to a cheat's false accusation. Conducts that compute "
            + "nothing are not played: one without a trace loses, a stale answer with its old trace does not."
    }
}
