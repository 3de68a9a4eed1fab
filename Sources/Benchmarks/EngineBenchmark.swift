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

    private static let holds = [1024, 65_536, 1_048_576]
    /// The yardstick and the models take turns of some milliseconds, so that a slow spell of the machine hits all of them
    /// and the least of the many turns has met none.
    private static let rounds = 60
    private static let customersPerTurn = 200_000

    func run() {
        let queue = EngineTurns.queue()
        let holds = Self.holds.map { EngineTurns.hold($0) }
        var (yardstick, mm1) = (Double.infinity, Double.infinity)
        var hold = Array(repeating: Double.infinity, count: holds.count)
        for _ in 0..<Self.rounds {
            let turn = Stopwatch.processorSeconds { _ = trilemma_yardstick(Int32(Self.customersPerTurn)) }
            yardstick = min(yardstick, turn / Double(Self.customersPerTurn))
            mm1 = min(mm1, 2 * queue.secondsPerEvent(over: 2 * Self.customersPerTurn))
            for (place, turns) in holds.enumerated() {
                hold[place] = min(
                    hold[place], turns.secondsPerEvent(over: max(Self.customersPerTurn, Self.holds[place])))
            }
        }
        var figures = Figures()
        figures.add("mm1", mm1 / yardstick)
        for (size, seconds) in zip(Self.holds, hold) { figures.add("hold_\(size)", seconds / yardstick) }
        figures.add("yardstick_ns", yardstick * 1e9)
        figures.add("mm1_ns", mm1 * 1e9)
        for (size, seconds) in zip(Self.holds, hold) { figures.add("hold_\(size)_ns", seconds * 1e9) }
        figures.print(asJSON: json)
    }
}

/// A simulation that goes on a stretch at a time.
private final class EngineTurns {
    private var simulation = Simulation()

    /// M/M/1 at utilisation 0.9: two events for each customer.
    static func queue() -> EngineTurns {
        let turns = EngineTurns()
        let queue = SingleServerQueue(index: turns.simulation.reserve())
        turns.simulation.add(queue)
        queue.start(in: &turns.simulation)
        return turns
    }

    /// The given number of pending events: pop, exponential draw, push. Begins in the steady state, after three generations.
    static func hold(_ size: Int) -> EngineTurns {
        let turns = EngineTurns()
        let model = HoldModel(index: turns.simulation.reserve())
        turns.simulation.add(model)
        model.start(size, in: &turns.simulation)
        _ = turns.simulation.run(until: .never, eventLimit: 3 * size)
        return turns
    }

    func secondsPerEvent(over events: Int) -> Double {
        let limit = simulation.handled + events
        return Stopwatch.processorSeconds { _ = simulation.run(until: .never, eventLimit: limit) } / Double(events)
    }
}

/// M/M/1 for as long as it is run.
final class SingleServerQueue: Component {
    private static let arrival: UInt16 = 0
    private static let departure: UInt16 = 1

    private let gaps: ExponentialTimes
    private let services: ExponentialTimes
    private var present: Int32 = 0

    override init(index: ComponentIndex) {
        let key = StreamKey(seed: 1, replication: 0, purpose: .rehearsal, subject: Subject("benchmark/queue"))
        gaps = ExponentialTimes(mean: 1 / 0.9, key.stream(0))
        services = ExponentialTimes(mean: 1, key.stream(1))
        super.init(index: index)
    }

    func start(in simulation: inout Simulation) {
        simulation.schedule(Self.arrival, at: gaps.next(), in: .arrival, for: index)
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        if event.kind == Self.arrival {
            if present == 0 { serve(event.time, &simulation) }
            present += 1
            simulation.schedule(Self.arrival, at: event.time + gaps.next(), in: .arrival, for: index)
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
