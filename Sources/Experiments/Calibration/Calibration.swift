// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Kernels
import ModelFiles
import Models

/// Measures how long this machine takes over a model, and fits a service law to it.
///
/// Everything runs in one thread. What is measured is the processor time of that thread, which other programs do not
/// take part in; each cell of the grid is run at least three times and for at least 20 ms, and its shortest time
/// counts, because whatever disturbs a run makes it longer. Cells are measured from the cheapest on for as long as the
/// budget lasts: beyond those that a fit needs, a cell is begun only if it should end in time, judged by the one
/// before.
public struct Calibration {
    /// At the least, of each cell.
    static let repetitions = 3
    static let shortest = 0.02

    private let model: ServedModel
    private let profile: NumericProfile
    private let budget: Double
    private let inputs: [Input]

    /// - Parameters:
    ///   - budget: seconds that measuring may take, about, by the clock on the wall; the `ServiceLawFit.fewest` cells
    ///     that a fit needs are measured in any case.
    ///   - inputs: what a graph is run on, the first n in a batch of n, from the start again where they are fewer; those on which its tolerance was fitted when there are none. A language
    ///     model needs none.
    public init(_ model: ServedModel, profile: NumericProfile, budget: Double, inputs: [Input] = []) {
        self.model = model
        self.inputs = inputs
        self.profile = profile
        self.budget = budget
    }

    /// What the law is named after: the model, or the user's file without its folder.
    public var name: String {
        guard case .file(let path) = model.card.origin else { return model.card.id }
        return URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    /// Measures and fits.
    /// - Parameter progress: told how many of how many cells are done.
    /// - Throws: what is wrong with the model file, or `CalibrationMistake`.
    public func law(progress: (Int, Int) -> Void = { _, _ in }) throws -> FittedServiceLaw {
        let bench: any CalibrationBench =
            switch model.card.kind {
            case .language: try LanguageBench(model, profile)
            case .graph: try GraphBench(model, profile, inputs)
            }
        return try ServiceLawFit.law(
            model: "\(name) under the profile \(profile.name)", machine: "one thread of \(Machine.processor)",
            measure(bench, progress))
    }

    private func measure(
        _ bench: any CalibrationBench, _ progress: (Int, Int) -> Void
    ) throws -> [ServiceMeasurement] {
        let start = ContinuousClock.now
        func elapsed() -> Double { (ContinuousClock.now - start) / .seconds(1) }
        var measurements: [ServiceMeasurement] = []
        var rate = 0.0
        let cells = bench.grid.cells
        for (number, cell) in cells.enumerated() {
            let begun = elapsed()
            guard number < ServiceLawFit.fewest || begun + rate * cell.effort < budget else { break }
            measurements.append(try Self.measurement(of: cell, bench))
            rate = (elapsed() - begun) / cell.effort
            progress(number + 1, cells.count)
        }
        return measurements
    }

    private static func measurement(
        of cell: CalibrationGrid.Cell, _ bench: any CalibrationBench
    ) throws -> ServiceMeasurement {
        var prefill = Double.infinity, decode = Double.infinity
        var runs = 0, spent = 0.0
        let work = try bench.work(of: cell)
        while runs < repetitions || spent < shortest {
            let start = threadSeconds
            try work.prefill()
            let first = threadSeconds
            try work.decode()
            let last = threadSeconds
            // The clock of a thread may stand still.
            if first > start { prefill = min(prefill, first - start) }
            if last > first { decode = min(decode, last - first) }
            runs += 1
            spent += last - start
        }
        return ServiceMeasurement(
            inputTokens: cell.inputTokens, outputTokens: cell.outputTokens, batch: cell.batch, prefillSeconds: prefill,
            decodeSeconds: cell.outputTokens > 1 ? decode : 0)
    }

    /// Processor time that this thread has had.
    private static var threadSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
