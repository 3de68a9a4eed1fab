// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Testing

@testable import Scenarios

/// Values a run could not bear are refused where they stand, not met by a trap later.
@Suite("Limits of what a scenario may say")
struct LimitTests {
    @Test(
        "A value that no run could bear is refused",
        arguments: [
            ("p50: 5 ms", "p50: 0 ms", "a quantity like"),
            ("most: 3", "most: 256", "a whole number from 1 through 255"),
            ("users: 1000", "users: 1000001", "a whole number from 1 through 1000000"),
        ])
    func refused(old: String, new: String, allowed: String) {
        let found = Fixtures.messages(Fixtures.replacing(old, new))
        #expect(found.count == 1 && found.allSatisfy { $0.contains("allowed: " + allowed) }, "\(found)")
    }

    @Test("Equal expense that takes more nodes than a file could state is refused")
    func equalised() {
        let text = Fixtures.replacing("price: 0.5 USD/h", "price: 0.000000000000000000000001 USD/h")
        let found = Fixtures.messages(text)
        let expected =
            "found a pool that equal expense makes larger than 10000000 nodes; "
            + "allowed: prices, GPUs or power with which it takes fewer"
        #expect(!found.isEmpty && found.allSatisfy { $0.hasSuffix(expected) }, "\(found)")
    }
}
