// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Memory
import Quantities

/// Everybody with an address: nodes and gateways, where they are, whose they are, and whether they are up.
///
/// Only faults write here during a run. Who owns the participant's state hears of a change by an event.
public final class Participants {
    /// What is fixed when the world is built.
    public struct Entry: Sendable {
        public let region: UInt16
        /// Number of the operator, the unit of collusion and failure.
        public let operatorNumber: UInt32
        /// The component that keeps the participant's state.
        public let owner: ComponentIndex

        public init(region: Int, operatorNumber: Int, owner: ComponentIndex) {
            self.region = UInt16(region)
            self.operatorNumber = UInt32(operatorNumber)
            self.owner = owner
        }
    }

    /// Event kinds every owner and every watcher understands; the subject is the participant.
    public static let wentDown: UInt16 = 0xFFFE
    public static let cameUp: UInt16 = 0xFFFF

    public let count: Int
    public let entries: UnsafePointer<Entry>
    private let storage: UnsafeMutablePointer<Entry>
    /// How many independent reasons keep it down; up means none.
    @usableFromInline let reasonsDown: UnsafeMutablePointer<UInt32>
    /// Components told of every change beside the owner, in order.
    private let watchers: [ComponentIndex]

    public init(_ entries: [Entry], watchers: [ComponentIndex]) {
        count = entries.count
        storage = .scattered(count)
        storage.initialize(from: entries, count: count)
        self.entries = UnsafePointer(storage)
        reasonsDown = .scattered(count)
        reasonsDown.initialize(repeating: 0, count: count)
        self.watchers = watchers
    }

    deinit {
        storage.deallocate()
        reasonsDown.deallocate()
    }

    @inlinable public func isUp(_ participant: UInt32) -> Bool { reasonsDown[Int(participant)] == 0 }
    @inlinable public func region(of participant: UInt32) -> Int { Int(entries[Int(participant)].region) }
    @inlinable public func operatorNumber(of participant: UInt32) -> UInt32 {
        entries[Int(participant)].operatorNumber
    }

    /// Begins to bring the entry of a participant near.
    @inlinable public func fetch(_ participant: UInt32) { (entries + Int(participant)).fetch() }

    /// Adds a reason to be down. The first one takes the participant down and tells owner and watchers at this instant.
    func takeDown(_ participant: UInt32, in simulation: inout Simulation) {
        reasonsDown[Int(participant)] += 1
        guard reasonsDown[Int(participant)] == 1 else { return }
        simulation.tell(.wentDown, participant: participant)
        tell(Self.wentDown, participant, &simulation)
    }

    /// Removes a reason to be down. The last one brings the participant up.
    func bringUp(_ participant: UInt32, in simulation: inout Simulation) {
        require(
            reasonsDown[Int(participant)] > 0,
            "participant \(participant) at \(simulation.now): expected a reason to be down, found none")
        reasonsDown[Int(participant)] -= 1
        guard reasonsDown[Int(participant)] == 0 else { return }
        simulation.tell(.cameUp, participant: participant)
        tell(Self.cameUp, participant, &simulation)
    }

    private func tell(_ kind: UInt16, _ participant: UInt32, _ simulation: inout Simulation) {
        let owner = entries[Int(participant)].owner
        simulation.schedule(kind, at: simulation.now, in: .environment, for: owner, subject: participant)
        for watcher in watchers {
            simulation.schedule(kind, at: simulation.now, in: .environment, for: watcher, subject: participant)
        }
    }
}
