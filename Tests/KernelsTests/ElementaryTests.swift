// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Foundation
import Kernels
import Testing

@Suite("Elementary functions of arrays") struct ElementaryTests {
    /// Every 39,989th float, infinities, NaN and subnormals among them, and a dense stretch where errors are largest.
    static let inputs: [Float] = {
        let spread = stride(from: 0, to: UInt64(1) << 32, by: 39_989).map { Float(bitPattern: UInt32($0)) }
        let dense = stride(from: Float(-16), through: 16, by: 0x1.23456p-11)
        let special: [Float] = [
            0, -0.0, .infinity, -.infinity, .nan, -.nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
            .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 88.72283, 88.72284, -103.97208,
            -103.97209, 0.5625, 0.93, 1,
        ]
        return special + spread + dense
    }()

    /// In double precision, from the C library: right to far more than the bounds.
    static func exact(_ function: Elementary.Function, _ x: Double) -> Double {
        switch function {
        case .exp: exp(x)
        case .log: log(x)
        case .tanh: tanh(x)
        case .erf: erf(x)
        case .sigmoid: x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
        case .silu: x == -.infinity ? -0.0 : x < 0 ? x * (exp(x) / (1 + exp(x))) : x / (1 + exp(-x))
        case .gelu: x == -.infinity ? -0.0 : x * 0.5 * erfc(-x * 0.5.squareRoot())
        case .squareRoot: x.squareRoot()
        case .reciprocal: 1 / x
        case .geluByTanh:
            x == -.infinity ? -0.0 : x / (1 + exp(-2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        }
    }

    @Test(
        "the error stays below the stated bound, from subnormals to infinity", arguments: Elementary.Function.allCases)
    func bounds(function: Elementary.Function) {
        var results = Self.inputs
        results.withUnsafeMutableBufferPointer { Elementary.apply(function, to: $0) }
        var worst = 0.0
        for (x, found) in zip(Self.inputs, results) {
            let expected = Self.exact(function, Double(x))
            let nearest = Float(expected)
            if nearest.isNaN {
                #expect(found.bitPattern == 0x7FC0_0000, "at \(x)")
            } else if nearest.isInfinite || found.isInfinite {
                #expect(found == nearest, "at \(x)")
            } else {
                #expect(found.sign == nearest.sign, "at \(x)")
                worst = max(worst, (Double(found) - expected).magnitude / Double(nearest.ulp))
            }
        }
        #expect(worst < function.errorBound)
        // The bounds are no wider than they must be.
        #expect(worst > function.errorBound / 2)
    }

    @Test("every variant has the same bits", arguments: Elementary.Function.allCases)
    func variants(function: Elementary.Function) {
        let names: [Elementary.Function: trilemma_function] = [
            .exp: TRILEMMA_EXP, .log: TRILEMMA_LOG, .tanh: TRILEMMA_TANH, .erf: TRILEMMA_ERF,
            .sigmoid: TRILEMMA_SIGMOID, .silu: TRILEMMA_SILU, .gelu: TRILEMMA_GELU,
            .squareRoot: TRILEMMA_SQRT, .reciprocal: TRILEMMA_RECIPROCAL, .geluByTanh: TRILEMMA_GELU_TANH,
        ]
        guard let name = names[function] else { return #expect(Bool(false)) }
        var expected = Self.inputs
        expected.withUnsafeMutableBufferPointer { Elementary.apply(function, to: $0) }
        for variant in runnableVariants {
            var found = [Float](repeating: 0, count: Self.inputs.count)
            trilemma_map(variant, name, Self.inputs, &found, found.count)
            #expect(found.map(\.bitPattern) == expected.map(\.bitPattern), "\(variant)")
        }
    }

    @Test("a number's result does not depend on its place, and nothing past the end is written") func places() {
        for count in 0...70 {
            let inputs = numbers(count, seed: 3)
            var found = inputs + [5, 5, 5]
            Elementary.apply(.gelu, inputs, into: &found, count: count)
            for (x, y) in zip(inputs, found) {
                var alone = [x]
                alone.withUnsafeMutableBufferPointer { Elementary.apply(.gelu, to: $0) }
                #expect(alone[0].bitPattern == y.bitPattern)
            }
            #expect(Array(found.suffix(3)) == [5, 5, 5])
        }
    }

    @Test("values known by heart") func known() {
        func value(_ function: Elementary.Function, _ x: Float) -> Float {
            var numbers = [x]
            var span = numbers.mutableSpan
            Elementary.apply(function, to: &span)
            return numbers[0]
        }
        #expect(value(.exp, 0) == 1 && value(.exp, -.infinity) == 0 && value(.exp, 1) == 2.718_281_8)
        #expect(value(.log, 1) == 0 && value(.log, 0) == -.infinity && value(.log, -1).isNaN)
        #expect(value(.tanh, .infinity) == 1 && value(.erf, -.infinity) == -1)
        #expect(value(.sigmoid, 0) == 0.5 && value(.silu, 0) == 0 && value(.gelu, 0) == 0)
        #expect(value(.silu, .infinity) == .infinity && value(.gelu, .infinity) == .infinity)
        #expect(value(.gelu, -.infinity) == 0 && value(.silu, -.infinity) == 0)
    }

    @Test("powers: near the truth, whole powers of negative numbers, the ends") func powers() {
        for (base, exponent) in zip(numbers(3_000, seed: 8), numbers(3_000, seed: 9)) {
            let exact = pow(Double(base.magnitude), Double(exponent))
            let found = Double(Elementary.power(base.magnitude, exponent))
            #expect((found - exact).magnitude <= 0.51 * Double(Float(exact).ulp), "\(base) to \(exponent)")
        }
        #expect(Elementary.power(-2, 3) == -8 && Elementary.power(-2, 2) == 4 && Elementary.power(-2, -1) == -0.5)
        #expect(Elementary.power(-2, 0.5).bitPattern == 0x7FC0_0000 && Elementary.power(.nan, 0) == 1)
        #expect(Elementary.power(0, -1) == .infinity && Elementary.power(-0.0, -1) == -.infinity)
        #expect(Elementary.power(-1, .infinity) == 1 && Elementary.power(-.infinity, 3) == -.infinity)
        var squares = [Float](repeating: 0, count: 3)
        Elementary.power([1.5, -3, -.nan], exponent: 2, into: &squares, count: 3)
        #expect(squares[0] == 2.25 && squares[1] == 9 && squares[2].bitPattern == 0x7FC0_0000)
    }

    @Test("functions with parameters") func parameters() {
        var results = [Float](repeating: 9, count: 5)
        Elementary.hardSigmoid([-9, -1, 0, 9, -.nan], into: &results, count: 5, slope: 0.25, offset: 0.5)
        #expect(results.dropLast() == [0, 0.25, 0.5, 1] && results[4].bitPattern == 0x7FC0_0000)
        Elementary.leakyRectified([-8, -0.0, 0, 9, -.nan], into: &results, count: 5, slope: 0.25)
        #expect(results.dropLast() == [-2, 0, 0, 9] && results[4].bitPattern == 0x7FC0_0000)
    }
}
