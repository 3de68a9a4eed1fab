// SPDX-License-Identifier: GPL-3.0-or-later

/// Estimates from one long, correlated run.
public enum BatchMeans {
    /// The mean of a stationary series, with the standard error of the means of consecutive batches, as if these were
    /// independent (A. M. Law, "Simulation Modeling and Analysis", section 9.5.3). The remainder at the beginning is left
    /// out, so that all batches are of one size.
    /// - Parameters:
    ///   - batches: how many; 10 to 30 are usual (B. Schmeiser, Operations Research 30(3), 1982,
    ///     doi:10.1287/opre.30.3.556).
    /// - Precondition: at least one batch. With fewer values than batches nothing is defined.
    /// - Complexity: O(values).
    public static func estimate(_ series: [Double], batches: Int = 20) -> Estimate {
        precondition(batches > 0, "batch means: expected a positive number of batches, found \(batches)")
        let size = series.count / batches
        guard size > 0 else { return Estimate(value: .nan, standardError: .nan, freedom: 0) }
        let first = series.count - size * batches
        let means = (0..<batches).map { batch in
            let start = first + batch * size
            return series[start..<start + size].reduce(0, +) / Double(size)
        }
        return Moments(means).estimate
    }
}

/// How long a run has been dominated by the state it started in.
public enum WarmUp {
    /// MSER-5: how many of the first values to leave out so that the standard error of the mean of the rest is least, in
    /// steps of 5; nil when the series is too short to tell, or the minimum lies at the end of the allowed first half,
    /// which means that it has not settled.
    ///
    /// It warns and never cuts: a truncation chosen from the data of each layout would favour one of them.
    /// Sources: K. P. White, "An effective truncation heuristic for bias reduction in simulation output", Simulation
    /// 69(6), 1997, doi:10.1177/003754979706900601; S. C. Spratt, "Heuristics for the startup problem", M.S. thesis,
    /// University of Virginia, 1998.
    /// - Complexity: O(values).
    public static func truncation(_ series: [Double]) -> Int? {
        let batches = series.count / 5
        guard batches >= 10 else { return nil }
        let means = (0..<batches).map { series[$0 * 5..<$0 * 5 + 5].reduce(0, +) / 5 }
        // Backwards, so that each step only adds a batch to the rest.
        var rest = Moments(means[(batches / 2)...])
        var best = (cut: batches / 2, error: Self.error(rest))
        for cut in stride(from: batches / 2 - 1, through: 0, by: -1) {
            rest.add(means[cut])
            let error = Self.error(rest)
            if error <= best.error { best = (cut, error) }
        }
        return best.cut == batches / 2 ? nil : best.cut * 5
    }

    /// Σ (y - mean)² / m², the square of the standard error up to m / (m - 1).
    private static func error(_ rest: Moments) -> Double {
        rest.variance * Double(rest.count - 1) / (Double(rest.count) * Double(rest.count))
    }
}
