// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Sections {
    static let model = Section<Model>(
        "a model", blank: Model(id: "", outputs: "", size: 1),
        [
            Field("id", \.id, .identifier, "The name of the model."),
            Field("outputs", \.outputs, .modelFile, "The model file that computes the outputs."),
            Field(
                "substitute", \.substitute, .optional(.modelFile), .optional,
                "The model file that a substituting node serves instead."),
            Field(
                "inputs", \.inputs, .optional(.fileOrFolder), .otherwise("those on the model's card"),
                "What requests ask: a text file with a prompt on each line, or a folder of inputs."),
            Field(
                "tolerance", \.tolerance, .optional(.quantity(.number, from: 0, through: 1e9)),
                .otherwise("that on the model's card"),
                "How far apart honest outputs may lie, as `trilemma models fit` finds it."),
            Field(
                "new-tokens", \.newTokens, .optional(.count(from: 1, through: 256)), .optional,
                "Tokens that a language model really writes per request; those on its card unless told."),
            Field(
                "stands-for", \.standsFor, .optional(.line), .optional,
                "The model whose size and speed are simulated; results name both."),
            Field(
                "size", \.size, .quantity(.size, from: 1, through: 1e15),
                "What a cold node downloads and what its memory holds."),
        ])
}

extension Sections {
    static let demand = Section<Demand>(
        "a demand",
        blank: Demand(
            id: "", region: "", model: "", rate: Demand.unstatedRate, arrivals: Arguments(name: ""),
            tokens: Arguments(name: ""), users: 1),
        [
            Field("id", \.id, .identifier, "The name of the group of users."),
            Field("region", \.region, .reference(to: "region"), "Where they are."),
            Field("model", \.model, .reference(to: "model"), "What they ask."),
            Field(
                "rate", \.statedRate, .optional(.quantity(.rate, from: 0, through: 1e9)),
                .otherwise("required, except with arrivals from a trace"),
                "Mean rate of the whole group at scale 1, over the profile."),
            Field(
                "arrivals", \.arrivals, .named("arrival process", \.arrivals), .standard("poisson", note: "assumed"),
                "When requests arrive."),
            Field("tokens", \.tokens, .named("token law", \.tokenLaws), "How long requests and answers are."),
            Field(
                "users", \.users, .count(from: 1, through: 1_000_000), .standard("1", note: ""),
                "Users the requests are dealt to at random, at scale 1; a share of them may fare badly."),
        ])
}

extension Demand {
    /// What stands for a rate until one is read.
    static let unstatedRate = -1.0

    /// Whether arrivals come from a recorded trace, which has a rate of its own.
    var isTraced: Bool { arrivals.name == Declaration.traceArrivals.name }

    /// The rate as the file states it: none with a trace.
    var statedRate: Double? {
        get { isTraced ? nil : rate }
        set { rate = newValue ?? rate }
    }
}
