// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Nodes
import Quantities

/// Whether answers are right: the one place that knows, out of reach of nodes and schemes.
///
/// An answer is right when it agrees, within the tolerance of the model file, with an honest execution of the requested
/// model on the requested input under the answering node's registered numeric profile.
struct Truth {
    let answers: AnswerTable
    /// The honest computation by model and numeric profile.
    let honest: [[Int]]
    let profiles: NumericProfiles

    func isRight(_ attempt: Attempt, of request: Request) -> Bool {
        let computation = honest[Int(request.model)][profiles[attempt.node]]
        return answers.isRight(attempt.answer, honest: computation, input: Int(request.prompt))
    }
}

/// The number of the numeric profile of each node. One for each pool, whose nodes are numbered in a row: a list by node would
/// be one more place in memory to visit for every attempt.
struct NumericProfiles {
    private var pools: [(end: UInt32, profile: Int)] = []

    /// Adds a pool.
    /// - Parameter end: the participant after its last one.
    mutating func add(_ profile: Int, before end: Int) { pools.append((UInt32(end), profile)) }

    /// Complexity: O(pools).
    subscript(participant: UInt32) -> Int {
        for pool in pools where participant < pool.end { return pool.profile }
        bug("numeric profiles: expected a node, found participant \(participant)")
    }
}
