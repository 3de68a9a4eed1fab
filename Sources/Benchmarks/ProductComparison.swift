// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// One shape of product, timed in turns with OpenBLAS on the same numbers.
struct ProductComparison {
    let rows: Int
    let inner: Int
    let columns: Int

    /// How often as fast as OpenBLAS's sgemm: the median over the rounds of its time over ours in the same round.
    private(set) var ratio = 0.0
    /// The same for its sgemv on the same numbers, where there is one row: a function of its own, which reads a matrix
    /// that fits the second-level cache at that cache's full speed, so that nothing can be faster there.
    private(set) var ratioToVectors: Double?
    /// 10^9 multiplications and additions a second.
    private(set) var ours = 0.0
    private(set) var theirs = 0.0

    /// Rounds of a turn each; a turn is as many products as take some milliseconds.
    private static let rounds = 41
    private static let operationsPerTurn = 2e8

    var name: String { "\(rows)x\(inner)x\(columns)" }

    /// In the default order, weights packed before.
    init(rows: Int, inner: Int, columns: Int, against peer: OpenBLAS) {
        (self.rows, self.inner, self.columns) = (rows, inner, columns)
        let (a, b) = (Self.numbers(rows * inner), Self.numbers(inner * columns))
        let packed = PackedMatrix(rowMajor: b.span, inner: inner, columns: columns)
        var c = [Float](repeating: 0, count: rows * columns)
        let operations = 2 * Double(rows) * Double(inner) * Double(columns)
        let products = max(1, Int(Self.operationsPerTurn / operations))
        var (mine, others, vectors): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<Self.rounds {
            mine.append(
                Stopwatch.processorSeconds { for _ in 0..<products { packed.multiply(a, rows: rows, into: &c) } })
            others.append(
                Stopwatch.processorSeconds {
                    for _ in 0..<products { peer.multiply(a, b, into: &c, rows: rows, inner: inner, columns: columns) }
                })
            guard rows == 1 else { continue }
            vectors.append(
                Stopwatch.processorSeconds {
                    for _ in 0..<products { peer.multiplyRow(a, b, into: &c, inner: inner, columns: columns) }
                })
        }
        ratio = Self.median(zip(others, mine).map { $0 / $1 })
        ratioToVectors = rows == 1 ? Self.median(zip(vectors, mine).map { $0 / $1 }) : nil
        ours = operations * Double(products) / Self.median(mine) * 1e-9
        theirs = operations * Double(products) / Self.median(others) * 1e-9
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    /// Numbers between -1 and 1.
    private static func numbers(_ count: Int) -> [Float] {
        var state: UInt64 = 1
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) * 0x1p-23 - 1
        }
    }
}
