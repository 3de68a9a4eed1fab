// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Fills in the defaults that come from elsewhere in the scenario.
struct Completion {
    private let reading: Reading

    init(_ reading: Reading) { self.reading = reading }

    func complete(_ scenario: inout Scenario) {
        if scenario.attempts.timeout == .zero { scenario.attempts.timeout = scenario.deadlines.client }
        for index in scenario.hardware.indices { complete(&scenario.hardware[index]) }
        for index in scenario.demand.indices { complete(&scenario.demand[index]) }
        for layout in scenario.layouts.indices {
            if scenario.layouts[layout].title.isEmpty { scenario.layouts[layout].title = scenario.layouts[layout].id }
            for pool in scenario.layouts[layout].pools.indices {
                complete(&scenario.layouts[layout].pools[pool], from: scenario)
            }
        }
    }

    /// A linear law or a measured one: neither is no law, both are two.
    private func complete(_ hardware: inout Hardware) {
        let isSound = reading.isSound("hardware", hardware.id)
        let times = [("fixed", hardware.fixed), ("prefill", hardware.prefill), ("decode", hardware.decode)]
        for (key, time) in times {
            let place = reading.place("hardware", hardware.id, key)
            if hardware.law != nil, time != Hardware.unstated {
                reading.report(
                    place,
                    .contradiction(
                        found: "'\(key)' beside a measured law",
                        allowed: "'law' alone, or 'fixed', 'prefill' and 'decode'"
                    ))
            } else if isSound, hardware.law == nil, time == Hardware.unstated, key != "fixed" {
                reading.report(
                    place,
                    .missingKey(
                        key, of: "a hardware class", allowed: "a quantity like 50 ms, or 'law' with a measured law"))
            }
        }
        if hardware.fixed == Hardware.unstated { hardware.fixed = 0 }
        if hardware.law != nil { (hardware.prefill, hardware.decode) = (0, 0) }
    }

    private func complete(_ demand: inout Demand) {
        let isStated = demand.rate != Demand.unstatedRate
        let place = reading.place("demand", demand.id, "rate")
        if demand.isTraced {
            if isStated {
                let found = "a rate beside arrivals from a trace"
                reading.report(place, .contradiction(found: found, allowed: "the trace's own rate, changed by 'speed'"))
            }
            demand.rate = 0
        } else if !isStated {
            reading.report(place, .missingKey("rate", of: "a demand", allowed: "a quantity like 4/s"))
        }
    }

    private func complete(_ pool: inout Pool, from scenario: Scenario) {
        if pool.models.isEmpty { pool.models = scenario.models.map(\.id) }
        guard let hardware = scenario.hardware.first(where: { $0.id == pool.hardware }) else { return }
        if pool.concurrency == 0 { pool.concurrency = hardware.concurrency }
        if pool.price < 0 { pool.price = hardware.price }
    }
}
