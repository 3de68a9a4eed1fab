// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// Why there is no service law.
public enum CalibrationMistake: Error, Equatable, Sendable, CustomStringConvertible {
    /// A measurement, counted from 1, of no tokens or no time.
    case impossible(measurement: Int)
    /// Too few measurements of a phase for a fit that could show an outlier.
    case tooFew(phase: String, found: Int, needed: Int)
    /// The measurements of a phase allow no fit.
    case noFit(phase: String, reason: StatisticsFailure)
    /// A graph that has no inputs of its own to be run on, and was given none.
    case noInputs(model: String)

    public var description: String {
        switch self {
        case .impossible(let measurement):
            "measurement \(measurement): expected tokens in and out and a batch from 1 on, and times above 0 s"
        case .tooFew(let phase, let found, let needed):
            "\(phase): expected at least \(needed) measurements, found \(found)"
        case .noFit(let phase, let reason): "\(phase): no service law fits: \(reason)"
        case .noInputs(let model):
            "model '\(model)' has no inputs of its own to be measured on; name some with --inputs"
        }
    }
}
