// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Models
import Quantities
import Scenarios

/// What running a scenario would mean, told before anything runs. Written as YAML comments.
public struct RunPlan {
    private let scenario: Scenario
    private let library: ModelLibrary

    public init(_ scenario: Scenario, library: ModelLibrary = ModelLibrary()) {
        self.scenario = scenario.equalised()
        self.library = library
    }

    public var text: String {
        let points = scenario.runPoints(layouts: scenario.layouts)
        let requests = points.reduce(0.0) { $0 + self.requests(of: $1) }
        // 100,000 requests per second and core: what re-execution reaches in `Benchmarks simulation`.
        let seconds = requests / 100_000
        var lines = ["", "plan: \(points.count) runs, about \(Int(requests)) requests"]
        lines.append("  expected time on one core: about \(Digits.write(seconds, significant: 2)) s or less")
        for layout in scenario.layouts {
            let own = points.filter { $0.layout == layout.id }
            let strata = scenario.strata(of: layout, scale: 1)
            let nodes = layout.pools.reduce(0) { $0 + $1.nodes }
            lines.append(
                "  \(layout.id): \(nodes) nodes, \(strata.count) strata, \(own.count) runs, "
                    + "\(own.filter { $0.variant == .twin }.count) of them of the twin without scheme")
        }
        lines += answers
        return lines.map { $0.isEmpty ? "#" : "# " + $0 }.joined(separator: "\n") + "\n"
    }

    /// What real inference there is to do, unless it is remembered.
    private var answers: [String] {
        do {
            let plan = AnswerBook.Plan(scenario, try library.models(of: scenario))
            let seconds = plan.computations.reduce(0.0) {
                $0 + $1.computation.expectedSeconds * Double($1.inputs.asked.count)
            }
            return [
                "  answers: \(plan.computations.count) computations, \(plan.inferences) inferences",
                "  expected time on one core: about \(Digits.write(seconds, significant: 2)) s, unless they are "
                    + "remembered from an earlier run",
            ]
        } catch {
            return ["  answers: unknown; \(error)"]
        }
    }

    private func requests(of point: RunPoint) -> Double {
        let time = scenario.window.end + scenario.deadlines.client + scenario.deadlines.verification
        let rate = scenario.demand.reduce(0.0) { $0 + $1.rate }
        return time.seconds * rate * Double(point.scale)
    }
}
