// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Kernels
import Models
import Statistics

/// The tolerance of a model, fitted on calibration inputs under all numeric profiles, and the distances behind it.
public struct ToleranceFit: Sendable {
    /// How far apart two honest outputs may lie.
    public let tolerance: Float
    /// The distances of honest pairs, ascending: every pair of profiles on every input, but for those that cannot agree.
    public let distances: [Double]
    /// Pairs that cannot agree at any distance: they name other classes or decide otherwise.
    public let disagreements: Int

    /// Runs the model under every profile, those whose bits depend on the batch in their smallest bucket.
    /// - Parameters:
    ///   - inputs: none of which is ever asked; at least one.
    ///   - newTokens: that a language model writes; those on its card unless told.
    ///   - progress: told how many of how many inferences are done.
    /// - Throws: what is wrong with the model file or with an input.
    public init(
        _ model: ServedModel, inputs: [Input], newTokens: Int? = nil, preparation: AnswerPreparation,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws {
        let profiles = NumericProfile.all
        var columns: [[Output]] = []
        for (number, profile) in profiles.enumerated() {
            columns.append(
                try preparation.outputs(of: Computation(model, profile: profile, newTokens: newTokens), inputs) {
                    progress(number * inputs.count + $0, profiles.count * inputs.count)
                })
        }
        let honest = Tolerance.distances(columns)
        tolerance = Tolerance.fitted(to: honest)
        distances = honest.map(Double.init).sorted()
        disagreements = profiles.count * (profiles.count - 1) / 2 * inputs.count - distances.count
    }

    /// A tolerance as a scenario states it, a plain decimal number that reads back the same; nil when it is infinite, since
    /// too many honest answers cannot be compared.
    public static func stated(_ tolerance: Float) -> String? {
        tolerance.isFinite ? Decimal(string: "\(tolerance)").map { "\($0)" } : nil
    }

    /// A quantile of the honest distances.
    public func quantile(_ share: Double) -> Double { Quantiles.quantile(share, ofSorted: distances) }
}
