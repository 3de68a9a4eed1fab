// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Nodes
import Quantities

/// Resources used in the window, as told by milestones. Behind pointers for the reason given at `RecordTable`.
///
/// What lasts, like a service, counts for the part of it that lies in the window.
struct Usage: ~Copyable {
    private struct Traffic {
        var bytes = 0.0
        var bytesAway = 0.0
    }

    /// What one participant did.
    private struct Share {
        /// Nanoseconds in the window.
        var service: Int64 = 0
        var down: Int64 = 0
        /// While it is down.
        var downSince = Nanoseconds.never
    }

    private let start: Nanoseconds
    private let end: Nanoseconds
    private let live: LiveRequests
    private let shares: UnsafeMutableBufferPointer<Share>
    private let traffic: UnsafeMutablePointer<Traffic>

    init(participants: Int, window: MeasurementWindow, live: LiveRequests) {
        (start, end) = (window.start, window.end)
        self.live = live
        shares = .allocate(capacity: participants)
        shares.initialize(repeating: Share())
        traffic = .allocate(capacity: 1)
        traffic.initialize(to: Traffic())
    }

    deinit {
        shares.deallocate()
        traffic.deallocate()
    }

    /// Nanoseconds of service by participant. One request in service of several counts its own time.
    func worked(by participant: Int) -> Int64 { shares[participant].service }

    /// Nanoseconds the participant was down; one that still is stays so to the end of the window.
    func down(_ participant: Int) -> Int64 {
        let share = shares[participant]
        return share.down + (share.downSince == .never ? 0 : inWindow(share.downSince, end))
    }

    var bytes: Double { traffic.pointee.bytes }
    /// The part of the bytes that left a region.
    var bytesAway: Double { traffic.pointee.bytesAway }

    func add(_ kind: MilestoneKind, _ milestone: Milestone) {
        let (participant, time) = (Int(milestone.participant), milestone.time)
        switch kind {
        case .worked:
            let attempt = live.attempts[milestone.attempt]
            shares[participant].service += inWindow(attempt.serviceStart, attempt.serviceEnd)
        case .stopped:
            let attempt = live.attempts[milestone.attempt]
            shares[participant].service -= inWindow(max(attempt.serviceStart, time), attempt.serviceEnd)
        case .wentDown: shares[participant].downSince = time
        case .cameUp:
            shares[participant].down += inWindow(shares[participant].downSince, time)
            shares[participant].downSince = .never
        case .sent, .sentAway: send(Double(milestone.value), isAway: kind == .sentAway, at: time)
        default: bug("usage: expected a resource, found \(kind)")
        }
    }

    private func send(_ bytes: Double, isAway: Bool, at time: Nanoseconds) {
        guard time >= start, time < end else { return }
        traffic.pointee.bytes += bytes
        if isAway { traffic.pointee.bytesAway += bytes }
    }

    /// How much of [from, to) lies in the window, in nanoseconds.
    private func inWindow(_ from: Nanoseconds, _ to: Nanoseconds) -> Int64 {
        max(0, (min(to, end) - max(from, start)).count)
    }
}
