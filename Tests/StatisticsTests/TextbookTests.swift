// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

/// Numbers that textbooks and tables print.
struct TextbookTests {
    private func near(_ a: Double, _ b: Double, _ tolerance: Double = 1e-6) -> Bool { (a - b).magnitude <= tolerance }

    @Test("Student's quantiles are those of the tables")
    func student() {
        #expect(near(Student.quantile(0.975, freedom: 1), 12.706205, 1e-5))
        #expect(near(Student.quantile(0.975, freedom: 9), 2.262157))
        #expect(near(Student.quantile(0.95, freedom: 30), 1.697261))
        #expect(near(Student.probability(above: 2.262157, freedom: 9), 0.025))
        #expect(Student.quantile(0.975, freedom: 0).isNaN)
        #expect(near(Normal.quantile(0.975), 1.959964))
    }

    @Test("moments are those of the numbers, however they are put together")
    func moments() {
        let values = [2.0, 4, 4, 4, 5, 5, 7, 9]
        let moments = Moments(values)
        #expect(moments.mean == 5 && near(moments.variance, 32.0 / 7, 1e-12))
        #expect(moments.minimum == 2 && moments.maximum == 9)
        var merged = Moments(values.prefix(3))
        merged.merge(Moments(values.dropFirst(3)))
        merged.merge(Moments())
        #expect(near(merged.mean, 5, 1e-12) && near(merged.variance, 32.0 / 7, 1e-12) && merged.count == 8)
        #expect(Moments().mean.isNaN && Moments([1]).variance.isNaN)
    }

    @Test("Wilson's and Clopper and Pearson's intervals are the published ones")
    func proportions() {
        let none = Proportion(events: 0, trials: 20)
        #expect(none.clopperPearson().low == 0 && near(none.clopperPearson().high, 0.168433))
        #expect(none.wilson().low == 0 && near(none.wilson().high, 0.161125))
        let five = Proportion(events: 5, trials: 20)
        #expect(near(five.clopperPearson().low, 0.086571) && near(five.clopperPearson().high, 0.491046))
        #expect(near(five.wilson().low, 0.111862) && near(five.wilson().high, 0.468701))
        let all = Proportion(events: 20, trials: 20)
        #expect(near(all.clopperPearson().low, 1 - 0.168433) && all.clopperPearson().high == 1)
        #expect(Proportion(events: 0, trials: 0).clopperPearson().high.isNaN)
    }

    @Test("the exact interval stays defined and ordered from ten trials to a hundred million", arguments: 1...8)
    func extremeProportions(magnitude: Int) {
        let trials = (0..<magnitude).reduce(1.0) { trials, _ in trials * 10 }
        for events in [0, 1, 2, 7, trials / 10, trials / 2, trials - 1, trials] where events <= trials {
            let interval = Proportion(events: events, trials: trials).clopperPearson()
            #expect(interval.low <= interval.estimate && interval.estimate <= interval.high)
            #expect(interval.low >= 0 && interval.high <= 1 && interval.halfWidth > 0)
        }
    }

    @Test("clusters that agree within themselves count for fewer trials, never for more")
    func designEffect() {
        let lumpy = Proportion(clusters: (0..<20).map { .init(events: $0 < 2 ? 50 : 0, trials: 100) })
        #expect(lumpy.trials < 60 && near(lumpy.estimate, 0.05, 1e-12))
        let even = Proportion(clusters: (0..<20).map { _ in .init(events: 5, trials: 100) })
        #expect(even.trials == 20 && near(even.estimate, 0.05, 1e-12))
        let none = Proportion(clusters: (0..<20).map { _ in .init(events: 0, trials: 100) })
        #expect(none.trials == 20 && near(none.clopperPearson().high, 0.168433))
        let uneven = Proportion(clusters: (0..<20).map { .init(events: 4 + 2 * Double($0 % 2), trials: 100) })
        #expect(uneven.trials == 2_000)
        let single = Proportion(clusters: [.init(events: 0, trials: 1_000)])
        #expect(single.trials == 1)
    }

