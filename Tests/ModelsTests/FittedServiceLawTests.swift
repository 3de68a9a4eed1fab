// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Quantities
import Testing

@Suite("Fitted service law") struct FittedServiceLawTests {
    private let law = FittedServiceLaw(
        model: "austen", machine: "one core",
        prefill: .init(perPass: 0.01, perToken: 0.001, perContextToken: 0.0001, residualScale: 0.02),
        decode: .init(perPass: 0.004, perToken: 0.002, perContextToken: 0.0002, residualScale: 0.03),
        inputTokens: 4...64, outputTokens: 1...32, batch: 1...8, measurements: 40)

    @Test("work is counted in passes, tokens and the tokens before them") func work() {
        // Three tokens, with 0, 1 and 2 before them.
        let prefill = FittedServiceLaw.Work.prefill(inputTokens: 3, batch: 2)
        #expect(prefill.passes == 1 && prefill.tokens == 6 && prefill.context == 6)
        // Two further tokens, with 3 and 4 before them.
        let decode = FittedServiceLaw.Work.decode(inputTokens: 3, outputTokens: 3, batch: 2)
        #expect(decode.passes == 2 && decode.tokens == 4 && decode.context == 14)
    }

    @Test("times follow by hand, and a batch shares its passes") func byHand() {
        // 0.01 + 3 x 0.001 + 3 x 0.0001.
        #expect(law.firstToken(inputTokens: 3) == Nanoseconds(13_300_000))
        // + 2 x 0.004 + 2 x 0.002 + 7 x 0.0002.
        #expect(law.total(inputTokens: 3, outputTokens: 3) == Nanoseconds(26_700_000))
        #expect(law.firstToken(inputTokens: 3, batch: 2) == Nanoseconds(16_600_000))
        #expect(law.total(inputTokens: 3, outputTokens: 3, batch: 2) == Nanoseconds(35_400_000))
    }

    @Test("an answer of one token or none ends with the first token", arguments: [0, 1])
    func shortAnswers(tokens: Int) {
        #expect(law.total(inputTokens: 10, outputTokens: tokens) == law.firstToken(inputTokens: 10))
    }

    @Test("outside of any measured range the law says that it extrapolates") func coverage() {
        #expect(law.covers(inputTokens: 4, outputTokens: 32, batch: 8))
        #expect(!law.covers(inputTokens: 3, outputTokens: 32, batch: 8))
        #expect(!law.covers(inputTokens: 4, outputTokens: 33, batch: 8))
        #expect(!law.covers(inputTokens: 4, outputTokens: 32, batch: 9))
    }
}
