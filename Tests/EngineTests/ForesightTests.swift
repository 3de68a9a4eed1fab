// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness
import Testing

@Suite("Foresight")
struct ForesightTests {
    /// Keeps so many events pending, some of them timers that are withdrawn; writes down what it is told of each.
    private final class Watcher: Component {
        enum Note: Equatable { case first, second, handled }

        private let isWatching: Bool
        private var stream = StreamKey(
            seed: 5, replication: 0, purpose: .rehearsal, subject: Subject("engine/foresight")
        ).stream(0)
        private var subjects: UInt32 = 0
        private(set) var notes: [UInt32: [Note]] = [:]

        init(isWatching: Bool, index: ComponentIndex) {
            self.isWatching = isWatching
            super.init(index: index)
        }

        func schedule(in simulation: inout Simulation) {
            let time = simulation.now + Nanoseconds(Int64(stream.index(below: 1_000_000)))
            simulation.schedule(0, at: time, in: .arrival, for: index, subject: subjects)
            let timer = simulation.scheduleTimer(1, at: time, in: .deadline, for: index, subject: subjects + 1)
            if stream.bernoulli(0.7) { simulation.cancel(timer) }
            subjects += 2
        }

        override var hasForesight: Bool { isWatching }

        override func foresee(_ event: Event, _ glance: Glance, in simulation: borrowing Simulation) {
            notes[event.subject, default: []].append(glance == .first ? .first : .second)
        }

        override func handle(_ event: Event, in simulation: inout Simulation) {
            notes[event.subject, default: []].append(.handled)
            if event.kind == 0 { schedule(in: &simulation) }
        }
    }

    private func run(pending: Int, isWatching: Bool = true) -> (watcher: Watcher, fingerprint: Fingerprint) {
        var simulation = Simulation()
        let watcher = Watcher(isWatching: isWatching, index: simulation.reserve())
        simulation.add(watcher)
        for _ in 0..<pending { watcher.schedule(in: &simulation) }
        _ = simulation.run(until: .never, eventLimit: 20_000)
        return (watcher, simulation.fingerprint)
    }

    @Test("is given of most events when many are pending, twice and in order, before they are handled")
    func twice() {
        let notes = run(pending: 5_000).watcher.notes.values
        let handled = notes.filter { $0.last == .handled }
        #expect(handled.allSatisfy { $0 == [.handled] || $0 == [.first, .second, .handled] })
        #expect(handled.count { $0.count == 3 } > 9 * handled.count / 10)
        // What is still to come, or was cancelled, may have been told of, but nothing is told of after it was handled.
        #expect(notes.allSatisfy { $0.last == .handled || $0 == [.first, .second] })
    }

    @Test("changes nothing", arguments: [10, 1_000, 5_000])
    func harmless(pending: Int) {
        #expect(run(pending: pending).fingerprint == run(pending: pending, isWatching: false).fingerprint)
    }
}
