// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// One shape of product, timed in turns with OpenBLAS on the same numbers.
///
/// Where the numbers begin matters to OpenBLAS, which reads them where they are: at batch 1 it is up to a half faster when
/// they begin at a cache line. Arrays and files of weights promise no more than 16 or 32 bytes, so that is what decides;
/// the aligned figure is there to be read beside it. A matrix of 384 x 384 then comes from the second-level cache at that
/// cache's bandwidth in both libraries, and nobody can be faster.
struct ProductComparison {
    let rows: Int
    let inner: Int
    let columns: Int
    /// Whether A, B and C begin at a cache line, not 32 bytes after one.
    let isAligned: Bool

    /// How often as fast as OpenBLAS's sgemm: its least time over our least time. The rounds last some seconds, so that the
    /// least has met no slow spell of the machine, which changes its pace by a half within seconds.
    private(set) var ratio = 0.0
    /// The same for its sgemv on the same numbers, where there is one row: a function of its own, which reads each
    /// weight once too, so that both end at the bandwidth of a cache or of the memory.
    private(set) var ratioToVectors: Double?
    /// 10^9 multiplications and additions a second.
    private(set) var ours = 0.0
    private(set) var theirs = 0.0

    /// Rounds of a turn each; a turn is as many products as take some milliseconds.
    private static let rounds = 301
    private static let operationsPerTurn = 2e8

    var name: String { "\(rows)x\(inner)x\(columns)" + (isAligned ? "_aligned" : "") }

    /// In the default order, weights packed before.
    init(rows: Int, inner: Int, columns: Int, isAligned: Bool = false, against peer: OpenBLAS) {
        (self.rows, self.inner, self.columns, self.isAligned) = (rows, inner, columns, isAligned)
        let memory = [rows * inner, inner * columns, rows * columns].map(Self.numbers)
        defer { for place in memory { place.deallocate() } }
        let parts = memory.map { isAligned ? $0 : UnsafeMutableBufferPointer(rebasing: $0.dropFirst(Self.offset)) }
        let (a, b, c) = (parts[0].start, parts[1].start, parts[2].start)
        let packed = PackedMatrix(
            rowMajor: UnsafeBufferPointer(start: b, count: inner * columns), inner: inner, columns: columns)
        let operations = 2 * Double(rows) * Double(inner) * Double(columns)
        let products = max(1, Int(Self.operationsPerTurn / operations))
        var (mine, others, vectors) = (Double.infinity, Double.infinity, Double.infinity)
        for _ in 0..<Self.rounds {
            mine = min(
                mine,
                Stopwatch.processorSeconds {
                    for _ in 0..<products { packed.multiply(a, rows: rows, into: c) }
                })
            others = min(
                others,
                Stopwatch.processorSeconds {
                    for _ in 0..<products {
                        peer.multiply(a, b, into: c, rows: rows, inner: inner, columns: columns)
                    }
                })
            guard rows == 1 else { continue }
            vectors = min(
                vectors,
                Stopwatch.processorSeconds {
                    for _ in 0..<products {
                        peer.multiplyRow(a, b, into: c, inner: inner, columns: columns)
                    }
                })
        }
        ratio = others / mine
        ratioToVectors = rows == 1 ? vectors / mine : nil
        ours = operations * Double(products) / mine * 1e-9
        theirs = operations * Double(products) / others * 1e-9
    }

    /// Numbers that make 32 bytes.
    private static let offset = 8

    /// Numbers between -1 and 1 from the start of a cache line, and `offset` more of them.
    private static func numbers(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
        let count = count + offset
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4 * count, alignment: 64)
        let numbers = UnsafeMutableBufferPointer(
            start: memory.bindMemory(to: Float.self, capacity: count), count: count)
        var state: UInt64 = 1
        for index in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            numbers.initializeElement(at: index, to: Float(state >> 40) * 0x1p-23 - 1)
        }
        return numbers
    }
}

extension UnsafeMutableBufferPointer {
    /// Where it begins; there is memory.
    fileprivate var start: UnsafeMutablePointer<Element> { baseAddress! }
}
