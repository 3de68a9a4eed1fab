// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Statistics
import Testing

@Suite("Telling cheats from the honest") struct ROCTests {
    private func near(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool { (a - b).magnitude <= tolerance }

    /// Two samples of small whole numbers with many ties.
    private let sample = ROC(
        honest: (0..<40).map { Double($0 * 37 % 101 / 10) }, cheats: (0..<30).map { Double($0 * 53 % 97 / 8 + 2) })

    @Test("area, standard error and interval are those that scipy computes from the definitions")
    func scipy() {
        #expect(near(sample.area().estimate, 0.6941666666666667))
        #expect(near(sample.areaStandardError, 0.06329751030558119))
        let interval = sample.area()
        #expect(near(interval.low, 0.5585561136528323, 1e-9) && near(interval.high, 0.8028241006742123, 1e-9))
    }

    @Test("a sample of five is as computed by hand")
    func byHand() {
        // Pairs (cheat, honest): 2 > 1, 2 = 2, 4 > 1, 4 > 2, 3 > 1, 3 > 2.
        let roc = ROC(honest: [2, 1], cheats: [4, 2, 3])
        #expect(near(roc.area().estimate, 5.5 / 6))
        // Shares exceeded: cheats 0.5 x (1 + 1/2), 1, 1 with variance 1/48; honest 1 and 5/6 with variance 1/72.
        #expect(near(roc.areaStandardError, (1.0 / 48 / 3 + 1.0 / 72 / 2).squareRoot()))
        #expect(roc.points.map(\.threshold) == [4, 3, 2, 1, -.infinity])
        #expect(roc.points.map(\.cheats.events) == [0, 1, 2, 3, 3])
        #expect(roc.points.map(\.honest.events) == [0, 0, 0, 1, 2])
    }

    @Test("the area under the corners is the area", arguments: 0..<10 as Range<UInt64>)
    func trapezia(seed: UInt64) {
        var stream = StreamKey(seed: seed, replication: 0, purpose: .rehearsal, subject: Subject("roc")).stream(0)
        func distances(_ count: Int, shift: Int) -> [Double] {
            (0..<count).map { _ in Double(Int(stream.next() % 20) + shift) }
        }
        let roc = ROC(honest: distances(50, shift: 0), cheats: distances(35, shift: 5))
        let points = roc.points
        let area = zip(points, points.dropFirst()).reduce(0) { sum, pair in
            let (left, right) = pair
            return sum + (right.honest.estimate - left.honest.estimate) * (right.cheats.estimate + left.cheats.estimate)
                / 2
        }
        #expect(near(area, roc.area().estimate))
        #expect(
            points.first?.honest.events == 0 && points.last?.honest.estimate == 1 && points.last?.cheats.estimate == 1)
    }

    @Test("without an exception the area is 1, and the interval says how little so few show")
    func separated() {
        let roc = ROC(honest: Array(repeating: 0, count: 50), cheats: Array(repeating: .infinity, count: 20))
        #expect(roc.area().estimate == 1 && roc.area().high == 1 && roc.areaStandardError == 0)
        #expect(near(roc.area().low, 0.8315665290169146, 1e-9))
        let reversed = ROC(honest: roc.cheats, cheats: roc.honest)
        #expect(reversed.area().estimate == 0 && near(reversed.area().high, 1 - 0.8315665290169146, 1e-9))
    }

    @Test("without either kind nothing is known")
    func empty() {
        #expect(ROC(honest: [], cheats: [1]).area().estimate.isNaN && ROC(honest: [1], cheats: []).area().low.isNaN)
        #expect(ROC(honest: [1], cheats: [1, 2]).areaStandardError.isNaN)
        #expect(ROC(honest: [], cheats: []).points.count == 1)
        #expect(ROC(honest: [], cheats: [1, 2]).rejections(honestAtMost: 0).cheats.estimate == 1)
    }

    @Test("a rate of false rejections is never exceeded, and never wasted")
    func falseRejections() {
        let roc = ROC(honest: (1...100).map(Double.init), cheats: (0..<10).map { 93.5 + Double($0) })
        for count in 0...99 {
            let rejections = roc.rejections(honestAtMost: Double(count) / 100)
            #expect(rejections.honest.events == Double(count) && rejections.threshold == Double(100 - count))
        }
        let five = roc.rejections(honestAtMost: 0.05)
        #expect(five.cheats.events == 8 && five.cheats.trials == 10)
        #expect(roc.rejections(honestAtMost: 0).cheats.events == 3)
        #expect(roc.rejections(honestAtMost: 1).honest.estimate == 1)
        let nine = roc.rejections(above: 94).cheats.clopperPearson()
        #expect(near(nine.low, 0.5549838829718047, 1e-9) && near(nine.high, 0.9974714214555382, 1e-9))
        // Ties at the threshold are kept, so a share between two of them rounds down.
        let tied = ROC(honest: [1, 1, 1, 2, 2], cheats: []).rejections(honestAtMost: 0.5)
        #expect(tied.honest.events == 2 && tied.threshold == 1)
        #expect(ROC(honest: [1, 1, 1, 2, 2], cheats: []).rejections(honestAtMost: 0.3).honest.events == 0)
    }
}

@Suite("Bounds on high quantiles") struct QuantileBoundTests {
    @Test(
        "have the rank that scipy finds by trying all",
        arguments: [
            (0.95, 59, 59), (0.95, 100, 99), (0.99, 299, 299), (0.99, 1_000, 996), (0.999, 5_000, 4_999), (0.5, 10, 9),
        ])
    func ranks(p: Double, count: Int, rank: Int) {
        #expect(Quantiles.upperBound(p, ofSorted: (1...count).map(Double.init)) == Double(rank))
    }

    @Test(
        "are infinite for samples too small, and finite from the size said", arguments: [0.5, 0.9, 0.95, 0.99, 0.999])
    func sizes(p: Double) {
        let needed = Quantiles.sampleSize(toBound: p)
        #expect(Quantiles.upperBound(p, ofSorted: (1..<needed).map(Double.init)) == .infinity)
        #expect(Quantiles.upperBound(p, ofSorted: (1...needed).map(Double.init)) == Double(needed))
        #expect(Quantiles.upperBound(p, ofSorted: []) == .infinity)
    }

    @Test("the sizes are the published ones")
    func publishedSizes() {
        #expect([0.95, 0.99, 0.999].map { Quantiles.sampleSize(toBound: $0) } == [59, 299, 2_995])
    }

    @Test("lie above the quantile as often as they say", arguments: [0.9, 0.95])
    func coverage(p: Double) {
        var stream = StreamKey(seed: 5, replication: 0, purpose: .rehearsal, subject: Subject("quantile bound")).stream(
            0)
        let samples = 4_000
        let above = (0..<samples).count(where: { _ in
            let sorted = (0..<120).map { _ in Double(stream.next() >> 11) * 0x1p-53 }.sorted()
            return Quantiles.upperBound(p, ofSorted: sorted) >= p
        })
        // Four standard errors below; discreteness makes the true share larger than 0.95.
        #expect(Double(above) / Double(samples) > 0.95 - 4 * (0.95 * 0.05 / Double(samples)).squareRoot())
        #expect(above < samples)
    }
}
