// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Foundation
import Kernels
import Models

/// How long a scenario has to wait for the answers of a language model before it starts: 256 prompts, 32 new tokens each,
/// under six computations, nothing of which is remembered.
///
/// Beside the seconds of the clock stand those that the processor spent, on all threads together: what other processes take
/// away is the difference.
struct PreparationBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preparation", abstract: "The answers of SmolLM2 that a simulation wants to have before it starts."
    )

    @Flag(help: "Print a JSON object.")
    var json = false

    @Option(help: "Threads.")
    var workers = 2

    @Option(help: "Prompts, at most as many as the model has.")
    var prompts = 256

    private static let model = "smollm2"
    private static let newTokens = 32

    /// What a scenario reaches that has three classes of hardware, of which the last is the coarsest and the slowest to
    /// imitate, and operators on the first of them who save memory in three ways.
    private static let combinations: [(profile: NumericProfile, weights: WeightForm)] = [
        (.fused1, .published), (.bfloat16Activations, .published), (.float16Accumulate, .published),
        (.fused1, .bfloat16), (.fused1, .int8), (.fused1, .int4),
    ]

    func run() throws {
        let served = try ModelLibrary().model(ModelLibrary.card(Self.model))
        let asked = Array(InputSet.named(.questions).asked.prefix(prompts))
        let preparation = AnswerPreparation(workers: workers, store: nil)
        var figures = Figures()
        var (seconds, processor) = (0.0, 0.0)
        for (profile, weights) in Self.combinations {
            var deviation = Deviation()
            deviation.weights = weights
            let computation = Computation(served, deviation, profile: profile, newTokens: Self.newTokens)
            let (start, processorStart) = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_PROCESS_CPUTIME_ID))
            let outputs = try preparation.outputs(of: computation, asked)
            let taken = Self.now(CLOCK_MONOTONIC) - start
            let used = Self.now(CLOCK_PROCESS_CPUTIME_ID) - processorStart
            seconds += taken
            processor += used
            let tokens = outputs.reduce(0) { count, output in
                if case .text(let text) = output { count + text.tokens.count } else { count }
            }
            let name = "\(Self.model)_\(profile.name)_\(weights.name)"
            figures.add("prepare_\(name)_s", taken)
            figures.add("prepare_\(name)_processor_s", used)
            figures.add("tokens_\(name)", Double(tokens))
        }
        figures.add("prompts", Double(asked.count))
        figures.add("prepare_\(Self.model)_processor_s", processor)
        figures.add("prepare_\(Self.model)_s", seconds)
        figures.print(asJSON: json)
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
