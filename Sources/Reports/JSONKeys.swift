// SPDX-License-Identifier: GPL-3.0-or-later

import Measures

/// A key of the JSON that a report writes: where it stands and what it means.
///
/// A test holds the table against what is written: no key is missing from it, and none is written that it does not name.
public struct JSONKey: Equatable, Sendable {
    /// The keys from the outside in, joined by points; `[]` follows the key of a list.
    public let path: String
    /// One line.
    public let meaning: String

    init(_ path: String, _ meaning: String) {
        self.path = path
        self.meaning = meaning
    }

    /// Every key.
    ///
    /// An *estimate* has the keys `value`, `low` and `high`, which are not listed again for each; *counts* are plain sums
    /// over replications and strata.
    public static let all: [JSONKey] =
        [JSONKey("answer", "The answer in words.")] + study + layout + parts + afterParts + scales + ending
}

extension JSONKey {
    private static let study = [
        JSONKey("study.title", "As the scenario calls it."),
        JSONKey("study.kind", "terminating or steady."),
        JSONKey("study.target_level", "The level of the headline, L0 to L6."),
        JSONKey("study.headline_scale", "The scale of the headline, and of all that has no scale of its own."),
        JSONKey("study.scales", "The scales that were run: a list of numbers."),
        JSONKey("study.replications", "How many count."),
        JSONKey("study.first_token_objective_s", "Null when it differs between workloads, or there is none."),
        JSONKey("study.total_objective_s", "The same for the whole answer."),
        JSONKey("study.client_deadline_s", "When clients give up."),
        JSONKey("study.verification_deadline_s", "How long after delivery an answer may be verified."),
        JSONKey("study.revocation_window_s", "How long after delivery a level can be revoked."),
        JSONKey("study.window_start_s", "The cohort is offered from here."),
        JSONKey("study.window_end_s", "The cohort is offered until here."),
        JSONKey("study.indifference", "Differences of U below it do not matter."),
        JSONKey("study.floor", "The least U of verified capacity."),
        JSONKey("study.equalised", "nothing, cost, gpus or power."),
        JSONKey("study.reference_layout", "Whose cost, GPUs or power the others were given."),
    ]

    private static let layout: [JSONKey] =
        [
            JSONKey("layouts[].name", "As in the record."),
            JSONKey("layouts[].summary", "In one sentence."),
            JSONKey("layouts[].highest_level", "The highest it can reach."),
            JSONKey("layouts[].assumed_honest", "Operators exempted from the threat; empty without."),
            JSONKey("layouts[].strata[].name", "Of the main operator's honesty, or all."),
            JSONKey("layouts[].strata[].probability", "Known from the threat."),
            JSONKey("layouts[].strata[].utility", "U at the target, given the stratum: an estimate."),
            JSONKey(
                "layouts[].strata[].below_floor", "Probability that a replication's U is below the floor: an estimate."),
            JSONKey(
                "layouts[].capacity.scale",
                "Where VIPN is largest with U at or above the floor; capacity null if nowhere."),
            JSONKey("layouts[].capacity.right_per_s", "VIPN there: an estimate."),
            JSONKey("layouts[].regions.worst", "A of the worst region: an estimate."),
            JSONKey("layouts[].regions.mean", "Unweighted mean of A over regions: an estimate."),
            JSONKey("layouts[].regions.users_below_half", "Share of users whose region's A is below 0.5: an estimate."),
        ]

    private static let parts: [JSONKey] =
        [
            JSONKey("layouts[].parts[].region", "Of the users; null for all."),
            JSONKey("layouts[].parts[].model", "Null for all."),
        ] + states("layouts[].parts[].states", "the part") + reach("layouts[].parts[]")
        + (Measure.funnel + [Measure.verifiedInferences]).map { measure("layouts[].parts[].levels[]", $0) }

    private static let afterParts: [JSONKey] =
        [
            JSONKey("layouts[].time_to_level[].level", "L0 to L6."),
            JSONKey("layouts[].time_to_level[].ages[].age_s", "Time since delivery; no ages where not reachable."),
            JSONKey("layouts[].time_to_level[].ages[].share", "Answers at the level by then: an estimate."),
            JSONKey("layouts[].privacy.identity", "Who sees who asks; empty where the scenario does not say."),
            JSONKey("layouts[].privacy.prompt", "Who sees the prompt."),
            JSONKey("layouts[].privacy.answer", "Who sees the answer."),
            JSONKey("layouts[].residual", "Realised / reference − 1 in what was made equal: an estimate."),
        ]
        + Overhead.allCases.map {
            JSONKey("layouts[].overhead.\($0.rawValue)", "Per right answer, against the twin, minus 1: an estimate.")
        }

