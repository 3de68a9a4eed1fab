// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Kernels
import Languages
import Measures
import Models
import Networks
import Nodes
import Quantities

/// Serves another computation than the one asked: rounded weights, fewer layers, a smaller model, half the prompt.
///
/// The answer is what that computation really gives on the very input asked, so it is sometimes right all the same.
public final class CheaperComputation: ServingConduct {
    /// What is computed instead.
    public struct Cheat: Sendable {
        public let deviation: Deviation
        /// The model's declared substitute is run.
        public let isSubstitute: Bool
    }

    private struct Kind {
        let declaration: Declaration
        let cheat: @Sendable (Arguments) -> Cheat

        /// - Parameter pace: service time as a multiple of the honest one, as it stands in the file by default.
        init(
            _ name: String, _ summary: String, pace: String, _ parameters: [Parameter] = [], isSubstitute: Bool = false,
            _ change: @escaping @Sendable (inout Deviation, Arguments) -> Void = { _, _ in }
        ) {
            let paceParameter = Parameter(
                "pace", .quantity(.number, from: 0, through: 10), default: pace,
                "Service time as a multiple of the honest one: decoding is bound by the weights read. Grade: assumed.")
            declaration = Declaration(name, summary, parameters + [paceParameter])
            cheat = { arguments in
                var deviation = Deviation.none
                change(&deviation, arguments)
                return Cheat(deviation: deviation, isSubstitute: isSubstitute)
            }
        }
    }

    private static let kinds = [
        Kind("bf16-weights", "Weights rounded to bfloat16.", pace: "0.5") { change, _ in change.weights = .bfloat16 },
        Kind("int8-weights", "Weights rounded to 8 bits, symmetric, one scale per output channel.", pace: "0.5") {
            change, _ in change.weights = .int8
        },
        Kind("int8-block-weights", "Weights rounded to 8 bits, symmetric, one scale per 32 weights.", pace: "0.5") {
            change, _ in change.weights = .int8Blocks
        },
        Kind("int4-weights", "Weights rounded to 4 bits, symmetric, one scale per output channel.", pace: "0.25") {
            change, _ in change.weights = .int4
        },
        Kind("int4-block-weights", "Weights rounded to 4 bits, symmetric, one scale per 32 weights.", pace: "0.25") {
            change, _ in change.weights = .int4Blocks
        },
        Kind("int8-cache", "Keys and values of a language model remembered in 8 bits.", pace: "0.9") {
            change, _ in change.cache = .int8
        },
        Kind("int4-cache", "Keys and values of a language model remembered in 4 bits.", pace: "0.85") {
            change, _ in change.cache = .int4
        },
        Kind(
            "fewer-layers", "Only the first layers of a language model are run.", pace: "0.75",
            [share("layers", "75 %", "The share of the layers that is run.")]
        ) { change, arguments in change.layers = arguments.quantity("layers") },
        Kind(
            "early-stop", "A language model's answer is cut off.", pace: "0.5",
            [share("length", "50 %", "The share of the tokens after which it stops.")]
        ) { change, arguments in change.length = arguments.quantity("length") },
        Kind("other-prompt", "Only the first half of the prompt is read.", pace: "0.9") {
            change, _ in change.reading = .firstHalf
        },
        Kind(
            "substitute", "Serves the model's declared substitute, a much smaller model.", pace: "0.2",
            isSubstitute: true),
    ]

    /// Every conduct of this kind, for the list of what a scenario can name.
    public static let declarations = kinds.map(\.declaration)

    /// What a conduct computes instead; nil when it is of another kind.
    public static func cheat(_ conduct: Arguments) -> Cheat? {
        kinds.first { $0.declaration.name == conduct.name }?.cheat(conduct)
    }

    /// Every conduct of this kind with its default parameters, by name.
    public static let standardCheats: [(name: String, cheat: Cheat)] = kinds.map { kind in
        (kind.declaration.name, kind.cheat(Arguments(defaultsOf: kind.declaration)))
    }

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
            answers.answer(computation: computations[job.model][job.arithmetic], input: job.prompt), pace: pace)
    }

    private static func share(_ name: String, _ standard: String, _ summary: String) -> Parameter {
        Parameter(name, .quantity(.share, from: 0.01, through: 1), default: standard, summary + " Grade: assumed.")
    }
}
