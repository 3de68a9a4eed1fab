// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Nodes

/// Whether answers are right: the one place that knows, out of reach of nodes and schemes.
///
/// An answer is right when it agrees, within the tolerance of the model file, with an honest execution of the requested
/// model on the requested input under the answering node's registered numeric profile.
struct Truth {
    let answers: AnswerTable
    /// The honest computation by model and numeric profile.
    let honest: [[Int]]
    /// Number of the numeric profile by participant; gateways have none.
    let profiles: [Int]

    func isRight(_ attempt: Attempt, of request: Request) -> Bool {
        let computation = honest[Int(request.model)][profiles[Int(attempt.node)]]
        return answers.isRight(attempt.answer, honest: computation, input: Int(request.prompt))
    }
}
