// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Networks
import Nodes
import Quantities
import Randomness

/// What is to be built for one replication, worked out from the scenario before anything is.
struct Plan {
    let scenario: Scenario
    let layout: Layout
    let point: RunPoint
    let cast: Cast
    /// Region and model of the rows of the record, and the row of each demand.
    let rows: [(region: String, model: String)]
    let rowOfDemand: [Int]

    init(_ scenario: Scenario, _ layout: Layout, _ point: RunPoint, _ cast: Cast) {
        self.scenario = scenario
        self.layout = layout
        self.point = point
        self.cast = cast
        var rows: [(region: String, model: String)] = []
        rowOfDemand = scenario.demand.map { demand in
            if let known = rows.firstIndex(where: { $0 == (demand.region, demand.model) }) { return known }
            rows.append((demand.region, demand.model))
            return rows.count - 1
        }
        self.rows = rows
    }

    /// The scheme that runs: the twin has none.
    var scheme: Arguments { point.variant == .twin ? Arguments(name: "none") : layout.scheme }

    /// Nobody asks from here on: nothing that comes later can change the cohort, except by revocation.
    var lastArrival: Nanoseconds {
        scenario.window.end + scenario.deadlines.client + scenario.deadlines.verification
    }

    var horizon: Nanoseconds { lastArrival + scenario.deadlines.revocation + Nanoseconds(1) }

    func key(_ purpose: Purpose, _ path: String) -> StreamKey {
        StreamKey(
            seed: scenario.seed, replication: point.replication, purpose: purpose, subject: Subject(path))
    }

    /// Users of a demand: k times as many at scale k.
    func users(of demand: Int) -> Int { scenario.demand[demand].users * point.scale }

    func model(_ id: String) -> Int { scenario.models.firstIndex { $0.id == id }! }
    func region(_ id: String) -> Int { cast.regions.firstIndex(of: id)! }

    func latencies() -> LatencyMap {
        LatencyMap(
            regions: cast.regions,
            delays: cast.regions.map { from in
                cast.regions.map { to in
                    let trip = roundTrip(from, to)
                    return LatencyMap.Delay(p50: trip.p50, p90: trip.p90)
                }
            })
    }

    /// Median round trips from every region to one, in the order of the cast.
    func roundTrips(to region: String) -> [Nanoseconds] {
        cast.regions.map { Nanoseconds(seconds: roundTrip($0, region).p50) }
    }

    /// A region that states no round trip to itself is taken as a data centre: 0.5 ms. Grade: assumed.
    private func roundTrip(_ from: String, _ to: String) -> RoundTrip {
        scenario.region(from).roundTrips[to] ?? RoundTrip(p50: 0.0005, p90: 0.0005)
    }

    /// Gateways compute nothing and have none.
    func numericProfiles(_ book: AnswerBook) -> NumericProfiles {
        var profiles = NumericProfiles()
        var end = cast.firstNode
        for pool in layout.pools {
            end += pool.nodes * cast.scale
            profiles.add(book.profiles.firstIndex(of: scenario.hardware(pool.hardware).profile)!, before: end)
        }
        return profiles
    }
}
