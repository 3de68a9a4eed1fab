// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Testing

@Suite("A simulation")
struct SimulationTests {
    /// Schedules itself again after a fixed gap, forever.
    private final class Clock: Component {
        let gap: Nanoseconds
        let kind: UInt16

        init(every gap: Nanoseconds, kind: UInt16 = 0, index: ComponentIndex) {
            self.gap = gap
            self.kind = kind
            super.init(index: index)
        }

        override func handle(_ event: Event, in simulation: inout Simulation) {
            simulation.emit(9, request: event.subject)
            simulation.schedule(kind, at: simulation.now + gap, in: .arrival, for: index, subject: event.subject + 1)
        }
    }

    private final class MilestoneCounter: Observer {
        private(set) var count = 0
        override func note(_ milestone: Milestone) { count += 1 }
    }

    private func ticking(kind: UInt16 = 0, observer: Observer = Observer()) -> Simulation {
        var simulation = Simulation(observer: observer)
        let clock = Clock(every: Nanoseconds(10), kind: kind, index: simulation.reserve())
        simulation.add(clock)
        simulation.schedule(kind, at: .zero, in: .arrival, for: clock.index)
        return simulation
    }

    @Test("stops at the horizon, which itself is not handled, and can go on from there")
    func horizon() {
        var simulation = ticking()
        let first = simulation.run(until: Nanoseconds(100))
        let (handled, now) = (simulation.handled, simulation.now)
        _ = simulation.run(until: Nanoseconds(101))
        let handledThen = simulation.handled
        #expect(first == .horizon)
        #expect(handled == 10)
        #expect(now == Nanoseconds(100))
        #expect(handledThen == 11)
    }

    @Test("stops at the event limit")
    func eventLimit() {
        var simulation = ticking()
        let reason = simulation.run(until: .never, eventLimit: 7)
        let (handled, now) = (simulation.handled, simulation.now)
        #expect(reason == .eventLimit)
        #expect(handled == 7)
        #expect(now == Nanoseconds(60))
    }

    @Test("stops when nothing is left to happen")
    func empty() {
        var simulation = Simulation()
        let reason = simulation.run(until: .never)
        #expect(reason == .empty)
    }

    @Test("repeats its fingerprint, which notices a change of time, band, kind or target")
    func fingerprint() {
        func run(time: Int64 = 5, band: Band = .arrival, kind: UInt16 = 1, second: Bool = false) -> Fingerprint {
            var simulation = Simulation()
            let recorders = [Recorder(index: simulation.reserve()), Recorder(index: simulation.reserve())]
            recorders.forEach { simulation.add($0) }
            simulation.schedule(kind, at: Nanoseconds(time), in: band, for: recorders[second ? 1 : 0].index)
            _ = simulation.run(until: .never)
            return simulation.fingerprint
        }
        #expect(run() == run())
        let changed = [run(time: 6), run(band: .completion), run(kind: 2), run(second: true)]
        #expect(changed.allSatisfy { $0 != run() })
    }

    @Test("keeps its frozen fingerprint on any machine, debug or release")
    func frozenFingerprint() {
        var simulation = ticking(kind: 3)
        _ = simulation.run(until: Nanoseconds(1_000_000))
        let fingerprint = simulation.fingerprint.description
        #expect(fingerprint == "26875566638a03cc")
    }

    @Test("goes the same way with and without an observer")
    func observersChangeNothing() {
        let counter = MilestoneCounter()
        var watched = ticking(observer: counter)
        var alone = ticking()
        _ = watched.run(until: Nanoseconds(1_000))
        _ = alone.run(until: Nanoseconds(1_000))
        let fingerprints = (watched.fingerprint, alone.fingerprint)
        #expect(counter.count == 100)
        #expect(fingerprints.0 == fingerprints.1)
    }

    @Test("traps when an event is scheduled in the past, with expected and found")
    func past() async {
        await #expect(processExitsWith: .failure) {
            var simulation = Simulation()
            let recorder = Recorder(index: simulation.reserve())
            simulation.add(recorder)
            simulation.schedule(0, at: Nanoseconds(10), in: .arrival, for: recorder.index)
            _ = simulation.run(until: .never)
            simulation.schedule(0, at: Nanoseconds(9), in: .arrival, for: recorder.index)
        }
    }
}

@Suite("A timer")
struct TimerTests {
    /// A simulation with a timer at each of the given times, whose subject is the time.
    private struct Fixture: ~Copyable {
        var simulation = Simulation()
        let recorder: Recorder
        var timers: [Timer] = []

        init(_ times: [Int64]) {
            recorder = Recorder(index: simulation.reserve())
            simulation.add(recorder)
            for time in times { add(time) }
        }

        mutating func add(_ time: Int64) {
            timers.append(
                simulation.scheduleTimer(
                    0, at: Nanoseconds(time), in: .deadline, for: recorder.index, subject: UInt32(time)))
        }

        mutating func cancel(_ number: Int) -> Bool { simulation.cancel(timers[number]) }

        mutating func run() -> Fingerprint {
            _ = simulation.run(until: .never)
            return simulation.fingerprint
        }
    }

    @Test("that is cancelled does not happen, does not count and leaves no trace in the fingerprint")
    func cancelled() {
        var fixture = Fixture([1, 2, 3])
        var without = Fixture([1, 3])
        let hit = fixture.cancel(1)
        let handled = (fixture.run(), without.run())
        let counted = fixture.simulation.handled
        #expect(hit)
        #expect(fixture.recorder.subjects == [1, 3])
        #expect(counted == 2)
        #expect(handled.0 == handled.1)
    }

    @Test("can be cancelled once, before its time, and never afterwards")
    func once() {
        var fixture = Fixture([1, 2])
        let before = [fixture.cancel(0), fixture.cancel(0)]
        _ = fixture.run()
        let after = [fixture.cancel(1), fixture.simulation.cancel(.none)]
        #expect(before == [true, false])
        #expect(after == [false, false])
    }

    @Test("that has gone off cannot cancel the one that took its slot")
    func staleHandle() {
        var fixture = Fixture([1])
        _ = fixture.run()
        fixture.add(5)
        let hit = fixture.cancel(0)
        _ = fixture.run()
        #expect(!hit)
        #expect(fixture.recorder.subjects == [1, 5])
    }
}
