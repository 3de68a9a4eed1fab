// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities
import Statistics

extension StudyReport {
    /// The curves of the study, `curves.csv`: tidy, one point a line, an empty field where undefined.
    ///
    /// Curves are `time_to_level` over `age_s` at the headline's scale, and `scalability`, `utility` and `right_per_s` over
    /// `scale`; every layout at every level it can reach. The interval is 95 %.
    public var curves: String {
        var text = CommaSeparated.line(["curve", "layout", "level", "x_name", "x", "value", "low", "high"])
        for layout in panel.layouts {
            for level in Level.allCases where canReach(layout, level) {
                for point in analysis.timeToLevel(layout, scale: scale, at: level) {
                    text += Self.line("time_to_level", layout, level, "age_s", point.age.seconds, point.share)
                }
                text += overScales("scalability", layout, level) {
                    analysis.scalability(layout, scale: $0, at: level).whole
                }
                text += overScales("utility", layout, level) {
                    analysis.estimate(.utility, Panel.Cell(layout, scale: $0), at: level)
                }
                text += overScales("right_per_s", layout, level) {
                    analysis.estimate(.verifiedInferences, Panel.Cell(layout, scale: $0), at: level)
                }
            }
        }
        return text
    }

    private func overScales(
        _ curve: String, _ layout: String, _ level: Level, _ value: (Int) -> Interval
    ) -> String {
        panel.scales.map { Self.line(curve, layout, level, "scale", Double($0), value($0)) }.joined()
    }

    private static func line(
        _ curve: String, _ layout: String, _ level: Level, _ name: String, _ x: Double, _ interval: Interval
    ) -> String {
        CommaSeparated.line([curve, layout, level.code, name, field(x)] + fields(interval))
    }

    /// Every measure of every layout, scale and level as a table, for `--format csv`: tidy, one estimate a line, an empty
    /// field where undefined; levels a layout cannot reach and measures without a meaning for it are left out; the level
    /// is empty for measures without one.
    public var csv: String {
        var text = CommaSeparated.line(["layout", "scale", "level", "measure", "value", "low", "high"])
        for layout in panel.layouts {
            for scale in panel.scales {
                guard let sample = analysis.sample(Panel.Cell(layout, scale: scale)) else { continue }
                func line(_ measure: Measure, _ level: Level?) -> String {
                    CommaSeparated.line(
                        [layout, "\(scale)", level?.code ?? "", measure.key]
                            + Self.fields(measure.estimate(sample, at: level ?? target)))
                }
                for level in Level.allCases where canReach(layout, level) {
                    text += (Measure.funnel + Measure.rates).map { line($0, level) }.joined()
                }
                text += (Measure.conduct + Measure.delays + Measure.exposure + Measure.resources)
                    .filter { hasMeaning($0, of: layout) }.map { line($0, nil) }.joined()
            }
        }
        return text
    }

    private static func fields(_ interval: Interval) -> [String] {
        [field(interval.estimate), field(interval.low), field(interval.high)]
    }

    private static func field(_ value: Double) -> String {
        value.isFinite ? Digits.write(value, significant: 10) : ""
    }
}
