// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities
import Scenarios
import Statistics

/// Sentences about layouts of a steady study that may not have forgotten their empty start when the window begins.
///
/// MSER-5 is asked about the requests in flight, averaged over all runs of a layout at a scale. It only warns: one deletion
/// point is common to all layouts and stands in the scenario.
struct WarmUpWarnings {
    let scenario: Scenario
    let points: [RunPoint]
    let results: [Replication]

    /// None for a terminating study, whose empty start is part of the question.
    var notes: [String] {
        guard scenario.study == .steady else { return [] }
        return scenario.layouts.flatMap { layout in
            scenario.scales.compactMap { scale in note(layout.id, scale) }
        }
    }

    private func note(_ layout: String, _ scale: Int) -> String? {
        let runs = zip(points, results).filter {
            $0.0.layout == layout && $0.0.scale == scale && $0.0.variant == .scheme
        }
        guard let length = runs.map(\.1.inFlight.count).min(), length > 0 else { return nil }
        let mean = (0..<length).map { sample in
            runs.reduce(0) { $0 + $1.1.inFlight[sample] } / Double(runs.count)
        }
        let name = scale == 1 ? layout : "\(layout), k = \(scale)"
        let start = scenario.window.start.seconds
        let spacing = scenario.window.end.seconds / Double(Replication.inFlightSamples)
        guard let cut = WarmUp.truncation(mean) else {
            let half = Double(length / 2) * spacing
            guard half > start else { return nil }
            return
                "\(name): the requests in flight have not settled within \(seconds(half)) s (MSER-5); the window begins at "
                + "\(seconds(start)) s, so results still show the empty start, or a load that grows without end."
        }
        guard Double(cut) * spacing > start else { return nil }
        return
            "\(name): MSER-5 would leave out the first \(seconds(Double(cut) * spacing)) s of the requests in flight; the "
            + "window begins at \(seconds(start)) s, so results may still show the empty start."
    }

    private func seconds(_ time: Double) -> String { Digits.write(time, significant: 3) }
}
