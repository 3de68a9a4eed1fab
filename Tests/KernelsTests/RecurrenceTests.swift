// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Kernels
import Testing

@Suite("Long short-term memory") struct RecurrenceTests {
    let steps = 5
    let batch = 3
    let inputs = 4
    let hidden = 6
    let w, r, b, x, h, c: [Float]

    init() {
        w = numbers(2 * 24 * 4, seed: 1)
        r = numbers(2 * 24 * 6, seed: 2).map { $0 / 8 }
        b = numbers(2 * 48, seed: 3).map { $0 / 8 }
        x = numbers(5 * 3 * 4, seed: 4).map { $0 / 8 }
        h = numbers(2 * 3 * 6, seed: 5)
        c = numbers(2 * 3 * 6, seed: 6)
    }

    func memory(_ direction: LongShortTermMemory.Direction) -> LongShortTermMemory {
        let directions = direction == .bidirectional ? 2 : 1
        return w.withUnsafeBufferPointer { w in
            r.withUnsafeBufferPointer { r in
                b.withUnsafeBufferPointer { b in
                    LongShortTermMemory(
                        inputWeights: UnsafeBufferPointer(rebasing: w.prefix(directions * 24 * 4)),
                        recurrentWeights: UnsafeBufferPointer(rebasing: r.prefix(directions * 24 * 6)),
                        bias: UnsafeBufferPointer(rebasing: b.prefix(directions * 48)), inputs: inputs, hidden: hidden,
                        direction: direction)
                }
            }
        }
    }

    /// The definition in double precision, for one sequence and direction: hidden states by step, and both last states.
    func truth(_ direction: Int, _ sequence: Int, isReverse: Bool, length: Int) -> ([[Double]], [Double], [Double]) {
        var outputs = [[Double]](repeating: [Double](repeating: 0, count: hidden), count: steps)
        let first = (direction * batch + sequence) * hidden
        var state = h[first..<first + hidden].map(Double.init)
        var cell = c[first..<first + hidden].map(Double.init)
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        for step in isReverse ? Array((0..<length).reversed()) : Array(0..<length) {
            let gates = (0..<24).map { gate -> Double in
                var sum = Double(b[direction * 48 + gate]) + Double(b[direction * 48 + 24 + gate])
                for i in 0..<inputs {
                    sum +=
                        Double(w[(direction * 24 + gate) * inputs + i])
                        * Double(x[(step * batch + sequence) * inputs + i])
                }
                for i in 0..<hidden { sum += Double(r[(direction * 24 + gate) * hidden + i]) * state[i] }
                return sum
            }
            for i in 0..<hidden {
                cell[i] = sigmoid(gates[12 + i]) * cell[i] + sigmoid(gates[i]) * tanh(gates[18 + i])
            }
            for i in 0..<hidden { state[i] = sigmoid(gates[6 + i]) * tanh(cell[i]) }
            outputs[step] = state
        }
        return (outputs, state, cell)
    }

    @Test(
        "near the definition in double precision, in all directions, with and without lengths",
        arguments: [LongShortTermMemory.Direction.forward, .reverse, .bidirectional], [false, true])
    func definition(direction: LongShortTermMemory.Direction, hasLengths: Bool) {
        let memory = memory(direction)
        let directions = memory.directions
        let lengths: [Int32] = hasLengths ? [5, 0, 3] : [5, 5, 5]
        var output = [Float](repeating: 9, count: steps * directions * batch * hidden)
        var (lastHidden, lastCell) = (
            [Float](repeating: 9, count: directions * 18), [Float](repeating: 9, count: directions * 18)
        )
        var scratch = [Float](repeating: .nan, count: memory.scratchCount(steps: steps, batch: batch))
        memory.run(
            x, steps: steps, batch: batch, lengths: hasLengths ? lengths : nil, initialHidden: h, initialCell: c,
            output: &output, finalHidden: &lastHidden, finalCell: &lastCell, scratch: &scratch, profile: .fused1)
        for d in 0..<directions {
            for sequence in 0..<batch {
                let (outputs, state, cell) = truth(
                    d, sequence, isReverse: direction == .reverse || d == 1, length: Int(lengths[sequence]))
                for i in 0..<hidden {
                    for step in 0..<steps {
                        let found = output[((step * directions + d) * batch + sequence) * hidden + i]
                        #expect((Double(found) - outputs[step][i]).magnitude < 1e-5)
                    }
                    let place = (d * batch + sequence) * hidden + i
                    #expect((Double(lastHidden[place]) - state[i]).magnitude < 1e-5)
                    #expect((Double(lastCell[place]) - cell[i]).magnitude < 1e-5 * max(1, cell[i].magnitude))
                }
            }
        }
    }

    @Test("a sequence has the same bits in every batch", arguments: NumericProfile.all)
    func batchInvariance(profile: NumericProfile) {
        let memory = memory(.forward)
        func run(_ x: [Float], _ batch: Int) -> [Float] {
            var output = [Float](repeating: 9, count: steps * batch * hidden)
            var scratch = [Float](repeating: .nan, count: memory.scratchCount(steps: steps, batch: batch))
            memory.run(x, steps: steps, batch: batch, output: &output, scratch: &scratch, profile: profile)
            return output
        }
        let whole = run(x, batch)
        for sequence in 0..<batch {
            var inputs: [Float] = []
            var expected: [UInt32] = []
            for step in 0..<steps {
                let row = step * batch + sequence
                inputs += x[row * 4..<row * 4 + 4]
                expected += whole[row * hidden..<(row + 1) * hidden].map(\.bitPattern)
            }
            #expect(run(inputs, 1).map(\.bitPattern) == expected)
        }
    }
}
