// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Quantities

/// Resources used in the window, as told by milestones.
struct Usage {
    /// Nanoseconds of service by participant. One request in service of several counts its own time.
    private(set) var worked: [Int64]
    private(set) var bytes = 0.0
    /// The part of the bytes that left a region.
    private(set) var bytesAway = 0.0

    init(participants: Int) { worked = Array(repeating: 0, count: participants) }

    mutating func add(_ kind: MilestoneKind, _ milestone: Milestone) {
        switch kind {
        case .worked: worked[Int(milestone.participant)] += Int64(milestone.value)
        case .sent: bytes += Double(milestone.value)
        case .sentAway:
            bytes += Double(milestone.value)
            bytesAway += Double(milestone.value)
        default: bug("usage: expected a resource, found \(kind)")
        }
    }
}
