// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Sections {
    static let window = Section<Window>(
        "the window", blank: Window(start: .zero, length: .tick),
        [
            Field(
                "start", \.start, .time(), .standard("0 s", note: "everything from the beginning"),
                "When the cohort begins; in a steady study the deletion point."),
            Field("length", \.length, .time(from: .tick), "How long requests join the cohort."),
        ])
}

extension Sections {
    static let serviceLevel = Section<ServiceLevel>(
        "the service level", blank: ServiceLevel(firstToken: .tick, total: .tick),
        [
            Field(
                "first-token", \.firstToken, .time(from: .tick),
                "The longest time from the first try to the first token of a timely answer."),
            Field(
                "total", \.total, .time(from: .tick),
                "The longest time from the first try to the last token of a timely answer."),
        ])
}

extension Sections {
    static let deadlines = Section<Deadlines>(
        "the deadlines", blank: Deadlines(client: .tick, verification: .zero, revocation: .zero),
        [
            Field(
                "client", \.client, .time(from: .tick), .standard("30 s", note: "assumed"),
                "When a client gives up, counted from its first try."),
            Field(
                "verification", \.verification, .time(), .standard("10 s", note: "assumed"),
                "By when an answer must have reached a level, counted from its delivery."),
            Field(
                "revocation", \.revocation, .time(), .standard("0 s", note: "nothing is revoked later"),
                "How long a level can still be lost after the verification deadline."),
        ])
}

extension Sections {
    static let attempts = Section<AttemptRule>(
        "the attempts", blank: AttemptRule(most: 1, timeout: .zero, pause: .zero),
        [
            Field(
                "most", \.most, .count(from: 1, through: 255), .standard("1", note: "no retry"),
                "The first try and all retries together."),
            Field(
                "timeout", \.timeout, .time(from: .tick), .otherwise("the client's deadline"),
                "How long one attempt may take."),
            Field(
                "pause", \.pause, .time(), .standard("0 s", note: "retry at once"),
                "Between the failure of an attempt and the next one."),
        ])
}

extension Sections {
    static let equalise = Section<Equalise>(
        "the comparison at equal expense", blank: Equalise(by: .cost, like: ""),
        [
            Field("by", \.by, .choice, "What is made equal."),
            Field("like", \.like, .reference(to: "layout"), "The layout that keeps its size."),
        ])
}

extension Sections {
    static let hub = Section<Hub>(
        "the hub", blank: Hub(region: "", bandwidth: 1),
        [
            Field("region", \.region, .reference(to: "region"), "Where the models are stored."),
            Field(
                "bandwidth", \.bandwidth, .quantity(.bandwidth, from: 1, through: 1e15),
                "How fast it sends to one node."),
        ])
}

extension Sections {
    static let prices = Section<Prices>(
        "the prices", blank: Prices(egress: 0, energy: 0),
        [
            Field(
                "egress", \.egress, .quantity(.trafficPrice, from: 0, through: 1e6),
                .standard("0 USD/GB", note: "not counted"), "For traffic that leaves a region."),
            Field(
                "energy", \.energy, .quantity(.energyPrice, from: 0, through: 1e6),
                .standard("0 USD/kWh", note: "contained in the price of a node"), "For electricity."),
        ])
}

extension Sections {
    static let threat = Section<Threat>(
        "the threat",
        blank: Threat(operatorDishonest: 0, placement: .random, conduct: Arguments(name: "")),
        [
            Field(
                "operator-dishonest", \.operatorDishonest, .quantity(.share, from: 0, through: 1),
                "The probability that an operator is dishonest, drawn per operator and replication."),
            Field(
                "placement", \.placement, .choice, .standard("random", note: "no favourites"),
                "Which operators are dishonest."),
            Field("conduct", \.conduct, .named("conduct", \.conducts), "What the nodes of a dishonest operator do."),
        ])
}
