// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs
import Kernels
import ModelFiles
import Quantities

/// An execution of a graph whose every operator output was kept and committed to, so that it can be disputed.
///
/// The leaf of operator i binds i, the digests of its operands and that of all its outputs together. Constants need no
/// digest: they belong to the graph, which everybody knows.
public struct GraphTrace {
    public let outputs: [Tensor]
    public let commitment: CommittedTrace
    private let shown: [ContentDigest: [Tensor]]

    /// Runs the graph.
    /// - Throws: an input that does not fit, or a graph with branches, of which only one is executed.
    /// - Complexity: that of the graph, and a hash of every output.
    public init(
        _ graph: Graph, profile: NumericProfile, bucket: BatchBucket = .one, _ inputs: [String: Tensor]
    ) throws(ModelFileMistake) {
        if let branch = graph.operators.first(where: { $0.type == "If" }) {
            throw ModelFileMistake(
                file: graph.file, place: "node '\(branch.name)' (If)", found: "a branch",
                allowed: "graphs without branches in a dispute")
        }
        var results: [[Tensor]] = Array(repeating: [], count: graph.operators.count)
        let run = GraphRun(graph, profile: profile, bucket: bucket)
        run.observer = { results[$0] = $1 }
        outputs = try run.run(inputs)
        let digests = results.map(Self.digest)
        let given = graph.inputs.map { Self.digest(of: inputs[$0.name].map { [$0] } ?? []) }
        commitment = CommittedTrace(
            graph.operators.enumerated().map { number, operation in
                let operands = operation.inputs.compactMap { source -> ContentDigest? in
                    switch source {
                    case .input(let input): given[input]
                    case .output(let other, _): digests[other]
                    case .constant, .absent: nil
                    }
                }
                return OperatorStep(number: number, operands: operands, output: digests[number])
            })
        shown = Dictionary(zip(digests, results), uniquingKeysWith: { first, _ in first })
    }

    /// The tensors with a digest, which the party shows to the referee; nil if it has none such.
    func tensors(_ digest: ContentDigest) -> [Tensor]? { shown[digest] }

    static func digest(of tensors: [Tensor]) -> ContentDigest {
        ContentDigest(of: tensors.flatMap { $0.protobuf(name: "") })
    }
}

extension GraphTrace {
    /// Settles who executed a graph as asked: bisection to the first operator in which two executions differ, which a
    /// referee computes alone, under the profile that the claimant has registered.
    /// - Parameter inputs: the public ones of the request.
    /// - Complexity: O(log operators) hashes and one operator.
    public static func settle(
        _ graph: Graph, profile: NumericProfile, bucket: BatchBucket = .one, _ inputs: [String: Tensor],
        claimant: GraphTrace, challenger: GraphTrace
    ) -> Settlement {
        let given = graph.inputs.map { port in inputs[port.name].map { [$0] } ?? [] }
        let sources = graph.operators.map { operation in
            operation.inputs.compactMap { source -> OperandSource? in
                switch source {
                case .input(let input): .given(digest(of: given[input]))
                case .output(let other, _): .output(of: other)
                case .constant, .absent: nil
                }
            }
        }
        let referee = GraphRun(graph, profile: profile, bucket: bucket)
        return Dispute(graph: sources) { step in
            var operands: [Tensor] = []
            var digests = step.operands[...]
            for source in graph.operators[step.number].inputs {
                switch source {
                case .input(let input):
                    digests.removeFirst()
                    operands += given[input]
                case .output(_, let number):
                    let digest = digests.removeFirst()
                    let tensors = claimant.tensors(digest) ?? challenger.tensors(digest) ?? []
                    if number < tensors.count { operands.append(tensors[number]) }
                case .constant, .absent: break
                }
            }
            // Operands that fit no such operator can come from a liar only: then nothing equals what it said.
            let results = (try? referee.recompute(operator: step.number, from: operands)) ?? []
            let bytes = operands.reduce(0) { $0 + $1.protobuf(name: "").count }
            return Dispute.Recomputation(output: digest(of: results), bytes: bytes)
        }.settle(claimant: claimant.commitment, challenger: challenger.commitment)
    }
}
