// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Quantities
import Testing

@Suite("Layers") struct LayerTests {
    @Test("a dense layer multiplies rows and adds the bias", arguments: everyProfile)
    func dense(profile: NumericProfile) {
        let weights: [Float] = [1, 2, 3, -4, 5, -6]
        let bias: [Float] = [0.5, -1]
        let input: [Float] = [1, 10, 100]
        #expect(profile.dense(weights: weights.span, bias: bias.span, input: input.span) == [321.5, -555])
    }

    @Test("the exponential is within 0.51 units in the last place, and 0 and infinite at the ends")
    func exponential() {
        for step in -8_700...8_800 {
            let x = Float(step) / 100
            let exact = PortableMath.exp(Double(x))
            let found = Elementary.exp(x)
            #expect((Double(found) - exact).magnitude <= 0.51 * Double(found.ulp), "at \(x)")
        }
        #expect(Elementary.exp(0) == 1)
        #expect(Elementary.exp(-200) == 0)
        #expect(Elementary.exp(200) == .infinity)
    }

    @Test("the softmax keeps the order, sums to one and survives large numbers", arguments: NumericProfile.all)
    func softmax(profile: NumericProfile) {
        let scores = profile.softmax([1_000, 1_001, 999, 0])
        // 1 / (1 + e^-1 + e^-2), as near as the outputs and the total are kept.
        let isShort = profile.activations != .float32
        #expect((scores[1] - 0.665_240_96).magnitude < (isShort ? 3e-3 : 1e-7))
        #expect((scores.reduce(0, +) - 1).magnitude < (isShort ? 4e-3 : 1e-6))
        #expect(scores[1] > scores[0] && scores[0] > scores[2] && scores[3] == 0)
        #expect(profile.softmax([3, 3]) == [0.5, 0.5])
    }

    @Test("the rectifier cuts below zero") func rectifier() {
        #expect([-1, -0.0, 0, 2].map(Elementary.rectified) == [0, 0, 0, 2])
    }
}

@Suite("Weight forms") struct WeightFormTests {
    @Test("by hand: scale is the row's largest magnitude over 7, halves go to even")
    func byHand() {
        // Row one: scale 1/2 exactly. Integers 7, 0.5 -> 0, 1.5 -> 2, -2.5 -> -2, -7 at most. Row two: scale 2.
        let weights: [Float] = [3.5, 0.25, 0.75, -1.25, 14, 2.9, -3.1, 0]
        #expect(WeightForm.int4.applied(to: weights, inputs: 4) == [3.5, 0, 1, -1, 14, 2, -4, 0])
        // Scale 1/2 with 8 bits: 63.5 is 127 steps.
        #expect(WeightForm.int8.applied(to: [-63.5, 0.25, 0.75], inputs: 3) == [-63.5, 0, 1])
        #expect(WeightForm.int4.applied(to: [0, 0, 0, 1], inputs: 2) == [0, 0, 0, 1])
    }

    @Test("no weight moves by more than half a step of its row, and few values are left", arguments: [4, 8])
    func halfAStep(bits: Int) {
        let inputs = 500
        let weights = numbers(3 * inputs, seed: 7)
        let rounded = (bits == 8 ? WeightForm.int8 : .int4).applied(to: weights, inputs: inputs)
        let largestInteger = Float((1 << (bits - 1)) - 1)
        for start in stride(from: 0, to: weights.count, by: inputs) {
            let row = start..<start + inputs
            let largest = weights[row].map(\.magnitude).max() ?? 0
            let step = largest / largestInteger
            for index in row { #expect((weights[index] - rounded[index]).magnitude <= step * 0.50001) }
            #expect(Set(rounded[row]).count <= 1 << bits - 1)
        }
        #expect(rounded != weights)
    }

    @Test("blocks of 32 have a scale each, the last of a row may be shorter; bfloat16 keeps eight bits") func blocks() {
        let weights = numbers(2 * 70, seed: 5)
        for (form, whole) in [(WeightForm.int8Blocks, WeightForm.int8), (.int4Blocks, .int4)] {
            let found = form.applied(to: weights, inputs: 70)
            for row in 0..<2 {
                for block in [0..<32, 32..<64, 64..<70] {
                    let range = row * 70 + block.lowerBound..<row * 70 + block.upperBound
                    #expect(Array(found[range]) == whole.applied(to: Array(weights[range]), inputs: block.count))
                }
            }
        }
        #expect(WeightForm.bfloat16.applied(to: [1.001, -3.1], inputs: 2) == [1, -3.09375])
        #expect(WeightForm.published.applied(to: weights, inputs: 70) == weights)
    }
}
