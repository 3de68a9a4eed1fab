// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Models
import Networks
import Nodes
import Quantities
import Randomness

/// Serves another computation than the one asked: rounded weights, or a smaller model.
///
/// The answer is what that computation really gives on the very input asked, so it is sometimes right all the same.
public final class CheaperComputation: ServingConduct {
    public static let int8 = Declaration(
        "int8-weights", "Weights rounded to 8 bits, symmetric, one scale per output channel.", [paceParameter("0.5")])
    public static let int4 = Declaration(
        "int4-weights", "Weights rounded to 4 bits, symmetric, one scale per output channel.", [paceParameter("0.25")])
    public static let substitute = Declaration(
        "substitute", "Serves the model's declared substitute, a much smaller model.", [paceParameter("0.2")])

    private let answers: AnswerTable
    private let computations: [[Int]]
    private let pace: Double

    /// - Parameter computations: what is run instead, by model and numeric profile.
    public init(_ arguments: Arguments, answers: AnswerTable, computations: [[Int]]) {
        self.answers = answers
        self.computations = computations
        pace = arguments.quantity("pace")
    }

    override public func serve(_ job: Job, in simulation: inout Simulation) -> Work {
        simulation.tell(.strayed, request: job.request, attempt: job.attempt, participant: job.node)
        return Work(
            answers.answer(computation: computations[job.model][job.profile], input: job.prompt), pace: pace)
    }

    private static func paceParameter(_ standard: String) -> Parameter {
        Parameter(
            "pace", .quantity(.number, from: 0, through: 10), default: standard,
            "Service time as a multiple of the honest one: decoding is bound by the weights read. Grade: assumed.")
    }
}

/// Answers at random, at once: a made-up score vector drawn from the request's stream.
public final class RandomAnswers: ServingConduct {
    public static let declaration = Declaration(
        "random", "Makes up an answer without computing anything.", [collusionParameter])

    /// Whether all cheats make up the same answer to a request.
    private let isShared: Bool

    public init(_ arguments: Arguments) { isShared = arguments.word("collude") == "yes" }

    override public func serve(_ job: Job, in simulation: inout Simulation) -> Work {
        simulation.tell(.strayed, request: job.request, attempt: job.attempt, participant: job.node)
        var stream = isShared ? job.sharedAnswerStream : job.answerStream
        return Work(.random(seed: stream.next()), pace: 0)
    }

    static let collusionParameter = Parameter(
        "collude", .choice(["yes", "no"]), default: "yes", "Whether all cheats give the same wrong answer to a request."
    )
}

/// Copies the answer of another request that a node of the network gave last, at once.
public final class CopiedAnswers: ServingConduct {
    public static let declaration = Declaration(
        "copy", "Gives the answer that it last saw a node give to another request.")

    private let noticeboard: Noticeboard

    public init(noticeboard: Noticeboard) { self.noticeboard = noticeboard }

    override public func serve(_ job: Job, in simulation: inout Simulation) -> Work {
        simulation.tell(.strayed, request: job.request, attempt: job.attempt, participant: job.node)
        if let seen = noticeboard.latest(of: job.model, besides: job.requestName) { return Work(seen, pace: 0) }
        // Nothing to copy yet.
        var stream = job.answerStream
        return Work(.random(seed: stream.next()), pace: 0)
    }
}

/// Takes requests and never answers.
public final class Withholding: ServingConduct {
    public static let declaration = Declaration("withhold", "Takes requests and never answers.")

    override public func serve(_ job: Job, in simulation: inout Simulation) -> Work {
        simulation.tell(.strayed, request: job.request, attempt: job.attempt, participant: job.node)
        return Work(.none, pace: 0, isWithheld: true)
    }
}
