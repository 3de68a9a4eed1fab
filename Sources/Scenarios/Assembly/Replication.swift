// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Engine
import Measures
import Quantities

/// One independent run of one design point, and what came of it.
public struct Replication: Sendable {
    /// The rows of the record: one per region and model of the demand, and one for the layout as a whole.
    public let rows: [Row]
    public let fingerprint: Fingerprint
    /// Events handled.
    public let events: Int
    /// Requests offered in the whole run.
    public let offered: Int
    /// Requests in flight at `inFlightSamples` equally spaced times until the end of the window; empty in a terminating
    /// study.
    public let inFlight: [Double]
    public static let inFlightSamples = InFlightSeries.count

    /// Builds the world, runs it and measures it.
    ///
    /// The same scenario, point and materials give the same result on any machine. A run that reaches the event limit,
    /// loses account of a request or leaves one of the cohort in flight, yields rows that say so instead of counts.
    public init(_ scenario: Scenario, _ point: RunPoint, _ materials: Materials) {
        guard let layout = scenario.layout(point.layout) else {
            bug("replication: expected a layout of the scenario, found '\(point.layout)'")
        }
        var world = World(scenario, layout, point, materials)
        let reason = world.simulation.run(until: world.plan.horizon, eventLimit: scenario.eventLimit)
        fingerprint = world.simulation.fingerprint
        events = world.simulation.handled
        inFlight = world.measurement.inFlight?.samples ?? []
        var counts = world.measurement.finish()
        counts.append(Bill(world.plan).counts(world.measurement.usage, isDishonest: world.isDishonest))
        offered = Int(counts.reduce(0) { $0 + $1.wholeRun.offered })
        let mistake = counts.lazy.compactMap(\.conservationMistake).first
        let failure =
            reason == .eventLimit ? "event limit of \(scenario.eventLimit) reached" : mistake?.description ?? ""
        let stratum = world.threat.strata[point.stratum]
        let places = world.plan.rows + [(RowKey.whole, RowKey.whole)]
        rows = zip(places, counts).map { place, counts in
            let key = RowKey(
                layout: point.layout, variant: point.variant, scale: point.scale, stratum: stratum.name,
                stratumWeight: stratum.probability, replication: point.replication, region: place.0, model: place.1)
            return Row(key, counts, failure: failure)
        }
    }
}
