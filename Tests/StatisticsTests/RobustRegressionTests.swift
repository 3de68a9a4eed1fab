// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Statistics
import Testing

/// Robust linear regression against published data, by hand, and by its statistical promises.
@Suite("Robust regression") struct RobustRegressionTests {
    /// Operation of a plant that oxidises ammonia: air flow, water temperature, acid concentration, and 10 x the loss
    /// in per cent. Source: K. A. Brownlee, "Statistical Theory and Methodology in Science and Engineering", 1960, page
    /// 454; since then the standard example of robust regression.
    private let stack: [[Double]] = [
        [80, 27, 89, 42], [80, 27, 88, 37], [75, 25, 90, 37], [62, 24, 87, 28], [62, 22, 87, 18], [62, 23, 87, 18],
        [62, 24, 93, 19], [62, 24, 93, 20], [58, 23, 87, 15], [58, 18, 80, 14], [58, 18, 89, 14], [58, 17, 88, 13],
        [58, 18, 82, 11], [58, 19, 93, 12], [50, 18, 89, 8], [50, 18, 86, 7], [50, 19, 72, 8], [50, 19, 79, 8],
        [50, 20, 80, 9], [56, 20, 82, 15], [70, 20, 91, 15],
    ]

    private func stream(_ ordinal: UInt64) -> Stream {
        StreamKey(seed: 12, replication: 0, purpose: .rehearsal, subject: Subject("regression")).stream(ordinal)
    }

    @Test("the stack loss data give the coefficients and weights of an independent computation in numpy")
    func stackLoss() throws {
        let fit = try RobustRegression(stack.map { [1, $0[0], $0[1], $0[2]] }, stack.map { $0[3] })
        let expected = [-41.55763464, 0.83054434, 0.9444496, -0.12572914]
        #expect(zip(fit.coefficients, expected).allSatisfy { ($0.value - $1).magnitude < 1e-3 * $1.magnitude })
        #expect(fit.coefficients.allSatisfy { $0.freedom == 17 && $0.standardError > 0 })
        // GSL's covariance gives 11.389968 with its scale of 3.1054, here with the robust one of 2.99602.
        #expect((fit.coefficients[0].standardError - 11.389968 * 2.99602 / 3.1054).magnitude < 1e-3)
        // The last observation is the outlier that everybody finds.
        #expect(fit.weights.indices.min { fit.weights[$0] < fit.weights[$1] } == 20)
        #expect((fit.weights[20] - 0.3128).magnitude < 1e-2 && (fit.weights[3] - 0.6754).magnitude < 1e-2)
        #expect((fit.determination - 0.93818).magnitude < 1e-3 && (fit.residualScale - 3.06176).magnitude < 1e-3)
    }

    @Test("points of a plane with two gross errors among them give the plane, and the errors no weight")
    func grossErrors() throws {
        let design = (0..<24).map { [1, Double($0), Double($0 * $0 % 7)] }
        var values = design.map { 3 + 0.5 * $0[1] - 2 * $0[2] }
        values[5] += 40
        values[17] -= 1_000
        let fit = try RobustRegression(design, values)
        #expect(zip(fit.coefficients, [3, 0.5, -2]).allSatisfy { ($0.value - $1).magnitude < 1e-9 })
        #expect(fit.weights[5] == 0 && fit.weights[17] == 0)
        #expect(fit.weights.enumerated().allSatisfy { [5, 17].contains($0) || $1 > 0.99 })
    }

    @Test("intervals of 95 % cover the truth in about 95 % of experiments, and the residual scale is that of the noise")
    func coverage() throws {
        var covered = 0, scales: [Double] = []
        for experiment in 0..<400 {
            var stream = stream(UInt64(experiment))
            let design = (0..<40).map { _ in [1, stream.uniform() * 10] }
            let values = design.map { 2 + 3 * $0[1] + 0.7 * stream.normal() }
            let fit = try RobustRegression(design, values)
            if fit.coefficients[1].interval().contains(3) { covered += 1 }
            scales.append(fit.residualScale)
        }
        // Binomial(400, 0.95) lies within these bounds with probability 0.9998.
        #expect((361...397).contains(covered))
        #expect((Moments(scales).mean - 0.7).magnitude < 0.04)
    }

    @Test("one wrong observation in ten hardly moves the line that least squares loses")
    func contamination() throws {
        var stream = stream(1_000)
        let x = (0..<60).map(Double.init)
        let values = x.map { 1 + 2 * $0 + 0.1 * stream.normal() + ($0 > 53 ? 50 : 0) }
        #expect((try LineFit(robust: x, values).slope.value - 2).magnitude < 0.003)
        #expect((try LineFit(leastSquares: x, values).slope.value - 2).magnitude > 0.2)
    }

    @Test("moving y by a sum of the columns moves the coefficients as much and nothing else")
    func equivariance() throws {
        let design = stack.map { [1, $0[0], $0[1], $0[2]] }
        let plain = try RobustRegression(design, stack.map { $0[3] })
        let moved = try RobustRegression(design, stack.map { $0[3] + 100 - 2 * $0[0] })
        let moves = [100.0, -2, 0, 0]
        for (index, move) in moves.enumerated() {
            let a = plain.coefficients[index], b = moved.coefficients[index]
            #expect((b.value - a.value - move).magnitude < 1e-3 && (b.standardError - a.standardError).magnitude < 1e-3)
        }
        #expect(zip(plain.weights, moved.weights).allSatisfy { ($0 - $1).magnitude < 1e-3 })
    }

    @Test("data that allow no fit are refused, saying why")
    func refused() {
        #expect(throws: StatisticsFailure.tooFewObservations(found: 2, needed: 3)) {
            try RobustRegression([[1, 2], [1, 3]], [4, 5])
        }
        #expect(throws: StatisticsFailure.tooFewObservations(found: 0, needed: 1)) { try RobustRegression([], []) }
        #expect(throws: StatisticsFailure.dependentColumns(rank: 2, columns: 3)) {
            try RobustRegression((1...9).map { [1, Double($0), 3e6 * Double($0) - 4] }, (1...9).map(Double.init))
        }
        #expect(throws: StatisticsFailure.dependentColumns(rank: 1, columns: 2)) {
            try RobustRegression((1...9).map { [Double($0), 0] }, (1...9).map(Double.init))
        }
        #expect(throws: StatisticsFailure.notFinite(observation: 3)) {
            try RobustRegression((1...9).map { [$0 == 4 ? .nan : 1] }, (1...9).map(Double.init))
        }
        #expect(
            StatisticsFailure.dependentColumns(rank: 2, columns: 3).description
                == "only 2 of 3 columns are independent")
        #expect(
            StatisticsFailure.tooFewObservations(found: 2, needed: 3).description
                == "expected at least 3 observations, found 2")
        #expect(StatisticsFailure.notFinite(observation: 3).description == "observation 3 is not finite")
    }
}
