// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// How far the outputs of honest machines and of cheats lie apart when they run one model, and what checks make of it.
///
/// The record behind `trilemma models compare`; shares and distances are over pairs of outputs for the same input.
public struct Divergence: Sendable {
    /// One way to compute against another.
    public struct Pair: Sendable {
        /// Numeric profile of the one.
        public let first: String
        /// Numeric profile of the other, or the conduct under the same profile.
        public let second: String
        /// The distances, ascending; see `Output.likeness` for their unit.
        public let distances: [Double]
        /// Pairs whose labels or tokens differ; nil where the model's outputs have no labels.
        public let otherAnswers: Int?
        /// Pairs whose bits are all the same.
        public let sameBits: Int
        /// Pairs that lie within the model's tolerance.
        public let withinTolerance: Int

        public init(
            first: String, second: String, distances: [Double], otherAnswers: Int?, sameBits: Int, withinTolerance: Int
        ) {
            self.first = first
            self.second = second
            self.distances = distances
            self.otherAnswers = otherAnswers
            self.sameBits = sameBits
            self.withinTolerance = withinTolerance
        }

        /// Pairs compared.
        public var count: Int { distances.count }
    }

    /// What a check makes of a conduct.
    public struct Check: Sendable {
        public let check: String
        public let conduct: String
        /// Of the receiver operating characteristic: the probability that the check finds a cheat's answer stranger than an
        /// honest one's, ties counted half.
        public let area: Interval
        /// Share of cheats found when the threshold is set so that at most 1 % of the honest are rejected.
        public let foundAtOnePercent: Interval
        /// The same for one in a thousand; of fewer honest pairs none is rejected.
        public let foundAtOnePerMille: Interval
        /// Share of the honest rejected, and of cheats found, at the threshold that the check has by itself.
        public let honestRejected: Interval
        public let found: Interval

        public init(
            check: String, conduct: String, area: Interval, foundAtOnePercent: Interval,
            foundAtOnePerMille: Interval, honestRejected: Interval, found: Interval
        ) {
            self.check = check
            self.conduct = conduct
            self.area = area
            self.foundAtOnePercent = foundAtOnePercent
            self.foundAtOnePerMille = foundAtOnePerMille
            self.honestRejected = honestRejected
            self.found = found
        }
    }

    /// What a part of a check costs.
    public struct Cost: Sendable {
        public let check: String
        /// Bytes that are sent for it.
        public let bytes: Double
        /// The time it takes, as a multiple of that of the inference, both measured in this run.
        public let time: Double

        public init(check: String, bytes: Double, time: Double) {
            self.check = check
            self.bytes = bytes
            self.time = time
        }
    }

    public let model: String
    /// Inputs compared.
    public let inputs: Int
    /// The model's tolerance, and on how many calibration inputs it was fitted for this record; 0 when it is the model's
    /// own.
    public let tolerance: Double
    public let calibrationInputs: Int
    /// Honest profiles against honest profiles.
    public let profiles: [Pair]
    /// Cheats that compute something else, against honest machines of the same profile.
    public let conducts: [Pair]
    /// Cheats that compute nothing, against the same.
    public let idle: [Pair]
    public let checks: [Check]
    public let costs: [Cost]

    public init(
        model: String, inputs: Int, tolerance: Double, calibrationInputs: Int, profiles: [Pair], conducts: [Pair],
        idle: [Pair], checks: [Check], costs: [Cost]
    ) {
        self.model = model
        self.inputs = inputs
        self.tolerance = tolerance
        self.calibrationInputs = calibrationInputs
        self.profiles = profiles
        self.conducts = conducts
        self.idle = idle
        self.checks = checks
        self.costs = costs
    }
}
