// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Who cheats and how: one law for all layouts.
public struct Threat: Sendable, Equatable {
    /// Which operators are dishonest first, given how many.
    public enum Placement: String, Sendable, CaseIterable {
        /// Each operator independently.
        case random
        /// Those with the most capacity.
        case largest
        /// Those of one region.
        case oneRegion = "one-region"
    }

    /// The probability that an operator is dishonest, 0 to 1; drawn per operator and replication.
    public var operatorDishonest: Double
    /// Which operators are dishonest.
    public var placement: Placement
    /// What the nodes of a dishonest operator do: a declared conduct with parameters.
    public var conduct: Arguments
}