    private static let scales: [JSONKey] =
        [JSONKey("layouts[].scales[].scale", "The factor on demand and pools.")]
        + states("layouts[].scales[].states", "the cohort") + states("layouts[].scales[].whole_run", "the whole run")
        + reach("layouts[].scales[]") + ofLevels + withoutLevels

    private static let ofLevels: [JSONKey] =
        (Measure.funnel + Measure.rates).map { measure("layouts[].scales[].levels[]", $0) } + [
            JSONKey("layouts[].scales[].levels[].scalability", "S(k): an estimate."),
            JSONKey("layouts[].scales[].levels[].s_a", "S_A, its part of accessibility: an estimate."),
            JSONKey("layouts[].scales[].levels[].s_v", "S_V, its part of verifiability: an estimate."),
            JSONKey("layouts[].scales[].levels[].y1_below_half", "Whether Y(1) is below 0.5, so that S says little."),
        ]

    private static let withoutLevels: [JSONKey] =
        (Measure.conduct + Measure.delays + Measure.exposure + Measure.resources)
        .map { measure("layouts[].scales[]", $0) }

    private static let ending = [
        JSONKey("verdicts[].scale", "Of both layouts."),
        JSONKey("verdicts[].first", "The layout the verdict is on."),
        JSONKey("verdicts[].second", "The layout it is compared with."),
        JSONKey("verdicts[].verdict", "better, worse, equivalent or cannot tell."),
        JSONKey(
            "verdicts[].more_replications", "About how many would tell; null where there is a verdict or none can say."),
        JSONKey("verdicts[].difference", "First minus second in U at the target: an estimate at `confidence`."),
        JSONKey("verdicts[].confidence", "Of the difference, by Holm's procedure."),
        JSONKey("verdicts[].size", "How it stands to the indifference, in words; null where its interval holds 0."),
        JSONKey("verdicts[].adjusted_p", "A verdict stands when it is at most 0.05."),
        JSONKey("verdicts[].correlation", "Of the two estimates over replications."),
        JSONKey("profile_divergence[].model", "As the scenario calls it."),
        JSONKey("profile_divergence[].first", "The numeric profile of the one."),
        JSONKey("profile_divergence[].second", "The numeric profile of the other."),
        JSONKey("profile_divergence[].inputs", "Inputs on which the two were compared."),
        JSONKey("profile_divergence[].other_answers", "Share with another label or other tokens."),
        JSONKey("profile_divergence[].same_bits", "Share with the same bits."),
        JSONKey("profile_divergence[].within_tolerance", "Share within the model's tolerance."),
        JSONKey("profile_divergence[].median_distance", "In the unit of the model's scores; null where undefined."),
        JSONKey("profile_divergence[].largest_distance", "The same of the largest."),
        JSONKey("price_ratios[].first", "The layout whose prices change."),
        JSONKey("price_ratios[].second", "The layout whose prices stay."),
        JSONKey("price_ratios[].ratio", "Right answers per dollar, first over second: an estimate at `confidence`."),
        JSONKey("price_ratios[].confidence", "Of the ratio: 1 − 0.05 / pairs."),
        JSONKey("price_ratios[].today", "better, worse or cannot tell per dollar at today's prices."),
        JSONKey("price_ratios[].better_below", "Price factor on the first below which it is better per dollar."),
        JSONKey("price_ratios[].worse_above", "Price factor on the first above which it is worse per dollar."),
        JSONKey("notes", "Sentences to read the numbers by: a list."),
        JSONKey("files[].path", "Of a file of the study."),
        JSONKey("files[].contents", "In a few words."),
    ]

    private static func reach(_ place: String) -> [JSONKey] {
        [
            JSONKey("\(place).levels[].level", "L0 to L6."),
            JSONKey("\(place).levels[].reachable", "Whether the layout can reach it, and the rest is there."),
        ]
    }

    private static func measure(_ place: String, _ measure: Measure) -> JSONKey {
        let unit = if case .quantile = measure.kind { "a value without ends." } else { "an estimate." }
        return JSONKey("\(place).\(measure.key)", "\(measure.meaning) Here \(unit)")
    }

    private static func states(_ place: String, _ whom: String) -> [JSONKey] {
        let names =
            ["offered", "answered"] + RefusalReason.allCases.map { "refused_\($0.name)" }
            + TimeoutCause.allCases.map { "timed_out_\($0.name)" } + ["lost", "in_flight"]
        return names.map { JSONKey("\(place).\($0)", "Requests of \(whom): a count.") }
    }
}
