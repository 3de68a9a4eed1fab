// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Statistics

/// How far apart two honest outputs of a model may lie.
///
/// The distance that the share `quantile` of honest pairs stays below: all pairs of the numeric profiles, each on all
/// calibration inputs, none of which is ever asked in a simulation. Pairs that name another class or decide otherwise are
/// left out, since no tolerance makes them agree. A model has one tolerance; hardware that rounds more
/// coarsely widens it for everybody, and with it what a cheat can hide behind.
public enum Tolerance {
    /// The share of honest pairs that shall agree. What lies beyond is accused though honest. Grade: assumed.
    public static let quantile = 0.999

    /// The distances of all pairs of columns, input by input, but for those that cannot agree.
    /// - Parameter columns: [column][input], the same inputs in each.
    /// - Complexity: O(columns² × inputs) comparisons.
    public static func distances(_ columns: [[Output]]) -> [Float] {
        columns.indices.flatMap { first in
            columns[..<first].flatMap { second in
                zip(columns[first], second).map { $0.likeness(to: $1) }.filter { $0.isWithin(.infinity) }.map(
                    \.distance)
            }
        }
    }

    /// The tolerance from the outputs of honest profiles on calibration inputs; infinite where too many have no distance, or
    /// no pair can agree.
    /// - Precondition: at least two columns and one input.
    public static func fitted(_ columns: [[Output]]) -> Float {
        require(
            columns.count > 1 && columns.allSatisfy { !$0.isEmpty },
            "tolerance: expected at least two profiles and one input, found \(columns.map(\.count))")
        return fitted(to: distances(columns))
    }

    /// The same from their distances.
    public static func fitted(to distances: [Float]) -> Float {
        guard !distances.isEmpty else { return .infinity }
        return Float(Quantiles.quantile(quantile, ofSorted: distances.map(Double.init).sorted()))
    }
}
