// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// A calculation that the numbers given do not allow.
public enum StatisticsFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The library refused a call; its function and its error number.
    case library(function: String, status: Int32)
    /// The function has the same sign at both ends, so no root is known to lie between.
    case notBracketed(low: Double, high: Double)
    /// The wanted accuracy was not reached in the allowed number of steps.
    case notConverged(steps: Int)
    /// An observation, counted from 0, holds a number that is not finite.
    case notFinite(observation: Int)
    /// A fit has no more observations than unknowns.
    case tooFewObservations(found: Int, needed: Int)
    /// Some columns of a design are sums of multiples of others, so their coefficients cannot be told apart.
    case dependentColumns(rank: Int, columns: Int)

    public var description: String {
        switch self {
        case .library(let function, let status): "\(function): \(String(cString: gsl_strerror(status)))"
        case .notBracketed(let low, let high): "no change of sign between \(low) and \(high)"
        case .notConverged(let steps): "not converged after \(steps) steps"
        case .notFinite(let observation): "observation \(observation) is not finite"
        case .tooFewObservations(let found, let needed): "expected at least \(needed) observations, found \(found)"
        case .dependentColumns(let rank, let columns): "only \(rank) of \(columns) columns are independent"
        }
    }

    /// - Throws: `.library` unless the status says success.
    static func check(_ function: String, _ status: Int32) throws(StatisticsFailure) {
        guard status == Int32(GSL_SUCCESS) else { throw .library(function: function, status: status) }
    }
}

/// What must have happened before the first call into the library.
enum GSLSetup {
    /// The library's own handler ends the process; without it a failing call returns its status, which is checked.
    /// A static is initialised exactly once, whichever thread asks first.
    static let once: Void = { _ = gsl_set_error_handler_off() }()
}
