// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Glibc
import Quantities

/// Measures speed as ratios within one run, because machines differ and are noisy. Nothing here is a test.
@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks",
        abstract: "Measures the engine, a whole simulation, the inference kernels and the preparation of answers.",
        subcommands: [EngineBenchmark.self, SimulationBenchmark.self, KernelsBenchmark.self, PreparationBenchmark.self])
}

/// The figures of a benchmark, printed as lines or as a JSON object.
struct Figures {
    private var list: [(name: String, value: Double)] = []

    mutating func add(_ name: String, _ value: Double) { list.append((name, value)) }

    func print(asJSON: Bool) {
        if asJSON {
            let lines = list.map { "  \"\($0.name)\": \(Digits.write($0.value, significant: 5))" }
            Swift.print("{\n" + lines.joined(separator: ",\n") + "\n}")
        } else {
            for (name, value) in list {
                Swift.print(
                    name + String(repeating: " ", count: max(1, 38 - name.count)) + Digits.write(value, significant: 4))
            }
        }
    }
}

enum Stopwatch {
    /// Seconds that this thread spends on the work: what other processes take away does not count.
    static func processorSeconds(_ work: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
        let start = now()
        work()
        return now() - start
    }
}
