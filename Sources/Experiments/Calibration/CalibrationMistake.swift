// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// Why there is no service law: of measurements that allow none, or of a file that holds none.
public enum CalibrationMistake: Error, Equatable, Sendable, CustomStringConvertible {
    /// A measurement, counted from 1, of no tokens or no time.
    case impossible(measurement: Int)
    /// Too few measurements of a phase for a fit that could show an outlier.
    case tooFew(phase: String, found: Int, needed: Int)
    /// The measurements of a phase allow no fit.
    case noFit(phase: String, reason: StatisticsFailure)
    /// The file cannot be read or written.
    case unreadable(path: String, reason: String)
    /// Something in the file is not as it must be.
    case malformed(path: String, place: String, expected: String)

    public var description: String {
        switch self {
        case .impossible(let measurement):
            "measurement \(measurement): expected tokens in and out and a batch from 1 on, and times above 0 s"
        case .tooFew(let phase, let found, let needed):
            "\(phase): expected at least \(needed) measurements, found \(found)"
        case .noFit(let phase, let reason): "\(phase): no service law fits: \(reason)"
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .malformed(let path, let place, let expected): "\(path): \(place): expected \(expected)"
        }
    }
}
