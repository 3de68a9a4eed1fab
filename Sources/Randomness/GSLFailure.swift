// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// A call into the GNU Scientific Library that did not succeed.
public struct GSLFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The function that was called.
    public let function: String
    /// The library's error number; 0 when it gave none, for example when it could not allocate.
    public let status: Int32

    init(_ function: String, _ status: Int32) {
        self.function = function
        self.status = status
    }

    public var description: String {
        status == 0 ? "\(function) failed" : "\(function): \(String(cString: gsl_strerror(status)))"
    }
}

/// What must have happened before the first call into the library.
enum GSLSetup {
    /// The library's own handler ends the process; without it a failing call returns its status, which is checked.
    /// A static is initialised exactly once, whichever thread asks first.
    static let once: Void = { _ = gsl_set_error_handler_off() }()
}
