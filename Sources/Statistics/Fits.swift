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

    /// Robust against outliers: Tukey's bisquare by iteratively reweighted least squares (`gsl_multifit_robust`).
    /// - Precondition: as many x as y, at least three.
    /// - Throws: `StatisticsFailure.library`, also when the iteration does not converge.
    public init(robust x: [Double], _ y: [Double]) throws(StatisticsFailure) {
        GSLSetup.once
        Self.check(x, y)
        let n = x.count
        let work = gsl_multifit_robust_alloc(gsl_multifit_robust_bisquare, n, 2)
        let design = gsl_matrix_alloc(n, 2), values = gsl_vector_alloc(n)
        let line = gsl_vector_alloc(2), covariance = gsl_matrix_alloc(2, 2)
        defer {
            gsl_multifit_robust_free(work)
            gsl_matrix_free(design)
            gsl_vector_free(values)
            gsl_vector_free(line)
            gsl_matrix_free(covariance)
        }
        for row in 0..<n {
            gsl_matrix_set(design, row, 0, 1)
            gsl_matrix_set(design, row, 1, x[row])
            gsl_vector_set(values, row, y[row])
        }
        try StatisticsFailure.check(
            "gsl_multifit_robust", gsl_multifit_robust(design, values, line, covariance, work))
        self.init(
            gsl_vector_get(line, 0), gsl_matrix_get(covariance, 0, 0), gsl_vector_get(line, 1),
            gsl_matrix_get(covariance, 1, 1), n)
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
