// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures

extension Simulation {
    /// Tells a milestone to whoever measures. There is no answer, so telling cannot change the trajectory.
    @inlinable @inline(__always) public func tell(
        _ kind: MilestoneKind, request: UInt32 = .max, attempt: UInt32 = .max, participant: UInt32 = .max,
        value: UInt64 = 0
    ) {
        emit(kind.rawValue, request: request, attempt: attempt, participant: participant, value: value)
    }
}
