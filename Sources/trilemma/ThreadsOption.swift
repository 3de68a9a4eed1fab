// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments

/// How many threads a command may use.
struct ThreadsOption: ParsableArguments {
    @Option(help: "Threads; the results do not depend on it. Default: the cores this process may use.")
    var workers: Int?

    var count: Int { workers ?? Machine.cores }

    func validate() throws {
        if let workers, !(1...1024).contains(workers) {
            throw ValidationError("--workers: found \(workers); allowed 1 to 1024")
        }
    }
}
