// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// A distribution over 0 ..< count drawn in constant time from a Walker table (`gsl_ran_discrete`), whatever the weights.
///
/// `RankLaw` draws by inversion and keeps common random numbers in step; this one is for large, irregular weights.
public final class AliasTable: @unchecked Sendable {
    /// Written once, in the initialiser, and only read afterwards: hence Sendable.
    private let table: UnsafeMutablePointer<gsl_ran_discrete_t>
    /// The number of outcomes.
    public let count: Int

    /// - Parameter weights: finite, not negative, not all zero, of any sum.
    /// - Throws: `GSLFailure` when the library refuses the weights.
    /// - Complexity: O(count).
    public init(weights: [Double]) throws(GSLFailure) {
        GSLSetup.once
        precondition(
            weights.contains { $0 > 0 } && weights.allSatisfy { $0 >= 0 && $0 < .infinity },
            "alias table: expected weights from 0 on and one above, found \(weights)")
        guard let table = gsl_ran_discrete_preproc(weights.count, weights) else {
            throw GSLFailure("gsl_ran_discrete_preproc", 0)
        }
        self.table = table
        count = weights.count
    }

    deinit { gsl_ran_discrete_free(table) }

    /// The probability of an outcome.
    public func probability(_ outcome: Int) -> Double { gsl_ran_discrete_pdf(outcome, table) }

    /// One outcome. Consumes one word.
    public func draw(_ stream: inout Stream, _ generator: GSLGenerator) -> Int {
        generator.continuing(&stream) { Int(gsl_ran_discrete($0, table)) }
    }
}
