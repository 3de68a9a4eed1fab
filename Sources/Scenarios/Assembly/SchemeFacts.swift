// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Models
import Nodes
import Quantities
import Schemes

/// What can be said of a scheme without running it.
public struct SchemeFacts: Sendable {
    /// The highest level its answers can reach.
    public let highest: Level
    /// Under which assumption they hold it, in one sentence.
    public let trust: String
    /// Nodes that execute each request.
    public let executions: Int

    public init(_ arguments: Arguments) {
        let scheme = Implementations.scheme(arguments, answers: AnswerTable([]))
        highest = scheme.highest
        trust = scheme.trust
        executions = scheme.executions
    }
}

extension Scenario {
    /// Names of the operators with more than a fifth of a layout's capacity at scale 1.
    public func mainOperators(of layout: Layout) -> [String] { Cast(self, layout, scale: 1).mainOperators }
}
