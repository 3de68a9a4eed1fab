// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Models
import Quantities
import Randomness

/// What a node really does with a request. Honest conduct lives here; every other in Adversaries, which this room cannot
/// import: honest code cannot know the attacker.
open class ServingConduct {
    public init() {}

    /// Decides what comes out, how long it takes, and whether it is sent at all.
    ///
    /// A conduct that strays from what was asked tells so by a `strayed` milestone; nobody in the network hears it.
    open func serve(_ job: Job, in simulation: inout Simulation) -> Work {
        bug("\(type(of: self)) does not say what it does with a request")
    }
}

/// What a node is asked to do.
public struct Job {
    public let request: UInt32
    public let attempt: UInt32
    public let node: UInt32
    /// Number of the model asked, of the arithmetic (the node's numeric profile and the batch bucket), and of the sampled
    /// input.
    public let model: Int
    public let arithmetic: Int
    public let prompt: Int
    private let live: LiveRequests

    init(request: UInt32, attempt: UInt32, node: UInt32, model: Int, arithmetic: Int, prompt: Int, live: LiveRequests) {
        self.request = request
        self.attempt = attempt
        self.node = node
        self.model = model
        self.arithmetic = arithmetic
        self.prompt = prompt
        self.live = live
    }

    /// `Request.name`.
    public var requestName: UInt64 { live.requests[request].name }

    /// The stream for what a node makes up about this attempt.
    public var answerStream: Stream {
        live.stream(.answer, request, UInt64(live.attempts[attempt].ordinal))
    }

    /// The stream for what nodes that collude make up about this request together.
    public var sharedAnswerStream: Stream { live.stream(.answer, request, UInt64(UInt32.max)) }

    /// The stream for whether and how this attempt is cheated on.
    public var conductStream: Stream {
        live.stream(.conduct, request, UInt64(live.attempts[attempt].ordinal))
    }
}

/// What a node makes of a request.
public struct Work {
    public let answer: Answer
    /// Service time as a multiple of that of the honest computation.
    public let pace: Double
    /// The node keeps the answer to itself.
    public let isWithheld: Bool

    public init(_ answer: Answer, pace: Double = 1, isWithheld: Bool = false) {
        self.answer = answer
        self.pace = pace
        self.isWithheld = isWithheld
    }
}

/// Runs the model that was asked on the input that was asked.
public final class HonestConduct: ServingConduct {
    private let answers: AnswerTable
    /// The computation in the table, by model and numeric profile of the node.
    private let computations: [[Int]]

    public init(answers: AnswerTable, computations: [[Int]]) {
        self.answers = answers
        self.computations = computations
    }

    override public func serve(_ job: Job, in simulation: inout Simulation) -> Work {
        Work(answers.answer(computation: computations[job.model][job.arithmetic], input: job.prompt))
    }
}
