// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs
import ModelFiles
import Quantities

extension Execution {
    /// Runs a graph and keeps what it takes to defend the answer: see `GraphTrace`.
    /// - Precondition: the computation is of a graph.
    /// - Throws: when the input is not one the graph takes.
    /// - Complexity: that of the graph, a copy and a hash of every operator's output.
    public func trace(of input: Input) throws(ModelFileMistake) -> GraphTrace {
        try GraphTrace(
            graph, profile: computation.profile, bucket: computation.bucket,
            try GraphExecution.tensors(of: input, computation))
    }

    /// Settles a dispute about an answer to an input, for which this computation was asked and promised.
    /// - Precondition: the computation is of a graph.
    /// - Throws: when the input is not one a graph takes.
    /// - Complexity: O(log operators) hashes and one operator.
    public func settle(
        _ input: Input, claimant: GraphTrace, challenger: GraphTrace
    ) throws(ModelFileMistake) -> Settlement {
        GraphTrace.settle(
            graph, profile: computation.profile, bucket: computation.bucket,
            try GraphExecution.tensors(of: input, computation), claimant: claimant, challenger: challenger)
    }

    private var graph: Graph {
        guard case .graph(let graph) = loaded else { bug("execution: expected a graph, found a language model") }
        return graph
    }
}
