// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities

/// A long short-term memory over a sequence (S. Hochreiter, J. Schmidhuber, Neural Computation 9(8), 1997), as the ONNX
/// operator LSTM defines it with default activations and without peepholes.
///
/// With gates stacked in the order i, o, f, c, a step is
///
///     z = (x W^T + Wb) + (h R^T + Rb),   i, o, f = sigmoid(z_i, z_o, z_f),   g = tanh(z_c)
///     C = f C + i g,   h = o tanh(C)
///
/// Both products are in the order of the profile, each with its bias last; the sum of both, f x C, i x g, their sum, and
/// o x tanh(C) are rounded one by one. Products, C and h are rounded to the profile's activations, gates are not. The products
/// with the inputs are one matrix product over all steps.
public final class LongShortTermMemory: Sendable {
    public enum Direction: Hashable, Sendable {
        case forward
        case reverse
        /// Both; forward comes first in the outputs.
        case bidirectional
    }

    public let direction: Direction
    /// Numbers of an input.
    public let inputs: Int
    /// Numbers of a state.
    public let hidden: Int
    /// 1 or 2.
    public let directions: Int
    private let inputWeights: [PackedMatrix]
    private let recurrentWeights: [PackedMatrix]
    private let bias: [Float]

    /// - Parameters:
    ///   - inputWeights: W, [directions][4 x hidden][inputs].
    ///   - recurrentWeights: R, [directions][4 x hidden][hidden].
    ///   - bias: [directions][8 x hidden], those of W before those of R, or nil for zeros.
    /// - Precondition: the counts fit together.
    public init(
        inputWeights: UnsafeBufferPointer<Float>, recurrentWeights: UnsafeBufferPointer<Float>,
        bias: UnsafeBufferPointer<Float>?, inputs: Int, hidden: Int, direction: Direction
    ) {
        let directions = direction == .bidirectional ? 2 : 1
        let gates = 4 * hidden
        require(
            inputWeights.count == directions * gates * inputs && recurrentWeights.count == directions * gates * hidden
                && bias?.count ?? directions * 2 * gates == directions * 2 * gates,
            "long short-term memory: expected weights of \(directions) x \(gates) x \(inputs) and \(hidden), found "
                + "\(inputWeights.count), \(recurrentWeights.count) and \(bias?.count ?? 0) biases")
        self.direction = direction
        self.inputs = inputs
        self.hidden = hidden
        self.directions = directions
        func packed(_ weights: UnsafeBufferPointer<Float>, _ inner: Int) -> [PackedMatrix] {
            (0..<directions).map {
                let part = UnsafeBufferPointer(rebasing: weights[$0 * gates * inner..<($0 + 1) * gates * inner])
                return PackedMatrix(transposed: part, columns: gates, inner: inner)
            }
        }
        self.inputWeights = packed(inputWeights, inputs)
        self.recurrentWeights = packed(recurrentWeights, hidden)
        self.bias = bias.map(Array.init) ?? Array(repeating: 0, count: directions * 2 * gates)
    }

    /// Numbers of scratch memory that a run needs.
    public func scratchCount(steps: Int, batch: Int) -> Int { (steps + 1) * batch * 4 * hidden + 3 * batch * hidden }

    /// Runs over `steps` inputs of `batch` sequences. Allocates nothing.
    /// - Parameters:
    ///   - input: X, [steps][batch][inputs].
    ///   - lengths: [batch], how many steps each sequence has, or nil for all. Past its end a sequence's outputs are 0 and its
    ///     state stays; the reverse direction starts at its end.
    ///   - initialHidden, initialCell: [directions][batch][hidden], or nil for zeros.
    ///   - output: Y, [steps][directions][batch][hidden], or nil.
    ///   - finalHidden, finalCell: [directions][batch][hidden], or nil.
    ///   - scratch: `scratchCount(steps:batch:)` numbers, contents of no meaning.
    /// - Precondition: the memory holds what is said; nothing overlaps; lengths are from 0 to `steps`.
    /// - Complexity: O(directions x steps x batch x hidden x (inputs + hidden)).
    public func run(
        _ input: UnsafePointer<Float>, steps: Int, batch: Int, lengths: UnsafePointer<Int32>? = nil,
        initialHidden: UnsafePointer<Float>? = nil, initialCell: UnsafePointer<Float>? = nil,
        output: UnsafeMutablePointer<Float>?, finalHidden: UnsafeMutablePointer<Float>? = nil,
        finalCell: UnsafeMutablePointer<Float>? = nil, scratch: UnsafeMutablePointer<Float>, profile: NumericProfile,
        bucket: BatchBucket = .one
    ) {
        let (gates, states) = (4 * hidden, batch * hidden)
        let projected = scratch
        let recurrent = projected + steps * batch * gates
        let h = recurrent + batch * gates
        let cell = h + states
        let activated = cell + states
        bias.withUnsafeBufferPointer { bias in
            guard let bias = bias.baseAddress else { return }
            for direction in 0..<directions {
                let biases = bias + direction * 2 * gates
                profile.matrixProduct(
                    input, rows: steps * batch, weights: inputWeights[direction], into: projected, bias: biases,
                    bucket: bucket)
                for index in 0..<states {
                    h[index] = initialHidden?[direction * states + index] ?? 0
                    cell[index] = initialCell?[direction * states + index] ?? 0
                }
                let isReverse = self.direction == .reverse || direction == 1
                for turn in 0..<steps {
                    let step = isReverse ? steps - 1 - turn : turn
                    profile.matrixProduct(
                        h, rows: batch, weights: recurrentWeights[direction], into: recurrent, bias: biases + gates,
                        bucket: bucket)
                    for sequence in 0..<batch {
                        let isRunning = lengths.map { step < Int($0[sequence]) } ?? true
                        let target = output.map {
                            $0 + ((step * directions + direction) * batch + sequence) * hidden
                        }
                        if isRunning {
                            advance(
                                projected + (step * batch + sequence) * gates, recurrent + sequence * gates,
                                h + sequence * hidden, cell + sequence * hidden, activated, profile)
                            target?.update(from: h + sequence * hidden, count: hidden)
                        } else {
                            target?.update(repeating: 0, count: hidden)
                        }
                    }
                }
                finalHidden?.advanced(by: direction * states).update(from: h, count: states)
                finalCell?.advanced(by: direction * states).update(from: cell, count: states)
            }
        }
    }

    /// One step of one sequence: the gates from both products, then cell and hidden state.
    private func advance(
        _ gates: UnsafeMutablePointer<Float>, _ recurrent: UnsafePointer<Float>, _ h: UnsafeMutablePointer<Float>,
        _ cell: UnsafeMutablePointer<Float>, _ activated: UnsafeMutablePointer<Float>, _ profile: NumericProfile
    ) {
        for index in 0..<4 * hidden { gates[index] += recurrent[index] }
        Elementary.apply(.sigmoid, gates, into: gates, count: 3 * hidden)
        Elementary.apply(.tanh, gates + 3 * hidden, into: gates + 3 * hidden, count: hidden)
        for index in 0..<hidden {
            let kept = gates[2 * hidden + index] * cell[index]
            let added = gates[index] * gates[3 * hidden + index]
            cell[index] = kept + added
        }
        profile.roundActivations(cell, count: hidden)
        Elementary.apply(.tanh, cell, into: activated, count: hidden)
        for index in 0..<hidden { h[index] = gates[hidden + index] * activated[index] }
        profile.roundActivations(h, count: hidden)
    }
}
