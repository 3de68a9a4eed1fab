// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Quantities

/// Resources used in the window, as told by milestones. Behind pointers for the reason given at `RecordTable`.
struct Usage: ~Copyable {
    private struct Traffic {
        var bytes = 0.0
        var bytesAway = 0.0
    }

    private let service: UnsafeMutableBufferPointer<Int64>
    private let traffic: UnsafeMutablePointer<Traffic>

    init(participants: Int) {
        service = .allocate(capacity: participants)
        service.initialize(repeating: 0)
        traffic = .allocate(capacity: 1)
        traffic.initialize(to: Traffic())
    }

    deinit {
        service.deallocate()
        traffic.deallocate()
    }

    /// Nanoseconds of service by participant. One request in service of several counts its own time.
    func worked(by participant: Int) -> Int64 { service[participant] }
    var bytes: Double { traffic.pointee.bytes }
    /// The part of the bytes that left a region.
    var bytesAway: Double { traffic.pointee.bytesAway }

    func add(_ kind: MilestoneKind, _ milestone: Milestone) {
        switch kind {
        case .worked: service[Int(milestone.participant)] += Int64(milestone.value)
        case .sent: traffic.pointee.bytes += Double(milestone.value)
        case .sentAway:
            traffic.pointee.bytes += Double(milestone.value)
            traffic.pointee.bytesAway += Double(milestone.value)
        default: bug("usage: expected a resource, found \(kind)")
        }
    }
}
