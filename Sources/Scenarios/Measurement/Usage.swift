// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Memory
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

    /// When one participant was away.
    private struct Absence {
        /// Nanoseconds in the window.
        var total: Int64 = 0
        /// While it is down.
        var since = Nanoseconds.never
    }

    private let start: Nanoseconds
    private let end: Nanoseconds
    private let live: LiveRequests
    /// By participant: nanoseconds of service in the window. Apart from the absences, because every attempt adds to it.
    private let services: PatientSums
    private let absences: UnsafeMutablePointer<Absence>
    private let traffic: UnsafeMutablePointer<Traffic>

    init(participants: Int, window: MeasurementWindow, live: LiveRequests) {
        (start, end) = (window.start, window.end)
        self.live = live
        services = PatientSums(participants)
        absences = .scattered(participants)
        absences.initialize(repeating: Absence(), count: participants)
        traffic = .allocate(capacity: 1)
        traffic.initialize(to: Traffic())
    }

    deinit {
        absences.deallocate()
        traffic.deallocate()
    }

    /// Nanoseconds of service by participant. One request in service of several counts its own time.
    func worked(by participant: Int) -> Int64 { services[participant] }

    /// Nanoseconds the participant was down; one that still is stays so to the end of the window.
    func down(_ participant: Int) -> Int64 {
        let absence = absences[participant]
        return absence.total + (absence.since == .never ? 0 : inWindow(absence.since, end))
    }

    var bytes: Double { traffic.pointee.bytes }
    /// The part of the bytes that left a region.
    var bytesAway: Double { traffic.pointee.bytesAway }

    func add(_ kind: MilestoneKind, _ milestone: Milestone) {
        let (participant, time) = (Int(milestone.participant), milestone.time)
        switch kind {
        case .worked:
            let attempt = live.attempts[milestone.attempt]
            services.add(inWindow(attempt.serviceStart, attempt.serviceEnd), to: participant)
        case .stopped:
            let attempt = live.attempts[milestone.attempt]
            services.add(-inWindow(max(attempt.serviceStart, time), attempt.serviceEnd), to: participant)
        case .wentDown: absences[participant].since = time
        case .cameUp:
            absences[participant].total += inWindow(absences[participant].since, time)
            absences[participant].since = .never
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
