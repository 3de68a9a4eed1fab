// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// A linear model y ≈ Σ_j b_j x_j, fitted so that outliers count little or nothing.
///
/// Tukey's bisquare by iteratively reweighted least squares (`gsl_multifit_robust`): an observation whose residual r,
/// corrected for its leverage, is u = r / (4.685 s) has the weight (1 - u²)² and none beyond |u| = 1; s is the median
/// absolute deviation of the residuals / 0.6745. 4.685 makes the fit 95 % as efficient as least squares when the errors
/// are normal.
///
/// GSL keeps s above 10⁻⁶ standard deviations of y; when all y are exactly alike it takes 1 for that bound, and the fit
/// is in effect one of least squares.
///
/// Sources: P. W. Holland, R. E. Welsch, "Robust regression using iteratively reweighted least-squares", Communications
/// in Statistics A6(9), 1977, doi:10.1080/03610927708827533; standard errors: J. O. Street, R. J. Carroll, D. Ruppert,
/// "A note on computing robust regression estimates via iteratively reweighted least squares", American Statistician
/// 42(2), 1988, pages 152-154. GSL's own mix in the scale of least squares, which one gross error makes useless.
public struct RobustRegression: Sendable, Equatable {
    /// [column]: b_j. Standard errors rest on observations - columns degrees of freedom.
    public let coefficients: [Estimate]
    /// s of the final residuals, not corrected for leverage, in the unit of y: the standard deviation of their bulk.
    public let residualScale: Double
    /// R² = 1 - Σ w r² / Σ w (y - ȳ)² with the weights w below and the mean ȳ weighted likewise: the share of the
    /// variance of y that the model explains. Not finite when all y are alike.
    public let determination: Double
    /// [observation]: from 0, for an outlier that is not counted at all, to 1.
    public let weights: [Double]

    /// - Parameters:
    ///   - design: [observation][column]; a constant is a column of ones.
    ///   - values: [observation].
    /// - Precondition: as many rows as values, all rows equally long, at least one column.
    /// - Throws: `StatisticsFailure`: `.notFinite`, `.tooFewObservations` unless there are more than columns,
    ///   `.dependentColumns`, or `.library` when the iteration does not converge.
    /// - Complexity: O(observations x columns²) per iteration, at most 100 iterations.
    public init(_ design: [[Double]], _ values: [Double]) throws(StatisticsFailure) {
        GSLSetup.once
        let rows = values.count, columns = design.first?.count ?? 0
        precondition(
            design.count == rows && design.allSatisfy { $0.count == columns },
            "regression: expected \(rows) rows of \(columns) numbers")
        if let row = values.indices.first(where: { !values[$0].isFinite || !design[$0].allSatisfy(\.isFinite) }) {
            throw .notFinite(observation: row)
        }
        guard rows > columns, columns > 0 else { throw .tooFewObservations(found: rows, needed: columns + 1) }
        let matrix = gsl_matrix_alloc(rows, columns), vector = gsl_vector_alloc(rows)
        defer {
            gsl_matrix_free(matrix)
            gsl_vector_free(vector)
        }
        for row in 0..<rows {
            gsl_vector_set(vector, row, values[row])
            for column in 0..<columns { gsl_matrix_set(matrix, row, column, design[row][column]) }
        }
        let rank = try Self.rank(matrix, rows, columns)
        guard rank == columns else { throw .dependentColumns(rank: rank, columns: columns) }
        self = try Self.fit(matrix, vector, rows, columns)
    }

    private init(coefficients: [Estimate], residualScale: Double, determination: Double, weights: [Double]) {
        self.coefficients = coefficients
        self.residualScale = residualScale
        self.determination = determination
        self.weights = weights
    }

    /// How many columns say something of their own, each scaled to unit length first.
    private static func rank(
        _ matrix: UnsafeMutablePointer<gsl_matrix>?, _ rows: Int, _ columns: Int
    ) throws(StatisticsFailure) -> Int {
        let work = gsl_multifit_linear_alloc(rows, columns)
        defer { gsl_multifit_linear_free(work) }
        try StatisticsFailure.check("gsl_multifit_linear_bsvd", gsl_multifit_linear_bsvd(matrix, work))
        return gsl_multifit_linear_rank(1e-10, work)
    }

    private static func fit(
        _ matrix: UnsafeMutablePointer<gsl_matrix>?, _ vector: UnsafeMutablePointer<gsl_vector>?, _ rows: Int,
        _ columns: Int
    ) throws(StatisticsFailure) -> RobustRegression {
        let work = gsl_multifit_robust_alloc(gsl_multifit_robust_bisquare, rows, columns)
        let coefficients = gsl_vector_alloc(columns), covariance = gsl_matrix_alloc(columns, columns)
        defer {
            gsl_multifit_robust_free(work)
            gsl_vector_free(coefficients)
            gsl_matrix_free(covariance)
        }
        try StatisticsFailure.check(
            "gsl_multifit_robust", gsl_multifit_robust(matrix, vector, coefficients, covariance, work))
        let statistics = gsl_multifit_robust_statistics(work)
        // The covariance is proportional to the square of the scale that GSL settled on.
        let correction = statistics.sigma_rob / statistics.sigma
        let weights = (0..<rows).map { gsl_vector_get(statistics.weights, $0) }
        let residuals = (0..<rows).map { gsl_vector_get(statistics.r, $0) }
        let values = (0..<rows).map { gsl_vector_get(vector, $0) }
        return RobustRegression(
            coefficients: (0..<columns).map { column in
                Estimate(
                    value: gsl_vector_get(coefficients, column),
                    standardError: gsl_matrix_get(covariance, column, column).squareRoot() * correction,
                    freedom: Double(rows - columns))
            }, residualScale: statistics.sigma_mad,
            determination: determination(of: values, residuals: residuals, weights: weights), weights: weights)
    }

    private static func determination(of values: [Double], residuals: [Double], weights: [Double]) -> Double {
        func sum(_ terms: [Double]) -> Double { zip(weights, terms).reduce(0) { $0 + $1.0 * $1.1 } }
        let mean = sum(values) / weights.reduce(0, +)
        return 1 - sum(residuals.map { $0 * $0 }) / sum(values.map { ($0 - mean) * ($0 - mean) })
    }
}
