// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Quantities
import Scenarios

/// What results must say of service laws that were measured: where they are from, and who is served beyond what was measured.
struct MeasuredLaws {
    private let scenario: Scenario
    private let pools: [Pool]
    private let materials: Materials

    init(_ scenario: Scenario, _ layouts: [Layout], _ materials: Materials) {
        self.scenario = scenario
        pools = layouts.flatMap(\.pools)
        self.materials = materials
    }

    /// One for each class of hardware in use, and one for each way in which its law is extrapolated.
    var notes: [String] {
        scenario.hardware.flatMap { hardware in
            let pools = pools.filter { $0.hardware == hardware.id }
            guard let law = hardware.law, !pools.isEmpty else { return [String]() }
            return [origin(of: law, hardware)] + lengths(beyond: law, hardware, pools) + batches(beyond: law, pools)
        }
    }

    private func origin(of law: FittedServiceLaw, _ hardware: Hardware) -> String {
        "Service times of hardware \(hardware.id) follow a law measured of \(law.model), on \(law.machine): input tokens "
            + "\(Self.text(law.inputTokens)), output tokens \(Self.text(law.outputTokens)), requests at a time "
            + "\(Self.text(law.batch))."
    }

    private func lengths(beyond law: FittedServiceLaw, _ hardware: Hardware, _ pools: [Pool]) -> [String] {
        scenario.demand.filter { demand in pools.contains { $0.models.contains(demand.model) } }.compactMap { demand in
            let share = materials.share(of: demand, in: scenario, beyond: law)
            guard share > 0 else { return nil }
            let percent = Digits.write(100 * share, significant: 3)
            return
                "Extrapolation: \(percent) % of the requests of demand \(demand.id) are of lengths at which the law of "
                + "hardware \(hardware.id) was not measured."
        }
    }

    private func batches(beyond law: FittedServiceLaw, _ pools: [Pool]) -> [String] {
        var seen: [String] = []
        for pool in pools where !law.batch.contains(pool.concurrency) {
            let note =
                "Extrapolation: nodes of hardware \(pool.hardware) serve \(pool.concurrency) requests at a time, at which its "
                + "law was not measured."
            if !seen.contains(note) { seen.append(note) }
        }
        return seen
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
