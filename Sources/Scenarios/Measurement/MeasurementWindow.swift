// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities

/// The rules of a study that decide how a request counts.
struct MeasurementWindow {
    /// The cohort is offered in [start, end).
    let start: Nanoseconds
    let end: Nanoseconds
    let firstTokenObjective: Nanoseconds
    let totalObjective: Nanoseconds
    /// After delivery.
    let verificationDeadline: Nanoseconds
    let target: Level

    func contains(_ time: Nanoseconds) -> Bool { time >= start && time < end }

    /// Whether the level was reached in time. Whoever asks has seen to it that nothing was taken back.
    func isVerified(_ record: RequestRecord, at level: Level) -> Bool {
        level == .unassured || record.reached[level.slot] <= deadline(of: record)
    }

    /// How long the answer was usable below the target level: from delivery until it reached the level, was taken back,
    /// or the verification deadline passed.
    func exposure(of record: RequestRecord) -> Nanoseconds {
        let reached = target == .unassured ? record.delivered : record.reached[target.slot]
        let end = min(reached, record.takenBack, deadline(of: record))
        return max(.zero, end - record.delivered)
    }

    private func deadline(of record: RequestRecord) -> Nanoseconds { record.delivered + verificationDeadline }
}
