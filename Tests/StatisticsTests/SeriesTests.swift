// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Statistics
import Testing

/// Quantiles, means over time, warm-up, fits and roots.
struct SeriesTests {
    private func near(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool { (a - b).magnitude <= tolerance }

    private func stream(_ ordinal: UInt64) -> Stream {
        StreamKey(seed: 11, replication: 0, purpose: .rehearsal, subject: Subject("series")).stream(ordinal)
    }

    @Test("the quantile of a sample lies between the right neighbours, its interval at the tabled ranks")
    func quantiles() {
        let sample = (1...20).map(Double.init)
        #expect(near(Quantiles.quantile(0.5, ofSorted: sample), 10.5))
        #expect(near(Quantiles.quantile(0.9, ofSorted: sample), 18.1))
        // For the median of 20 the 95 % interval reaches from the 6th to the 15th value.
        let interval = Quantiles.interval(0.5, ofSorted: sample)
        #expect(interval.low == 6 && interval.high == 15)
        #expect(Quantiles.interval(0.99, ofSorted: sample).high == .infinity)
        #expect(Quantiles.interval(0.01, ofSorted: sample).low == -.infinity)
        #expect(Quantiles.quantile(0.5, ofSorted: []).isNaN)
        // At a value it is that value, whatever comes behind; between it and infinity it is infinite.
        let open = [0, 1, 2, .infinity, .infinity]
        #expect(Quantiles.quantile(0.5, ofSorted: open) == 2 && Quantiles.quantile(0.25, ofSorted: open) == 1)
        #expect(near(Quantiles.quantile(0.375, ofSorted: open), 1.5))
        #expect([0.6, 1].allSatisfy { Quantiles.quantile($0, ofSorted: open) == .infinity })
    }

    @Test("the interval of a quantile covers it at least as often as stated")
    func quantileCoverage() {
        let covered = (0..<2_000).count { experiment in
            var stream = stream(UInt64(experiment))
            let sample = (0..<100).map { _ in stream.exponential() }.sorted()
            return Quantiles.interval(0.9, ofSorted: sample).contains(2.302585)
        }
        #expect((1_900...1_970).contains(covered))
    }

    @Test("a histogram's quantile is interpolated within its bin and skips empty bins")
    func histogram() {
        let histogram = Histogram(edges: [0, 1, 2, 4, 8], weights: [1, 0, 2, 1])
        #expect(near(histogram.quantile(0.125), 0.5) && near(histogram.quantile(0.5), 3))
        #expect(near(histogram.quantile(0), 0) && near(histogram.quantile(1), 8))
        #expect(Histogram(edges: [0, 1], weights: [0]).quantile(0.5).isNaN)
    }

    @Test("a mean over time weighs each value by how long it stayed")
    func timeAverage() {
        var queue = TimeAverage(from: 0, value: 0)
        queue.change(to: 2, at: 10)
        queue.change(to: 5, at: 30)
        // 0 for 10, 2 for 20, 5 for 10.
        #expect(near(queue.mean(until: 40), 2.25))
        queue.restart(at: 50)
        queue.change(to: 1, at: 60)
        #expect(near(queue.mean(until: 70), 3))
        #expect(TimeAverage(from: 5, value: 1).mean(until: 5).isNaN)
    }

    @Test("batch means see the correlation that independent values would hide")
    func batchMeans() {
        var stream = stream(0)
        var value = 0.0
        let series = (0..<20_000).map { _ in
            value = 0.9 * value + stream.normal()
            return value
        }
        let naive = Moments(series).estimate.standardError
        // The mean of this series has (1 + 0.9) / (1 - 0.9) = 19 times the variance of independent values.
        #expect((3...6).contains(BatchMeans.estimate(series).standardError / naive))
        #expect(BatchMeans.estimate([1, 2, 3]).value.isNaN)
        #expect(near(BatchMeans.estimate((0..<41).map(Double.init), batches: 2).value, 20.5))
    }

    @Test("the warm-up rule finds where a transient ends, and says nothing when it does not end")
    func warmUp() throws {
        var stream = stream(1)
        let settling = (0..<1_000).map { (index: Int) -> Double in
            (index < 200 ? 10 - Double(index) / 20 : 0) + stream.normal()
        }
        let cut = try #require(WarmUp.truncation(settling))
        #expect((150...230).contains(cut) && cut % 5 == 0)
        #expect(WarmUp.truncation((0..<1_000).map(Double.init)) == nil)
        #expect(WarmUp.truncation([1, 2, 3]) == nil)
        let steady = try #require(WarmUp.truncation((0..<1_000).map { _ in stream.normal() }))
        #expect(steady <= 250)
    }

    @Test("a fitted line is the line the points lie on, and the robust one ignores an outlier")
    func lines() throws {
        let x = (0..<10).map(Double.init)
        var y = x.enumerated().map { 3 + 2 * $1 + ($0 % 2 == 0 ? 0.01 : -0.01) }
        let exact = try LineFit(leastSquares: x, y)
        #expect(near(exact.slope.value, 2, 0.01) && near(exact.intercept.value, 3, 0.02))
        #expect(exact.slope.interval().contains(2))
        y[9] = 100
        #expect(try LineFit(leastSquares: x, y).slope.value > 4)
        let robust = try LineFit(robust: x, y)
        #expect(near(robust.slope.value, 2, 0.02) && near(robust.intercept.value, 3, 0.05))
    }

    @Test("Brent's method finds a root to the wanted accuracy, and refuses ends of one sign")
    func roots() throws {
        let root = try RootFinding.brent(from: 0, through: 2) { $0 * $0 - 2 }
        #expect(near(root, 2.0.squareRoot(), 1e-10))
        #expect(try RootFinding.brent(from: 1, through: 3) { $0 - 1 } == 1)
        #expect(throws: StatisticsFailure.notBracketed(low: 2, high: 3)) {
            try RootFinding.brent(from: 2, through: 3) { $0 * $0 - 2 }
        }
    }
}
