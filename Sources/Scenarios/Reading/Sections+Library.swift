// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Sections {
    static let roundTrip = Section<RoundTrip>(
        "a round trip", blank: RoundTrip(p50: 0, p90: 0),
        [
            Field("p50", \.p50, .quantity(.time, from: 1e-9, through: 3600), "The median."),
            Field(
                "p90", \.p90, .quantity(.time, from: 1e-9, through: 3600), "The 90th percentile; not below the median."),
        ])
}

extension Shape where Value == [String: RoundTrip] {
    /// Round trips by the id of the region at the other end.
    static var roundTrips: Shape {
        Shape(
            "round trips by region, like {us-east-1: {p50: 5.5 ms, p90: 9.3 ms}}",
            read: { entry, reading in
                let allowed = "round trips by region, like {us-east-1: {p50: 5.5 ms, p90: 9.3 ms}}"
                guard case .mapping(let pairs) = entry.content else {
                    reading.report(entry.position, .wrongValue(found: entry.summary, allowed: allowed))
                    return nil
                }
                var trips: [String: RoundTrip] = [:]
                for pair in pairs {
                    reading.refer("region", pair.key, at: pair.keyPosition)
                    guard let (trip, isSound) = Sections.roundTrip.read(pair.value, reading) else { continue }
                    if isSound, trip.p90 < trip.p50 {
                        let problem = Problem.contradiction(found: "a p90 below p50", allowed: "p90 at least p50")
                        reading.report(pair.value.position, problem)
                    } else if isSound {
                        trips[pair.key] = trip
                    }
                }
                return trips
            },
            write: { trips, catalogue in
                .mapping(trips.keys.sorted().map { ($0, .flow(Sections.roundTrip.write(trips[$0]!, catalogue))) })
            },
            schema: { catalogue in
                .object([
                    ("type", .text("object")),
                    ("additionalProperties", Sections.roundTrip.schema(catalogue)),
                ])
            },
            rows: Sections.roundTrip.rows)
    }
}

extension Sections {
    static let region = Section<Region>(
        "a region", blank: Region(id: "", place: "", roundTrips: [:], source: "", grade: .assumed),
        [
            Field("id", \.id, .identifier, "The name of the region."),
            Field("place", \.place, .line, .standard("unnamed", note: ""), "Where it is, for readers."),
            Field(
                "round-trips", \.roundTrips, .roundTrips,
                "Round trips that begin here, by region; both directions stand."),
            .source(\.source), .grade(\.grade),
        ])
}

extension Sections {
    static let workload = Section<Workload>(
        "a workload",
        blank: Workload(id: "", perMinute: [], inputQuantiles: [], outputQuantiles: [], source: "", grade: .assumed),
        [
            Field("id", \.id, .identifier, "The name of the workload."),
            Field(
                "per-minute", \.perMinute, .numbers(atLeast: 1, ascending: false),
                "Requests in each minute, relative to each other; repeated after the last."),
            Field(
                "input-quantiles", \.inputQuantiles, .numbers(atLeast: 2, ascending: true),
                "Quantiles of the input length in tokens, at evenly spaced probabilities from 0 to 1."),
            Field(
                "output-quantiles", \.outputQuantiles, .numbers(atLeast: 2, ascending: true),
                "The same for the output length."),
            .source(\.source), .grade(\.grade),
        ])
}

extension Field {
    static func source(_ property: any (WritableKeyPath<Root, String> & Sendable)) -> Field {
        Field("source", property, .line, .standard("this file", note: ""), "Where the numbers are from.")
    }

    static func grade(_ property: any (WritableKeyPath<Root, Grade> & Sendable)) -> Field {
        Field("grade", property, .choice, .standard("assumed", note: ""), "How well they are known.")
    }
}
