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

    /// Whether an answer reached the level in time and kept it. A rejected answer is an answer still (L0), but holds no
    /// level that somebody would rely on.
    func isVerified(_ answer: Standing, at level: Level, delivered: Nanoseconds) -> Bool {
        guard answer.revoked == .never else { return false }
        if level == .unassured { return true }
        return answer.rejected == .never && answer.reached[level.slot] <= delivered + verificationDeadline
    }

    /// How long the answer was usable below the target level: from delivery until it reached the level, was taken back,
    /// or the verification deadline passed.
    func exposure(of answer: Standing, delivered: Nanoseconds) -> Nanoseconds {
        let reached = target == .unassured ? delivered : answer.reached[target.slot]
        return max(.zero, min(reached, answer.rejected, answer.revoked, delivered + verificationDeadline) - delivered)
    }
}
