// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Catalogue {
    /// What this room itself interprets: arrivals, token laws and environment faults. Schemes, conducts, routing
    /// policies and laws of time are listed by whoever assembles the world.
    public static let standard = Catalogue(
        schemes: [], conducts: [], routings: [], arrivals: [.poisson, .profile, .traceArrivals],
        tokenLaws: [.workloadTokens, .fixedTokens, .traceTokens], faults: [.regionOutage], times: [])
}

extension Declaration {
    /// Arrivals without memory.
    public static let poisson = Declaration("poisson", "Independent requests at a constant mean rate.")

    /// Arrivals with the shape of a workload.
    public static let profile = Declaration(
        "profile", "Independent requests whose rate follows a workload, minute by minute, repeated.",
        [Parameter("workload", .reference(to: "workload"), "The workload whose minutes give the shape.")])

    /// Arrivals as recorded.
    public static let traceArrivals = Declaration(
        "trace", "The arrivals of a recorded trace.",
        [
            Parameter("file", .file, "A trace in the CSV format of the Azure LLM inference dataset."),
            Parameter(
                "speed", .quantity(.number, from: 0.001, through: 1000), default: "1",
                "How many times faster than recorded."),
        ])

    /// Lengths from a workload's quantiles.
    public static let workloadTokens = Declaration(
        "workload", "Input and output lengths drawn from the quantiles of a workload.",
        [Parameter("workload", .reference(to: "workload"), "The workload whose quantiles are drawn from.")])

    /// One length for all.
    public static let fixedTokens = Declaration(
        "fixed", "Every request alike.",
        [
            Parameter("input", .count(from: 0, through: 100_000_000), "Input tokens."),
            Parameter("output", .count(from: 0, through: 100_000_000), "Output tokens."),
        ])

    /// Lengths as recorded; only beside arrivals as recorded.
    public static let traceTokens = Declaration("trace", "The lengths that the trace of the arrivals records.")

    /// A region cut off for a stated time.
    public static let regionOutage = Declaration(
        "region-outage", "Everything in a region is unreachable for a while.",
        [
            Parameter("region", .reference(to: "region"), "The region."),
            Parameter("start", .quantity(.time, from: 0, through: 315_360_000), "When it begins."),
            Parameter("length", .quantity(.time, from: 1e-9, through: 315_360_000), "How long it lasts."),
        ])
}
