// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// A straight line y = intercept + slope x through points.
public struct LineFit: Sendable, Equatable {
    /// Standard errors rest on n - 2 degrees of freedom.
    public let intercept: Estimate
    public let slope: Estimate

    /// Least squares (`gsl_fit_linear`).
    /// - Precondition: as many x as y, at least three.
    /// - Throws: `StatisticsFailure.library`.
    public init(leastSquares x: [Double], _ y: [Double]) throws(StatisticsFailure) {
        GSLSetup.once
        Self.check(x, y)
        var intercept = 0.0, slope = 0.0, v00 = 0.0, v01 = 0.0, v11 = 0.0, residual = 0.0
        try StatisticsFailure.check(
            "gsl_fit_linear",
            gsl_fit_linear(x, 1, y, 1, x.count, &intercept, &slope, &v00, &v01, &v11, &residual))
        self.init(intercept, v00, slope, v11, x.count)
    }

    /// Robust against outliers, as `RobustRegression` says.
    /// - Precondition: as many x as y, at least three.
    /// - Throws: what `RobustRegression` throws.
    public init(robust x: [Double], _ y: [Double]) throws(StatisticsFailure) {
        Self.check(x, y)
        let fit = try RobustRegression(x.map { [1, $0] }, y)
        intercept = fit.coefficients[0]
        slope = fit.coefficients[1]
    }

    private init(
        _ intercept: Double, _ interceptVariance: Double, _ slope: Double, _ slopeVariance: Double, _ count: Int
    ) {
        let freedom = Double(count - 2)
        self.intercept = Estimate(value: intercept, standardError: interceptVariance.squareRoot(), freedom: freedom)
        self.slope = Estimate(value: slope, standardError: slopeVariance.squareRoot(), freedom: freedom)
    }

    private static func check(_ x: [Double], _ y: [Double]) {
        precondition(x.count == y.count && x.count >= 3, "line: expected three points, found \(x.count) and \(y.count)")
    }
}
