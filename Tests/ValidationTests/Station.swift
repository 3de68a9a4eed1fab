// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness

/// A queueing station on the real engine with production streams: Poisson arrivals, some servers, some waiting places, a
/// law of service, and a probability that a customer comes back.
final class Station: Component {
    private static let arrival: UInt16 = 0
    private static let departure: UInt16 = 1

    struct Design {
        /// Arrivals from outside per second.
        var rate: Double
        var service: Law
        var servers = 1
        var places = Int.max
        /// The probability that a served customer joins the queue again.
        var returning = 0.0
        /// Where the others go; nil for away.
        var next: Station?
    }

    private let design: Design
    private let gaps: ExponentialTimes
    private var services: Stream
    private var choices: Stream
    private var queue: [Nanoseconds] = []
    private var head = 0
    private var busy = 0
    private var lastChange = Nanoseconds.zero
    private(set) var warmUp = Nanoseconds.zero

    // What is measured, from the end of the warm-up on
    private(set) var arrived = 0
    private(set) var blocked = 0
    private(set) var started = 0
    private(set) var waited = 0.0
    /// Time integral of the number waiting, in seconds.
    private(set) var queueArea = 0.0
    private(set) var numberArea = 0.0

    init(_ design: Design, name: String, seed: UInt64, replication: Int, warmUp: Double, index: ComponentIndex) {
        func stream(_ ordinal: UInt64) -> Stream {
            let subject = Subject("validation/" + name)
            return StreamKey(seed: seed, replication: replication, purpose: .rehearsal, subject: subject).stream(
                ordinal)
        }
        self.design = design
        self.warmUp = Nanoseconds(seconds: warmUp)
        gaps = ExponentialTimes(mean: design.rate > 0 ? 1 / design.rate : .infinity, stream(0))
        services = stream(1)
        choices = stream(2)
        super.init(index: index)
    }

    func start(in simulation: inout Simulation) {
        let first = gaps.next()
        if first < .never { simulation.schedule(Self.arrival, at: first, in: .arrival, for: index) }
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        account(event.time)
        if event.kind == Self.arrival {
            simulation.schedule(Self.arrival, at: event.time + gaps.next(), in: .arrival, for: index)
            join(&simulation)
        } else {
            busy -= 1
            serveNext(&simulation)
            if choices.uniform() < design.returning { join(&simulation) } else { design.next?.receive(&simulation) }
        }
    }

    private func receive(_ simulation: inout Simulation) {
        account(simulation.now)
        join(&simulation)
    }

    private func join(_ simulation: inout Simulation) {
        let counts = simulation.now >= warmUp
        if counts { arrived += 1 }
        guard busy + queue.count - head < design.places else {
            if counts { blocked += 1 }
            return
        }
        queue.append(simulation.now)
        if busy < design.servers { serveNext(&simulation) }
    }

    private func serveNext(_ simulation: inout Simulation) {
        guard head < queue.count else { return }
        let joined = queue[head]
        head += 1
        if head > 4096, head * 2 > queue.count {
            queue.removeFirst(head)
            head = 0
        }
        busy += 1
        if joined >= warmUp {
            started += 1
            waited += (simulation.now - joined).seconds
        }
        let end = simulation.now + design.service.drawTime(&services)
        simulation.schedule(Self.departure, at: end, in: .completion, for: index)
    }

    /// Adds to the time integrals up to now.
    func account(_ now: Nanoseconds) {
        let from = max(lastChange, warmUp)
        if now > from {
            let seconds = (now - from).seconds
            queueArea += seconds * Double(queue.count - head)
            numberArea += seconds * Double(queue.count - head + busy)
        }
        lastChange = now
    }
}
