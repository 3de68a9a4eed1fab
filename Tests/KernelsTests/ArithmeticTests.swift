// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Kernels
import Testing

@Suite("Arithmetic over arrays") struct ArithmeticTests {
    private static let operations: [(trilemma_operation, @Sendable (Float, Float) -> Float)] = [
        (TRILEMMA_ADD, { $0 + $1 }), (TRILEMMA_SUBTRACT, { $0 - $1 }), (TRILEMMA_MULTIPLY, { $0 * $1 }),
        (TRILEMMA_DIVIDE, { $0 / $1 }),
    ]

    /// The bits of a number, every NaN being the same.
    private static func bits(_ x: Float) -> UInt32 { x.isNaN ? 0x7FC0_0000 : x.bitPattern }

    /// Random numbers with everything special among them.
    private static func operands(_ count: Int, seed: UInt64) -> [Float] {
        let special: [Float] = [.nan, -.nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, 3e38]
        return numbers(count, seed: seed).enumerated().map {
            $0 % 5 == Int(seed % 5) ? special[($0 / 5 + Int(seed)) % special.count] : $1
        }
    }

    @Test("every variant and length, single numbers, and results written over either side", arguments: 0..<70)
    func combinations(count: Int) {
        let (a, b) = (Self.operands(count, seed: 1), Self.operands(count, seed: 2))
        for variant in runnableVariants {
            for (operation, function) in Self.operations {
                func expect(_ expected: [Float], _ isSingle: (Bool, Bool), over side: Int?) {
                    var (left, right) = (a + [7], b + [7])
                    var results = [Float](repeating: 7, count: count + 1)
                    left.withUnsafeMutableBufferPointer { left in
                        right.withUnsafeMutableBufferPointer { right in
                            results.withUnsafeMutableBufferPointer { apart in
                                let places = [left, right, apart]
                                guard let x = left.baseAddress, let y = right.baseAddress,
                                    let output = places[side ?? 2].baseAddress
                                else { return }
                                trilemma_combine(variant, operation, x, isSingle.0, y, isSingle.1, output, count)
                            }
                        }
                    }
                    let found = [left, right, results][side ?? 2]
                    #expect(found.dropLast().map(\.bitPattern) == expected.map(Self.bits) && found.last == 7)
                }
                let pairs = zip(a, b).map { function($0, $1) }
                for side in [nil, 0, 1] { expect(pairs, (false, false), over: side) }
                guard let first = a.first, let second = b.first else { continue }
                for side in [nil, 0] { expect(a.map { function($0, second) }, (false, true), over: side) }
                for side in [nil, 1] { expect(b.map { function(first, $0) }, (true, false), over: side) }
                expect(a.map { _ in function(first, second) }, (true, true), over: nil)
            }
        }
    }

    private static let bends: [(trilemma_bend, @Sendable (Float) -> Float)] = [
        (TRILEMMA_CLIP, { x in x < -0.5 ? -0.5 : x > 0.75 ? 0.75 : x }),
        (
            TRILEMMA_HARD_SIGMOID,
            { x in
                let line = x * -0.5 + 0.75
                return line < 0 ? 0 : line > 1 ? 1 : line
            }
        ),
        (TRILEMMA_LEAKY, { x in x < 0 ? x * -0.5 : x }),
    ]

    @Test("functions with parameters, in every variant and length", arguments: 0..<70) func bends(count: Int) {
        let numbers = Self.operands(count, seed: 3)
        for variant in runnableVariants {
            for (function, expected) in Self.bends {
                var found = numbers + [7]
                found.withUnsafeMutableBufferPointer { place in
                    guard let start = place.baseAddress else { return }
                    trilemma_bend_all(variant, function, -0.5, 0.75, start, start, count)
                }
                #expect(found.dropLast().map(\.bitPattern) == numbers.map { Self.bits(expected($0)) })
                #expect(found.last == 7)
            }
        }
    }

    @Test("the operations have their names") func names() {
        var results: [Float] = [0]
        let expected: [(Elementary.Operation, Float)] = [
            (.sum, 9), (.difference, 5), (.product, 14), (.quotient, 3.5),
        ]
        for (operation, result) in expected {
            Elementary.combine(operation, [7], [2], into: &results, count: 1)
            #expect(results == [result])
        }
        Elementary.clip([7], into: &results, count: 1, least: 1, most: 3)
        #expect(results == [3])
    }
}
