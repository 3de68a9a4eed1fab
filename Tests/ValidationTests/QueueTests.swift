// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Quantities
import Randomness
import Testing

/// Queues whose answers are known: L. Kleinrock, "Queueing Systems", volume 1, 1975, chapters 3 to 5.
@Suite("Validation against queueing theory")
struct QueueTests {
    /// One value per independent replication of a single station.
    private func replications(
        _ design: Station.Design, seconds: Double = 400_000, count: Int = 40,
        _ value: @escaping (Station, Double) -> Double
    ) -> (UInt64) -> [Double] {
        { seed in
            (0..<count).map { replication in
                var simulation = Simulation()
                let station = Station(
                    design, name: "station", seed: seed, replication: replication, warmUp: seconds / 20,
                    index: simulation.reserve())
                simulation.add(station)
                station.start(in: &simulation)
                _ = simulation.run(until: Nanoseconds(seconds: seconds))
                station.account(Nanoseconds(seconds: seconds))
                return value(station, seconds * 0.95)
            }
        }
    }

    private func meanWait(_ station: Station, _ seconds: Double) -> Double { station.waited / Double(station.started) }

    /// Erlang's B and C formulas, by their recursion.
    private func erlang(_ servers: Int, _ load: Double) -> (b: Double, c: Double) {
        let b = (1...servers).reduce(1.0) { b, n in load * b / (Double(n) + load * b) }
        return (b, b / (1 - load / Double(servers) * (1 - b)))
    }

    @Test("M/M/1: mean wait ρ / (μ - λ)")
    func mm1() throws {
        try Validation(
            truth: 1, wrong: 2, values: replications(.init(rate: 0.5, service: .exponential(mean: 1)), meanWait)
        ).check("M/M/1")
    }

    @Test("M/M/c: mean wait by Erlang's C formula")
    func mmc() throws {
        let c = erlang(4, 3).c
        try Validation(
            truth: c / (4 - 3), wrong: erlang(4, 3).b,
            values: replications(.init(rate: 3, service: .exponential(mean: 1), servers: 4), meanWait)
        ).check("M/M/4")
    }

    @Test("M/D/1 and M/G/1: mean wait by Pollaczek and Khinchine")
    func mg1() throws {
        try Validation(
            truth: 0.5 * 1 / (2 * 0.5), wrong: 1,
            values: replications(.init(rate: 0.5, service: .constant(1)), meanWait)
        ).check("M/D/1")
        // Lognormal with mean 1 and coefficient of variation 1.2: E[S²] = 1 + 1.44.
        try Validation(
            truth: 0.5 * 2.44 / (2 * 0.5), wrong: 1,
            values: replications(
                .init(rate: 0.5, service: .lognormal(mean: 1, variation: 1.2)), seconds: 400_000, count: 60, meanWait)
        ).check("M/G/1")
    }

    @Test("M/M/c/c: blocked share by Erlang's B formula, whatever the law of service")
    func erlangB() throws {
        for service in [Law.exponential(mean: 1), .constant(1)] {
            try Validation(
                truth: erlang(5, 3).b, wrong: erlang(5, 3).c,
                values: replications(.init(rate: 3, service: service, servers: 5, places: 5)) { station, _ in
                    Double(station.blocked) / Double(station.arrived)
                }
            ).check("Erlang B")
        }
    }

    @Test("Little's law: the time average in the queue is the rate times the mean wait")
    func little() throws {
        try Validation(
            truth: 1, wrong: 1.03,
            values: replications(.init(rate: 0.6, service: .uniform(low: 0.5, high: 1.5))) { station, seconds in
                station.queueArea / seconds
                    / (Double(station.arrived) / seconds * (station.waited / Double(station.started)))
            }
        ).check("Little")
    }

    @Test("A Jackson network: the number at each station is geometric with its own load")
    func jackson() throws {
        // Each visit to the first station is followed by another with probability 0.2, else by the second: both see
        // λ = 0.4 / 0.8 = 0.5 and 0.4.
        let values: (UInt64) -> [Double] = { seed in
            (0..<40).map { replication in
                var simulation = Simulation()
                let indices = (simulation.reserve(), simulation.reserve())
                let second = Station(
                    .init(rate: 0, service: .exponential(mean: 1.5)), name: "second", seed: seed,
                    replication: replication, warmUp: 5_000, index: indices.0)
                let first = Station(
                    .init(rate: 0.4, service: .exponential(mean: 1), returning: 0.2, next: second), name: "first",
                    seed: seed, replication: replication, warmUp: 5_000, index: indices.1)
                simulation.add(second)
                simulation.add(first)
                first.start(in: &simulation)
                let end = Nanoseconds(seconds: 300_000)
                _ = simulation.run(until: end)
                first.account(end)
                second.account(end)
                return (first.numberArea + second.numberArea) / 295_000
            }
        }
        let (a, b) = (0.5, 0.4 * 1.5)
        try Validation(truth: a / (1 - a) + b / (1 - b), wrong: 0.4 / 0.6 + b / (1 - b), values: values).check(
            "Jackson")
    }
}
