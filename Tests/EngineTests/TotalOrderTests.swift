// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Testing

/// Every structure behind the pending-event set must pop the one order that a sorted array gives, through the public
/// path: with cancellations, equal times, bands, and populations that make it switch between its structures.
@Suite("The total order of events")
struct TotalOrderTests {
    @Test(
        "equals that of a sorted array",
        arguments: [1, 2, 3, 200, 1_000, 20_000], [Spread.even, .exponential, .burst, .constant, .farTimers])
    func equalsSortedArray(population: Int, spread: Spread) {
        for seed in 1...(population > 1_000 ? 1 : 5) {
            let script = Script(seed: UInt64(seed), spread: spread, population: population)
            let events = 20 * population + 200
            #expect(SimulatedRun.order(of: script, events: events) == SortedArrayRun.order(of: script, events: events))
        }
    }

    @Test("differs when the script differs, so that the comparison can fail")
    func comparisonCanFail() {
        let one = Script(seed: 1, spread: .even, population: 50)
        let other = Script(seed: 2, spread: .even, population: 50)
        #expect(SimulatedRun.order(of: one, events: 500) != SortedArrayRun.order(of: other, events: 500))
    }

    @Test("is first in, first out among equal times of one band, and by band before that")
    func ties() {
        var simulation = Simulation()
        let recorder = Recorder(index: simulation.reserve())
        simulation.add(recorder)
        let bands: [Band] = [.deadline, .arrival, .completion, .arrival, .environment, .deadline]
        for (number, band) in bands.enumerated() {
            simulation.schedule(0, at: Nanoseconds(7), in: band, for: recorder.index, subject: UInt32(number))
        }
        #expect(simulation.run(until: .never) == .empty)
        #expect(recorder.subjects == [4, 2, 1, 3, 0, 5])
    }
}

/// How far ahead a script schedules.
enum Spread: CaseIterable, Sendable {
    case even, exponential, burst, constant, farTimers
}

/// What to do at the n-th event, as a pure function of n: both runs follow it, so they differ only if their order does.
struct Script: Sendable {
    let seed: UInt64
    let spread: Spread
    let population: Int

    struct Step {
        var delay: Int64
        var band: Band
        var isTimer: Bool
        /// Which earlier timer to cancel, counted back from the last.
        var cancelBack: Int?
    }

    /// How many events the n-th one schedules: one on average, so that the population stays about the same.
    func births(at event: Int) -> Int { [1, 1, 0, 2][Int(mixed(event, 0) >> 62)] }

    func step(_ number: Int) -> Step {
        let draw = mixed(number, 1)
        let share = Double(draw >> 11) * 0x1p-53
        let delay: Int64 =
            switch spread {
            case .even: Int64(share * 1000)
            case .exponential: Int64(1e6 / (share + 1e-9)).quotientAndRemainder(dividingBy: 1 << 40).remainder
            case .burst: draw & 15 == 0 ? Int64(share * 1e9) : 0
            case .constant: 1_000
            case .farTimers: draw & 1 == 0 ? 3_600_000_000_000 : Int64(share * 1e6)
            }
        let other = mixed(number, 2)
        return Step(
            delay: delay, band: Band.allCases[Int(other % 6)], isTimer: other >> 8 & 1 == 0,
            cancelBack: other >> 9 & 3 == 0 ? Int(other >> 16 & 63) : nil)
    }

    private func mixed(_ number: Int, _ lane: UInt64) -> UInt64 {
        var z =
            seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number) &* 0xD134_2543_DE82_EF95 &+ lane &* 0x2545_F491_4F6C_DD1D
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Follows a script in the real engine and notes which events came.
private final class ScriptedComponent: Component {
    let script: Script
    private(set) var order: [UInt32] = []
    private var timers: [Timer] = []
    private var scheduled = 0

    init(_ script: Script, index: ComponentIndex) {
        self.script = script
        super.init(index: index)
    }

    func start(_ simulation: inout Simulation) {
        for _ in 0..<script.population { schedule(&simulation) }
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        let number = order.count
        order.append(event.subject)
        for _ in 0..<script.births(at: number) { schedule(&simulation) }
    }

    private func schedule(_ simulation: inout Simulation) {
        let step = script.step(scheduled)
        let time = simulation.now + Nanoseconds(step.delay)
        if step.isTimer {
            timers.append(
                simulation.scheduleTimer(0, at: time, in: step.band, for: index, subject: UInt32(scheduled)))
        } else {
            simulation.schedule(0, at: time, in: step.band, for: index, subject: UInt32(scheduled))
        }
        scheduled += 1
        if let back = step.cancelBack, timers.count > back { simulation.cancel(timers[timers.count - 1 - back]) }
    }
}

enum SimulatedRun {
    static func order(of script: Script, events: Int) -> [UInt32] {
        var simulation = Simulation()
        let component = ScriptedComponent(script, index: simulation.reserve())
        simulation.add(component)
        component.start(&simulation)
        _ = simulation.run(until: .never, eventLimit: events)
        return component.order
    }
}

/// The same script on a plain array kept sorted by (time, band, sequence).
enum SortedArrayRun {
    private struct Pending { let time: Int64, band: UInt8, sequence: Int }

    static func order(of script: Script, events: Int) -> [UInt32] {
        var pending: [Pending] = []
        var cancelled: Set<Int> = []
        var timers: [Int] = []
        var order: [UInt32] = []
        var scheduled = 0

        func schedule(now: Int64) {
            let step = script.step(scheduled)
            let new = Pending(time: now + step.delay, band: step.band.rawValue, sequence: scheduled)
            // Kept in reverse, so that the earliest is taken from the end.
            var low = 0, high = pending.count
            while low < high {
                let middle = (low + high) / 2
                let one = pending[middle]
                if (one.time, one.band, one.sequence) > (new.time, new.band, new.sequence) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            pending.insert(new, at: low)
            if step.isTimer { timers.append(scheduled) }
            scheduled += 1
            if let back = step.cancelBack, timers.count > back { cancelled.insert(timers[timers.count - 1 - back]) }
        }

        for _ in 0..<script.population { schedule(now: 0) }
        while order.count < events, let next = pending.popLast() {
            if cancelled.contains(next.sequence) { continue }
            order.append(UInt32(next.sequence))
            for _ in 0..<script.births(at: order.count - 1) { schedule(now: next.time) }
        }
        return order
    }
}

/// Notes the subjects of the events it handles.
final class Recorder: Component {
    private(set) var subjects: [UInt32] = []

    override func handle(_ event: Event, in simulation: inout Simulation) { subjects.append(event.subject) }
}
