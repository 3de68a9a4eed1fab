// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Statistics

/// From measured times to the law that simulations read.
///
/// Each phase is fitted by robust regression on its work. Both sides of each equation are divided by the expected time,
/// so that what is made small are relative errors: a run that takes ten times as long is disturbed for about ten times
/// as long (grade: assumed; the residual scale is stored for the reader to judge). A first fit, with the measured times
/// for the expected ones, says what to expect. Time per token is always a part of the law. Time per pass and time per
/// token of context are parts only when the measurements show them.
public enum ServiceLawFit {
    /// Measurements of a phase below which an outlier among them could not be told from the law. Grade: assumed.
    public static let fewest = 8
    /// The p-value below which a part of the law counts as shown. Grade: assumed.
    public static let significance = 0.001

    /// - Parameters:
    ///   - model: what was measured, in words.
    ///   - machine: where, in words.
    /// - Throws: `CalibrationMistake`: `.impossible`, `.tooFew`, `.noFit`.
    /// - Complexity: O(measurements).
    public static func law(
        model: String, machine: String, _ measurements: [ServiceMeasurement]
    ) throws(CalibrationMistake) -> FittedServiceLaw {
        if let index = measurements.firstIndex(where: { !$0.isPossible }) { throw .impossible(measurement: index + 1) }
        let decoded = measurements.filter { $0.outputTokens > 1 }
        let prefill = try phase("prefill", measurements.map { ($0.prefillWork, $0.prefillSeconds) })
        // A graph answers in one pass: there is nothing to decode.
        let decode =
            decoded.isEmpty
            ? FittedServiceLaw.Phase(perPass: 0, perToken: 0, perContextToken: 0, residualScale: 0)
            : try phase("decode", decoded.map { ($0.decodeWork, $0.decodeSeconds) })
        // An answer of one token is what every prefill measures.
        return FittedServiceLaw(
            model: model, machine: machine, prefill: prefill, decode: decode,
            inputTokens: range(measurements.map(\.inputTokens)),
            outputTokens: range([1] + measurements.map(\.outputTokens)),
            batch: range(measurements.map(\.batch)), measurements: measurements.count)
    }

    private static func range(_ numbers: [Int]) -> ClosedRange<Int> { numbers.min()!...numbers.max()! }

    private typealias Timing = (work: FittedServiceLaw.Work, seconds: Double)

    /// A part of the law that need not be there.
    private enum Part: CaseIterable {
        case perPass, perContextToken

        func amount(_ work: FittedServiceLaw.Work) -> Double {
            switch self {
            case .perPass: work.passes
            case .perContextToken: work.context
            }
        }
    }

    /// The fit with the most parts that are all shown to be above 0; of fits with as many, the one with the smaller
    /// residuals.
    private static func phase(
        _ name: String, _ timings: [Timing]
    ) throws(CalibrationMistake) -> FittedServiceLaw.Phase {
        guard timings.count >= fewest else { throw .tooFew(phase: name, found: timings.count, needed: fewest) }
        var best: (parts: [Part], fit: RobustRegression)
        do throws(StatisticsFailure) {
            best = ([], try regression([], timings))
        } catch { throw .noFit(phase: name, reason: error) }
        for parts in [[Part.perPass], [.perContextToken], Part.allCases] {
            // A part that cannot be told from the others in these measurements is not shown by them.
            guard let fit = try? regression(parts, timings),
                fit.coefficients.allSatisfy(isShown),
                parts.count > best.parts.count || fit.residualScale < best.fit.residualScale
            else { continue }
            best = (parts, fit)
        }
        func seconds(_ part: Part) -> Double {
            best.parts.firstIndex(of: part).map { best.fit.coefficients[$0 + 1].value } ?? 0
        }
        return FittedServiceLaw.Phase(
            perPass: seconds(.perPass), perToken: best.fit.coefficients[0].value,
            perContextToken: seconds(.perContextToken), residualScale: best.fit.residualScale)
    }

    /// Whether a coefficient is above 0. One that fits without any error has no p-value, and needs none.
    private static func isShown(_ coefficient: Estimate) -> Bool {
        coefficient.isUnanimous ? coefficient.value > 0 : coefficient.pValue(above: 0) < significance
    }

    /// Fitted twice: a division by measured times makes every left side 1, and slow outliers pull it down a little.
    private static func regression(_ parts: [Part], _ timings: [Timing]) throws(StatisticsFailure) -> RobustRegression {
        let rows = timings.map { timing in [timing.work.tokens] + parts.map { $0.amount(timing.work) } }
        func fit(relativeTo expected: [Double]) throws(StatisticsFailure) -> RobustRegression {
            try RobustRegression(
                zip(rows, expected).map { row, expected in row.map { $0 / expected } },
                zip(timings, expected).map { $0.seconds / $1 })
        }
        let first = try fit(relativeTo: timings.map(\.seconds))
        return try fit(
            relativeTo: rows.map { zip($0, first.coefficients).reduce(0) { $0 + $1.0 * $1.1.value } })
    }
}
