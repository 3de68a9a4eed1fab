// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Ledgers
import Models
import Networks
import Nodes
import Quantities
import Randomness
import Schemes

extension Catalogue {
    /// Everything the program has implementations for. A new one is a file in its room and a line here and below.
    public static let standard = Catalogue(
        schemes: [NoScheme.declaration, SignedReceipts.declaration, ReExecution.declaration],
        conducts: [
            CheaperComputation.int8, CheaperComputation.int4, CheaperComputation.substitute, RandomAnswers.declaration,
            CopiedAnswers.declaration, Withholding.declaration,
        ],
        routings: [
            RandomRouting.declaration, RoundRobinRouting.declaration, NearestRouting.declaration,
            LeastLoadedRouting.declaration, PowerOfTwoRouting.declaration,
        ],
        arrivals: [PoissonArrivals.declaration, ProfileArrivals.declaration, TraceArrivals.declaration],
        tokenLaws: TokenLaw.declarations,
        faults: [RegionOutage.declaration],
        times: Law.declarations(for: .time))
}

/// Makes the things a scenario names, from checked arguments. An unknown name is a bug: the reader refuses it.
enum Implementations {
    static func scheme(_ arguments: Arguments, answers: AnswerTable) -> Scheme {
        switch arguments.name {
        case NoScheme.declaration.name: NoScheme()
        case SignedReceipts.declaration.name: SignedReceipts(arguments)
        case ReExecution.declaration.name: ReExecution(arguments, answers: answers)
        default: unknown("scheme", arguments)
        }
    }

    static func conduct(_ arguments: Arguments, _ book: AnswerBook, _ noticeboard: Noticeboard) -> ServingConduct {
        switch arguments.name {
        case CheaperComputation.int8.name, CheaperComputation.int4.name, CheaperComputation.substitute.name:
            CheaperComputation(arguments, answers: book.table, computations: book.strayed)
        case RandomAnswers.declaration.name: RandomAnswers(arguments)
        case CopiedAnswers.declaration.name: CopiedAnswers(noticeboard: noticeboard)
        case Withholding.declaration.name: Withholding()
        default: unknown("conduct", arguments)
        }
    }

    static func time(_ arguments: Arguments) -> Law {
        do { return try Law(arguments) } catch { bug("law of time: expected one the reader checked, found \(error)") }
    }

    static func unknown(_ kind: String, _ arguments: Arguments) -> Never {
        bug("\(kind): expected a declared name, found '\(arguments.name)'")
    }
}

/// Names the reader itself has rules for.
extension Declaration {
    static let traceArrivals = TraceArrivals.declaration
    static let traceTokens = TokenLaw.traceDeclaration
    static let regionOutage = RegionOutage.declaration
}
