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
        conducts: CheaperComputation.declarations + [
            RandomAnswers.declaration, CopiedAnswers.declaration, StaleAnswers.declaration, Withholding.declaration,
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

    static func honest(_ book: AnswerBook) -> HonestConduct {
        HonestConduct(answers: book.table, computations: book.honest)
    }

    static func conduct(_ arguments: Arguments, _ book: AnswerBook, _ noticeboard: Noticeboard) -> ServingConduct {
        if CheaperComputation.cheat(arguments) != nil {
            return CheaperComputation(arguments, answers: book.table, computations: book.strayed)
        }
        switch arguments.name {
        case RandomAnswers.declaration.name: return RandomAnswers(arguments)
        case CopiedAnswers.declaration.name: return CopiedAnswers(noticeboard: noticeboard)
        case StaleAnswers.declaration.name: return StaleAnswers(honest(book), models: book.honest.count)
        case Withholding.declaration.name: return Withholding()
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
