// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities

/// A scheduled outage of a whole region: every participant there, of any operator, is down from the beginning to the end.
///
/// Clients of the region stay: they are people, and reach other regions.
public final class RegionOutage: Component {
    public static let declaration = Declaration(
        "region-outage", "Everything hosted in the region is down for a while; its users stay.",
        [
            Parameter("region", .reference(to: "region"), "Where."),
            Parameter("start", .quantity(.time, from: 0, through: 3.1e9), "When it begins, from the start of the run."),
            Parameter("length", .quantity(.time, from: 1e-9, through: 3.1e9), "How long it lasts."),
        ])

    private static let beginning: UInt16 = 0
    private static let ending: UInt16 = 1

    private let participants: Participants
    private let region: Int
    private let start: Nanoseconds
    private let length: Nanoseconds

    public init(
        region: Int, start: Nanoseconds, length: Nanoseconds, participants: Participants, index: ComponentIndex
    ) {
        self.region = region
        self.start = start
        self.length = length
        self.participants = participants
        super.init(index: index)
    }

    public func start(in simulation: inout Simulation) {
        simulation.schedule(Self.beginning, at: start, in: .environment, for: index)
        simulation.schedule(Self.ending, at: start + length, in: .environment, for: index)
    }

    /// Complexity: O(participants).
    override public func handle(_ event: Event, in simulation: inout Simulation) {
        for participant in 0..<UInt32(participants.count) where participants.region(of: participant) == region {
            if event.kind == Self.beginning {
                participants.takeDown(participant, in: &simulation)
            } else {
                participants.bringUp(participant, in: &simulation)
            }
        }
    }
}
