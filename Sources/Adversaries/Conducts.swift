// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Models
import Networks
import Nodes
import Quantities
import Randomness

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

/// Gives again what a node of the network once answered to the same prompt, at once; computes honestly the first time.
///
/// What it gives is an answer that may well be right, but nobody executed this request.
public final class StaleAnswers: ServingConduct {
    public static let declaration = Declaration(
        "stale", "Gives again what it answered to the same prompt before; computes only what it never saw.")

    private let honest: HonestConduct
    /// By model: the answers given, by prompt.
    private var remembered: [[Int: Answer]]

    public init(_ honest: HonestConduct, models: Int) {
        self.honest = honest
        remembered = Array(repeating: [:], count: models)
    }

    override public func serve(_ job: Job, in simulation: inout Simulation) -> Work {
        guard let known = remembered[job.model][job.prompt] else {
            let work = honest.serve(job, in: &simulation)
            remembered[job.model][job.prompt] = work.answer
            return work
        }
        simulation.tell(.strayed, request: job.request, attempt: job.attempt, participant: job.node)
        return Work(known, pace: 0)
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
