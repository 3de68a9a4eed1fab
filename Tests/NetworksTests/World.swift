// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness

@testable import Networks

/// Streams of the tests of this room.
func key(_ name: String, purpose: Purpose = .rehearsal) -> StreamKey {
    StreamKey(seed: 11, replication: 0, purpose: purpose, subject: Subject("networks/" + name))
}

extension Nanoseconds {
    static func seconds(_ seconds: Double) -> Nanoseconds { Nanoseconds(seconds: seconds) }
}

/// Writes down what is addressed to it, and whether its subject was up at that instant.
final class Recorder: Component {
    struct Entry: Equatable {
        let time: Nanoseconds
        let kind: UInt16
        let subject: UInt32
        var detail: UInt32 = 0
        var isUp = true
    }

    private(set) var entries: [Entry] = []
    /// Asked whether the subject is up.
    var participants: Participants?

    override func handle(_ event: Event, in simulation: inout Simulation) {
        entries.append(
            Entry(
                time: simulation.now, kind: event.kind, subject: event.subject, detail: event.detail,
                isUp: participants?.isUp(event.subject) ?? true))
    }
}

/// Takes participants down and up at given instants.
final class Script: Component {
    private let participants: Participants

    init(_ participants: Participants, index: ComponentIndex) {
        self.participants = participants
        super.init(index: index)
    }

    func plan(down: Bool, _ participant: UInt32, at time: Nanoseconds, in simulation: inout Simulation) {
        simulation.schedule(down ? 0 : 1, at: time, in: .environment, for: index, subject: participant)
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        if event.kind == 0 {
            participants.takeDown(event.subject, in: &simulation)
        } else {
            participants.bringUp(event.subject, in: &simulation)
        }
    }
}

/// Whether a sum of squares with so many degrees of freedom is one that chance brings about: the bound lies eight of its
/// standard deviations above its mean.
func isPlausible(_ counts: [Int], expected: Double) -> Bool {
    let statistic = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    let freedom = Double(counts.count - 1)
    return statistic < freedom + 8 * (2 * freedom).squareRoot()
}
