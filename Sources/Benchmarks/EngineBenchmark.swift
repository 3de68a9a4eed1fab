// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import CKernels
import Engine
import Quantities
import Randomness

/// The engine on its public path: production streams, component dispatch, cancellation and fingerprint on.
struct EngineBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine", abstract: "Multiples of the yardstick: M/M/1 per customer, the hold model per event.")

    @Flag(help: "Print a JSON object.")
    var json = false

    private static let customers = 2_000_000
    private static let holds = [1024, 65_536, 1_048_576]
    /// The yardstick and the models take turns, so that a slow spell of the machine hits both.
    private static let rounds = 5

    func run() {
        var yardstick = Double.infinity
        var mm1 = Double.infinity
        var hold = Array(repeating: Double.infinity, count: Self.holds.count)
        for _ in 0..<Self.rounds {
            yardstick = min(yardstick, Stopwatch.seconds { _ = trilemma_yardstick(5_000_000) } / 5e6)
            mm1 = min(mm1, Self.queue())
            for (place, size) in Self.holds.enumerated() { hold[place] = min(hold[place], Self.hold(size)) }
        }
        var figures = Figures()
        figures.add("mm1", mm1 / yardstick)
        for (size, seconds) in zip(Self.holds, hold) { figures.add("hold_\(size)", seconds / yardstick) }
        figures.add("yardstick_ns", yardstick * 1e9)
        figures.add("mm1_ns", mm1 * 1e9)
        for (size, seconds) in zip(Self.holds, hold) { figures.add("hold_\(size)_ns", seconds * 1e9) }
        figures.print(asJSON: json)
    }

    /// Seconds per customer of M/M/1 at utilisation 0.9: two events each.
    private static func queue() -> Double {
        var simulation = Simulation()
        let queue = SingleServerQueue(customers: customers, index: simulation.reserve())
        simulation.add(queue)
        queue.start(in: &simulation)
        let seconds = Stopwatch.seconds { _ = simulation.run(until: .never) }
        return seconds / Double(customers)
    }

    /// Seconds per hold with the given number of pending events: pop, exponential draw, push.
    private static func hold(_ size: Int) -> Double {
        var simulation = Simulation()
        let model = HoldModel(index: simulation.reserve())
        simulation.add(model)
        model.start(size, in: &simulation)
        // Three generations on the way to the steady state.
        _ = simulation.run(until: .never, eventLimit: 3 * size)
        let events = max(1_000_000, 2 * size)
        let seconds = Stopwatch.seconds { _ = simulation.run(until: .never, eventLimit: 3 * size + events) }
        return seconds / Double(events)
    }
}

/// M/M/1 with as many customers as asked.
final class SingleServerQueue: Component {
    private static let arrival: UInt16 = 0
    private static let departure: UInt16 = 1

    private let gaps: ExponentialTimes
    private let services: ExponentialTimes
    private var present: Int32 = 0
    private var toCome: Int

    init(customers: Int, index: ComponentIndex) {
        let key = StreamKey(seed: 1, replication: 0, purpose: .rehearsal, subject: Subject("benchmark/queue"))
        gaps = ExponentialTimes(mean: 1 / 0.9, key.stream(0))
        services = ExponentialTimes(mean: 1, key.stream(1))
        toCome = customers
        super.init(index: index)
    }

    func start(in simulation: inout Simulation) {
        simulation.schedule(Self.arrival, at: gaps.next(), in: .arrival, for: index)
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        if event.kind == Self.arrival {
            if present == 0 { serve(event.time, &simulation) }
            present += 1
            toCome -= 1
            if toCome > 0 {
                simulation.schedule(Self.arrival, at: event.time + gaps.next(), in: .arrival, for: index)
            }
        } else {
            present -= 1
            if present > 0 { serve(event.time, &simulation) }
        }
    }

    private func serve(_ now: Nanoseconds, _ simulation: inout Simulation) {
        simulation.schedule(Self.departure, at: now + services.next(), in: .completion, for: index)
    }
}

/// Every event schedules the next one, so that the number of pending events stays the same (Vaucher and Duval, CACM 18,
/// 1975).
final class HoldModel: Component {
    private let gaps: ExponentialTimes

    override init(index: ComponentIndex) {
        let key = StreamKey(seed: 1, replication: 0, purpose: .rehearsal, subject: Subject("benchmark/hold"))
        gaps = ExponentialTimes(mean: 1, key.stream(0))
        super.init(index: index)
    }

    func start(_ size: Int, in simulation: inout Simulation) {
        for _ in 0..<size { simulation.schedule(0, at: gaps.next(), in: .arrival, for: index) }
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        simulation.schedule(0, at: event.time + gaps.next(), in: .arrival, for: index)
    }
}
