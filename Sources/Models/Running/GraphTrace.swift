// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs
import Kernels
import ModelFiles
import Quantities

/// An execution of a graph whose every operator output was kept and committed to, so that it can be disputed.
///
/// The last leaf is that of `Graph.answer`, which puts out what the whole graph does: it binds the answer to the execution.
/// The leaf of operator i binds i, the digests of its operands and that of all its outputs together. Constants need no
/// digest: they belong to the graph, which everybody knows. The first operands of an operator inside a branch are the truth
/// values that it waits for; an operator that is not executed has no outputs.
public struct GraphTrace {
    /// What is given out.
    public let outputs: [Tensor]
    public let commitment: CommittedTrace
    private let shown: [ContentDigest: [Tensor]]

    private init(outputs: [Tensor], commitment: CommittedTrace, shown: [ContentDigest: [Tensor]]) {
        self.outputs = outputs
        self.commitment = commitment
        self.shown = shown
    }

    /// Runs the graph.
    /// - Throws: an input that does not fit.
    /// - Complexity: that of the graph, and a hash of every output.
    public init(
        _ graph: Graph, profile: NumericProfile, bucket: BatchBucket = .one, _ inputs: [String: Tensor]
    ) throws(ModelFileMistake) {
        var results: [[Tensor]] = Array(repeating: [], count: graph.operators.count)
        let run = GraphRun(graph, profile: profile, bucket: bucket)
        run.observer = { results[$0] = $1 }
        let outputs = try run.run(inputs)
        results.append(outputs)
        let digests = results.map(Self.digest)
        let given = graph.inputs.map { Self.digest(of: inputs[$0.name].map { [$0] } ?? []) }
        let commitment = CommittedTrace(
            graph.disputable.enumerated().map { number, operation in
                let operands = operation.operands(given: { given[$0] }, output: { other, _ in digests[other] })
                return OperatorStep(number: number, operands: operands.compactMap(\.self), output: digests[number])
            })
        self.init(
            outputs: outputs, commitment: commitment,
            shown: Dictionary(zip(digests, results), uniquingKeysWith: { first, _ in first }))
    }

    /// The same execution by somebody who gives out something else.
    package func claiming(_ outputs: [Tensor]) -> GraphTrace {
        GraphTrace(outputs: outputs, commitment: commitment, shown: shown)
    }

    /// The tensors with a digest, which the party shows to the referee; nil if it has none such.
    func tensors(_ digest: ContentDigest) -> [Tensor]? { shown[digest] }

    static func digest(of tensors: [Tensor]) -> ContentDigest {
        var hash = SHA256()
        for tensor in tensors { hash.update(tensor.protobuf(name: "")) }
        return hash.finished()
    }
}

extension GraphTrace {
    /// Settles whether the claimant's answer is what a graph gives: it must be what its trace puts out, then bisection to the first operator in which two executions differ, which a
    /// referee computes alone, under the profile that the claimant has registered.
    /// - Parameter inputs: the public ones of the request.
    /// - Complexity: O(log operators) hashes and one operator.
    public static func settle(
        _ graph: Graph, profile: NumericProfile, bucket: BatchBucket = .one, _ inputs: [String: Tensor],
        claimant: GraphTrace, challenger: GraphTrace
    ) -> Settlement {
        let given = graph.inputs.map { port in inputs[port.name].map { [$0] } ?? [] }
        let steps = graph.disputable
        let sources = steps.map { operation in
            operation.operands(
                given: { OperandSource.given(digest(of: given[$0])) }, output: { other, _ in .output(of: other) }
            ).compactMap(\.self)
        }
        let referee = GraphRun(graph, profile: profile, bucket: bucket)
        return Dispute(graph: sources) { step in
            let operation = steps[step.number]
            var digests = step.operands[...]
            let operands = operation.operands(
                given: { input -> Tensor? in
                    digests.removeFirst()
                    return given[input].first
                },
                output: { _, number in
                    let digest = digests.removeFirst()
                    let tensors = claimant.tensors(digest) ?? challenger.tensors(digest) ?? []
                    return number < tensors.count ? tensors[number] : nil
                }
            ).map { $0 ?? nil }
            // Operands that fit no such operator can come from a liar only: then nothing equals what it said.
            let results = operation.shown(operands).flatMap { try? referee.recompute(operator: step.number, from: $0) }
            let bytes = operands.reduce(0) { $0 + ($1?.protobuf(name: "").count ?? 0) }
            return Dispute.Recomputation(output: digest(of: results ?? []), bytes: bytes)
        }.settle(
            claimant: claimant.commitment, challenger: challenger.commitment, answer: digest(of: claimant.outputs))
    }
}

extension Graph {
    /// All that has a leaf.
    fileprivate var disputable: [OperatorSummary] { operators + [answer] }
}

extension OperatorSummary {
    /// Something for each operand, by where it comes from: the truth values the operator waits for, then its inputs. Nil
    /// for those that have no digest.
    fileprivate func operands<Word>(
        given: (_ input: Int) -> Word, output: (_ of: Int, _ number: Int) -> Word
    ) -> [Word?] {
        (conditions.map(\.source) + inputs).map { source in
            switch source {
            case .input(let input): given(input)
            case .output(let other, let number): output(other, number)
            case .constant, .absent: nil
            }
        }
    }

    /// What a referee is shown of the operands to compute the operator; nil if it is not to be executed.
    fileprivate func shown(_ operands: [Tensor?]) -> [Tensor]? {
        for (condition, truth) in zip(conditions, operands) where truth?.contents != .bools([condition.value]) {
            return nil
        }
        let inputs = operands.dropFirst(conditions.count)
        guard type == "If", let truth = inputs.first else { return inputs.compactMap { $0 } }
        let branches = inputs.dropFirst()
        let half = branches.count / 2
        let taken = truth?.contents == .bools([true]) ? branches.prefix(half) : branches.suffix(half)
        return ([truth] + taken).compactMap { $0 }
    }
}
