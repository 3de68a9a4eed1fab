// SPDX-License-Identifier: GPL-3.0-or-later

extension Checks {
    /// Equal expense must not take more nodes than a file could state: next to nothing buys any number.
    func checkEqualised() {
        guard scenario.equalise != nil, reading.mistakes.isEmpty else { return }
        for layout in scenario.equalised().layouts {
            for pool in layout.pools where pool.nodes > Pool.mostNodes {
                report(
                    reading.place("layouts", layout.id, "pools", pool.id),
                    found: "a pool that equal expense makes larger than \(Pool.mostNodes) nodes",
                    allowed: "prices, GPUs or power with which it takes fewer")
            }
        }
    }
}
