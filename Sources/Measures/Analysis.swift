// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// The measures of a study that need more than one cell of its panel: over scales, between layouts, between regions, over
/// strata, against the twin.
public struct Analysis: Sendable {
    /// What was asked.
    public let study: Study
    /// The rows of the record.
    public let panel: Panel
    /// The totals of every layout, variant and scale of the record.
    private let samples: [Panel.Cell: Sample]

    /// - Complexity: O(rows × columns + layouts × scales × replications × columns).
    public init(_ study: Study, _ panel: Panel) {
        self.study = study
        self.panel = panel
        var samples: [Panel.Cell: Sample] = [:]
        for layout in panel.layouts {
            for variant in Variant.allCases {
                for scale in panel.scales {
                    let cell = Panel.Cell(layout, variant, scale: scale)
                    samples[cell] = panel.series(cell)?.sample
                }
            }
        }
        self.samples = samples
    }

    /// The share of replications of which as many as there are may show none, with a probability of 5 %: 1 − 0.05^(1/R),
    /// about 3 / R (the rule of three, `Unanimity` in Statistics); NaN without a replication.
    public var unseenShare: Double {
        Proportion(events: 0, trials: Double(panel.replications.count)).clopperPearson(confidence: 0.9).high
    }

    /// The totals of a cell, or nil when the record has no row of it.
    public func sample(_ cell: Panel.Cell) -> Sample? { samples[cell] ?? panel.series(cell)?.sample }

    /// A measure of a cell; undefined when the record has no row of it.
    public func estimate(_ measure: Measure, _ cell: Panel.Cell, at level: Level) -> Interval {
        sample(cell).map { measure.estimate($0, at: level) } ?? .undefined
    }

    /// S(k), S_A and S_V of a layout at a level; undefined unless scale 1 and others were run.
    public func scalability(
        _ layout: String, scale: Int, at level: Level
    ) -> (whole: Interval, ofAccessibility: Interval, ofVerifiability: Interval, isFlagged: Bool) {
        guard panel.scales.count > 1, let scaled = sample(Panel.Cell(layout, scale: scale)),
            let single = sample(Panel.Cell(layout, scale: 1))
        else { return (.undefined, .undefined, .undefined, false) }
        func part(_ path: KeyPath<Scalability, Double>) -> Interval {
            Interval(
                amount: scaled.jackknife(with: single) { Scalability($0, over: $1, at: level)[keyPath: path] })
        }
        return (
            part(\.whole), part(\.ofAccessibility), part(\.ofVerifiability),
            Scalability(scaled.all, over: single.all, at: level).isFlagged
        )
    }

    /// The point with the largest VIPN at the target level among the scales run whose U is at or above the floor.
    public func capacity(_ layout: String) -> ScalePoint? {
        let points = panel.scales.compactMap { scale in
            sample(Panel.Cell(layout, scale: scale)).map {
                ScalePoint(
                    scale: scale, utility: $0.all.yield(at: study.target),
                    rightPerSecond: $0.all.rightPerSecond(at: study.target))
            }
        }
        return ScalePoint.capacity(of: points, floor: study.floor)
    }

    /// The overhead of a layout's scheme against its twin, right answers counted at the target level where the layout can
    /// reach it and at its highest level elsewhere; undefined without a twin in the record.
    public func overhead(_ layout: String, _ resource: Overhead, scale: Int) -> Interval {
        guard let scheme = sample(Panel.Cell(layout, scale: scale)),
            let twin = sample(Panel.Cell(layout, .twin, scale: scale))
        else { return .undefined }
        let level = Swift.min(study.target, study.layout(layout)?.highest ?? study.target)
        return Interval(amount: scheme.jackknife(with: twin) { resource.of($0, over: $1, at: level) })
    }

    /// The pairs of layouts that can reach the target, judged on U at a scale.
    public func verdicts(scale: Int) -> [PairVerdict] {
        let able = panel.layouts.compactMap { layout -> (name: String, measure: Replicated)? in
            guard study.layout(layout)?.canReach(study.target) ?? false,
                let sample = sample(Panel.Cell(layout, scale: scale))
            else { return nil }
            return (layout, sample.jackknife { $0.yield(at: study.target) })
        }
        return PairVerdict.all(of: able, indifference: study.indifference)
    }
}
