// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness
import Testing

@Suite("In the steady state")
struct SteadyStateTests {
    /// Events before the tables have their largest size, and of each of the two stretches that are compared.
    private static let warmUp = 400_000
    private static let stretch = 100_000

    /// What so many events more ask of the memory, beyond what a run of no event asks.
    private static func calls(of population: Int, waste: Waste = .none) -> MemoryOfProcess.Calls {
        let observer = Telling()
        var simulation = Simulation(observer: observer)
        let model = Restless(waste: waste, index: simulation.reserve())
        simulation.add(model)
        model.start(population, &simulation)
        _ = simulation.run(until: .never, eventLimit: warmUp)
        let idle = MemoryOfProcess.calls { _ = simulation.run(until: .never, eventLimit: warmUp) }
        let busy = MemoryOfProcess.calls { _ = simulation.run(until: .never, eventLimit: warmUp + stretch) }
        require(observer.heard > 0, "expected the observer to hear of acts, found none")
        return busy - idle
    }

    @Test("an event allocates nothing and counts no reference, with few events in a heap and with many in buckets")
    func nothing() async {
        await #expect(processExitsWith: .success) {
            for population in [1, 2, 100, 1_024, 65_536] {
                let calls = Self.calls(of: population)
                require(calls == MemoryOfProcess.Calls(), "\(population) pending events: \(calls)")
            }
        }
    }

    /// Nearly all events are acts; the others are deadlines that were not withdrawn.
    @Test("a component that allocates or counts references is noticed")
    func noticed() async {
        await #expect(processExitsWith: .success) {
            let memory = Self.calls(of: 100, waste: .memory)
            require(memory.allocations > Self.stretch / 2, "raw memory: \(memory)")
            let object = Self.calls(of: 100, waste: .object)
            require(min(object.allocations, object.references) > Self.stretch / 2, "object: \(object)")
            let reference = Self.calls(of: 100, waste: .reference)
            require(reference.allocations == 0 && reference.references > Self.stretch / 2, "\(reference)")
        }
    }

    @Test("a million entities, each with a state, an event to come and a timer, fit in 1 GiB")
    func millionEntities() async {
        await #expect(processExitsWith: .success) {
            let entities = 1_000_000
            var simulation = Simulation()
            let model = Restless(index: simulation.reserve())
            simulation.add(model)
            model.start(entities, &simulation)
            _ = simulation.run(until: .never, eventLimit: 3 * entities)
            require(simulation.pendingCount >= entities, "found \(simulation.pendingCount) pending events")
            let kibibytes = MemoryOfProcess.most()
            require(kibibytes > 32 * 1024 && kibibytes < 1024 * 1024, "found \(kibibytes) KiB")
        }
    }
}

/// What a component does per event that it should not.
private enum Waste { case none, memory, object, reference }

/// Entities that act at random times: each act withdraws the entity's deadline and sets a new one, tells the observer and
/// schedules the next act.
private final class Restless: Component {
    private static let act: UInt16 = 0
    private static let deadline: UInt16 = 1

    private let gaps: ExponentialTimes
    private let waste: Waste
    private let deadlines: UnsafeMutablePointer<Timer>
    private let waster = Waster()

    init(waste: Waste = .none, index: ComponentIndex) {
        let key = StreamKey(seed: 3, replication: 0, purpose: .rehearsal, subject: Subject("steady state"))
        gaps = ExponentialTimes(mean: 1, key.stream(0))
        self.waste = waste
        deadlines = .allocate(capacity: 1 << 20)
        deadlines.initialize(repeating: .none, count: 1 << 20)
        super.init(index: index)
    }

    deinit { deadlines.deallocate() }

    func start(_ population: Int, _ simulation: inout Simulation) {
        for entity in 0..<UInt32(population) { next(entity, &simulation) }
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        guard event.kind == Self.act else { return }
        waster.spend(waste)
        simulation.emit(1, request: event.subject)
        next(event.subject, &simulation)
    }

    private func next(_ entity: UInt32, _ simulation: inout Simulation) {
        simulation.cancel(deadlines[Int(entity)])
        // Three means: some are withdrawn, some come.
        deadlines[Int(entity)] = simulation.scheduleTimer(
            Self.deadline, at: simulation.now + Nanoseconds(3_000_000_000), in: .deadline, for: index, subject: entity)
        simulation.schedule(Self.act, at: simulation.now + gaps.next(), in: .arrival, for: index, subject: entity)
    }
}

/// Does the wrong thing on purpose, out of sight of the optimiser.
private final class Waster {
    private final class Box {}
    private var kept: AnyObject?
    private var memory: UnsafeMutableRawPointer?
    private let box = Box()

    @inline(never) func spend(_ waste: Waste) {
        switch waste {
        case .none: break
        case .memory:
            memory?.deallocate()
            memory = .allocate(byteCount: 64, alignment: 16)
        case .object: kept = Box()
        case .reference: kept = box
        }
    }
}

/// Hears that something happened.
private final class Telling: Observer {
    private(set) var heard = 0
    override func note(_ milestone: Milestone) { heard += 1 }
}
