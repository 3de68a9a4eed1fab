// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Quantities

/// A step that waits to be computed together with others.
struct WaitingStep {
    let step: Step
    let pieces: Pieces
    let rounds: Bool
}

/// Steps that compute number by number and follow each other, as the five of which exporters make a GELU, wait for each other:
/// all of them compute one strip of their numbers, then the next strip, which each finds in the first-level cache where the
/// one before left it. Each number goes the same way as one step after the other, so the bits are the same.
///
/// What the memory plan lets such steps share is safe: in all their tensors they touch the places of one strip only, and these
/// places coincide where tensors share memory, because all have as many numbers of four bytes.
extension RunState {
    /// Numbers of a strip: 16 KiB.
    private static let strip = 4_096

    /// Lets a planned step wait, its outputs having places; those that cannot wait with it are computed.
    /// - Returns: false for a step that cannot wait.
    func letWait(_ step: Step, _ operation: any Operator, _ profile: NumericProfile) throws(OperatorMistake) -> Bool {
        guard let pieces = plan(step).pieces, canWait(step, pieces) else { return false }
        if let first = waiting.first, first.pieces.count != pieces.count { computeWaiting(profile) }
        try begin(step, operation)
        waiting.append(WaitingStep(step: step, pieces: pieces, rounds: operation.rounds))
        return true
    }

    private func canWait(_ step: Step, _ pieces: Pieces) -> Bool {
        guard pieces.count > Self.strip,
            step.outputs.allSatisfy({ canBeCut($0) && !graph.memoryPlan.followsShapes[$0] })
        else { return false }
        return zip(step.inputs, pieces.isSingle).allSatisfy { input, isSingle in
            guard let input else { return true }
            // A single number that is computed may share memory with what the strips before it overwrite.
            return isSingle ? graph.values[input].constant != nil : canBeCut(input)
        }
    }

    private func canBeCut(_ value: Int) -> Bool {
        let type = graph.values[value].type
        return type.isFloat && type.stride == MemoryLayout<Float>.stride
    }

    /// Computes and rounds the steps that wait, strip by strip. Their outputs have places already.
    func computeWaiting(_ profile: NumericProfile) {
        guard let count = waiting.first?.pieces.count else { return }
        for start in stride(from: 0, to: count, by: Self.strip) {
            for one in waiting { compute(one, from: start, count: min(Self.strip, count - start), profile) }
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private func compute(_ one: WaitingStep, from start: Int, count: Int, _ profile: NumericProfile) {
        let bytes = start * MemoryLayout<Float>.stride
        for (index, input) in one.step.inputs.enumerated() {
            let place = input.flatMap { pointers[$0] }
            inputs[index] = one.pieces.isSingle[index] ? place : place.map { $0 + bytes }
        }
        let output = one.step.outputs[0]
        guard let place = pointers[output] else {
            bug("graph run: expected a place for the output of \(one.step.place), found none")
        }
        outputs[0] = place + bytes
        one.pieces.compute(Arguments(inputs: inputs, outputs: outputs), count)
        guard one.rounds else { return }
        Rounding.round(place + bytes, count: count, type: graph.values[output].type, profile: profile)
    }
}
