// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Nodes
import Quantities

/// Whether answers are right: the one place that knows, out of reach of nodes and schemes.
///
/// An answer is right when it agrees, within the tolerance of the model file, with an honest execution of the requested
/// model on the requested input under the answering node's registered numeric profile and the batch
/// bucket it was admitted in.
struct Truth {
    let answers: AnswerTable
    /// The honest computation by model and arithmetic.
    let honest: [[Int]]

    func isRight(_ attempt: Attempt, of request: Request) -> Bool {
        let computation = honest[Int(request.model)][Int(attempt.arithmetic)]
        return answers.isRight(attempt.answer, honest: computation, input: Int(request.prompt))
    }
}
