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

    public var description: String {
        switch self {
        case .library(let function, let status): "\(function): \(String(cString: gsl_strerror(status)))"
        case .notBracketed(let low, let high): "no change of sign between \(low) and \(high)"
        case .notConverged(let steps): "not converged after \(steps) steps"
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