    @Test("Holm's correction multiplies the smallest by the number of questions and never changes the order")
    func holm() {
        #expect(zip(Holm.adjusted([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]).allSatisfy { near($0, $1) })
        #expect(Holm.adjusted([0.6, 0.7]) == [1, 1])
        let withUnknown = Holm.adjusted([0.01, .nan])
        #expect(near(withUnknown[0], 0.02) && withUnknown[1].isNaN)
        #expect(Holm.adjusted([]).isEmpty)
    }

    @Test("p-values follow from estimate, standard error and freedom")
    func pValues() {
        let estimate = Estimate(value: 2.262157, standardError: 1, freedom: 9)
        #expect(near(estimate.pValue(above: 0), 0.025) && near(estimate.pValue(below: 0), 0.975))
        #expect(near(estimate.pValue(differsFrom: 0), 0.05))
        #expect(near(estimate.pValue(equivalentWithin: 4.524314), 0.025))
        #expect(estimate.pValue(equivalentWithin: 1) > 0.5)
        #expect(Estimate(value: .nan, standardError: .nan, freedom: 9).pValue(above: 0).isNaN)
    }

    @Test("replications that are all alike leave open what as many may have missed")
    func unanimity() {
        // 1 - 0.025^(1/10) = 0.30850.
        let share = Estimate(value: 0, standardError: 0, freedom: 9, range: 0...1)
        #expect(share.interval().low == 0 && near(share.interval().high, 0.308497))
        let difference = Estimate(value: 0.5, standardError: 1e-16, freedom: 9, range: -1...1)
        #expect(near(difference.interval().low, 0.5 - 0.308497 * 1.5))
        #expect(near(difference.interval().high, 0.5 + 0.308497 * 0.5))
        // (1 - 1/3)^10, and twice that.
        #expect(near(difference.pValue(above: 0), 0.0173415) && near(difference.pValue(differsFrom: 0), 0.0346831))
        #expect(difference.pValue(below: 0) == 1 && difference.pValue(above: -1) == 0)
        let none = Estimate(value: 0, standardError: 0, freedom: 2, range: -1...1)
        #expect(near(none.pValue(equivalentWithin: 0.01), 0.970299) && none.pValue(differsFrom: 0) == 1)
        // 0.99^367 = 0.02502, one more is below 0.025.
        #expect(none.replicationsNeeded(halfWidth: 0.01, count: 3) == 368)
        #expect(none.replicationsNeeded(halfWidth: 0.01, count: 3, most: 300) == nil)
        let amount = Estimate(value: 24, standardError: 0, freedom: 9)
        #expect(amount.isUnanimous && amount.interval().low.isNaN && amount.interval().estimate == 24)
        #expect(amount.pValue(above: 0).isNaN && amount.replicationsNeeded(halfWidth: 1, count: 10) == nil)
        #expect(!Estimate(value: 1, standardError: .nan, freedom: 0, range: 0...1).isUnanimous)
    }

    @Test("the replications said to be needed are just enough")
    func replicationsNeeded() throws {
        let estimate = Estimate(value: 10, standardError: 1, freedom: 9)
        let needed = try #require(estimate.replicationsNeeded(halfWidth: 0.5, count: 10))
        func halfWidth(_ n: Int) -> Double {
            Student.reach(confidence: 0.95, freedom: Double(n - 1)) * (10 / Double(n)).squareRoot()
        }
        #expect(halfWidth(needed) <= 0.5 && halfWidth(needed - 1) > 0.5)
        #expect(estimate.replicationsNeeded(halfWidth: 0.5, count: 10, most: 100) == nil)
        #expect(Estimate(value: 1, standardError: .nan, freedom: 0).replicationsNeeded(halfWidth: 1, count: 1) == nil)
    }
}
