// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Quantities
import Testing

@Suite("Service law") struct ServiceLawTests {
    private let law = ServiceLaw(fixed: 0.05, prefill: 0.0002, decode: 0.01)

    @Test("the first token waits for the input, the last for every decoding step after it") func byHand() {
        #expect(law.firstToken(inputTokens: 1_000) == Nanoseconds(250_000_000))
        #expect(law.total(inputTokens: 1_000, outputTokens: 101) == Nanoseconds(1_250_000_000))
        #expect(law.firstToken(inputTokens: 0) == Nanoseconds(50_000_000))
    }

    @Test("an answer of one token or none ends with the first token", arguments: [0, 1])
    func shortAnswers(tokens: Int) {
        #expect(law.total(inputTokens: 10, outputTokens: tokens) == law.firstToken(inputTokens: 10))
    }
}
