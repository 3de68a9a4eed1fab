// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// Where a function is zero.
public enum RootFinding {
    /// A root between `low` and `high` by Brent's method (`gsl_root_fsolver_brent`): inverse interpolation that falls
    /// back on bisection.
    /// - Parameters:
    ///   - tolerance: the bracket is made narrower than tolerance x max(1, |root|).
    ///   - function: continuous; evaluated about ten times for a smooth function.
    /// - Throws: `.notBracketed` unless the function changes its sign between the ends; `.notConverged` after 200 steps.
    public static func brent(
        from low: Double, through high: Double, tolerance: Double = 1e-10, _ function: (Double) -> Double
    ) throws(StatisticsFailure) -> Double {
        GSLSetup.once
        let left = function(low), right = function(high)
        guard left * right <= 0 else { throw .notBracketed(low: low, high: high) }
        let outcome = withoutActuallyEscaping(function) { function in
            let box = Box(function)
            return withExtendedLifetime(box) { solve(box, low, high, tolerance) }
        }
        return try outcome.get()
    }

    /// Carries the Swift closure through the library's pointer to parameters.
    private final class Box {
        let function: (Double) -> Double
        init(_ function: @escaping (Double) -> Double) { self.function = function }
    }

    private static func solve(
        _ box: Box, _ low: Double, _ high: Double, _ tolerance: Double
    ) -> Result<Double, StatisticsFailure> {
        var function = gsl_function(
            function: { x, box in Unmanaged<Box>.fromOpaque(box!).takeUnretainedValue().function(x) },
            params: Unmanaged.passUnretained(box).toOpaque())
        let solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent)
        defer { gsl_root_fsolver_free(solver) }
        return withUnsafeMutablePointer(to: &function) { function in
            Result { () throws(StatisticsFailure) in
                try StatisticsFailure.check(
                    "gsl_root_fsolver_set", gsl_root_fsolver_set(solver, function, low, high))
                for _ in 0..<200 {
                    try StatisticsFailure.check("gsl_root_fsolver_iterate", gsl_root_fsolver_iterate(solver))
                    let left = gsl_root_fsolver_x_lower(solver), right = gsl_root_fsolver_x_upper(solver)
                    if right - left <= tolerance * max(1, gsl_root_fsolver_root(solver).magnitude) {
                        return gsl_root_fsolver_root(solver)
                    }
                }
                throw .notConverged(steps: 200)
            }
        }
    }
}
