// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A class of batch sizes for which a library picks one kernel.
///
/// A request's bucket is fixed at admission and kept for the whole generation, as if the kernels were captured once.
public enum BatchBucket: Int, Hashable, Sendable, CaseIterable {
    case one = 1
    case two = 2
    case four = 4
    case eight = 8
    case sixteen = 16

    /// The smallest bucket that holds a batch; the last one holds all larger batches.
    /// - Precondition: at least one request.
    public init(batch: Int) {
        require(batch > 0, "batch bucket: expected a batch of at least 1, found \(batch)")
        self = Self.allCases.first { batch <= $0.rawValue } ?? .sixteen
    }
}
