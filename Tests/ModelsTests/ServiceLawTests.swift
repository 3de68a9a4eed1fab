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

@Suite("Service law of measurements") struct MeasuredServiceLawTests {
    private let measured = FittedServiceLaw(
        model: "any", machine: "any",
        prefill: .init(perPass: 0.01, perToken: 0.001, perContextToken: 0.0001, residualScale: 0),
        decode: .init(perPass: 0.004, perToken: 0.002, perContextToken: 0.0002, residualScale: 0),
        inputTokens: 1...64, outputTokens: 1...32, batch: 1...8, measurements: 40)

    @Test("the tokens before a token cost too, by hand") func byHand() {
        let law = ServiceLaw(measured, batch: 2)
        // 0.01 + 2 x 3 x 0.001 + 2 x (0 + 1 + 2) x 0.0001, then 2 x (0.004 + 2 x 0.002) + 2 x (3 + 4) x 0.0002.
        #expect(law.firstToken(inputTokens: 3) == Nanoseconds(16_600_000))
        #expect(law.total(inputTokens: 3, outputTokens: 3) == Nanoseconds(35_400_000))
    }

    @Test("each request of a batch takes the time of the batch", arguments: 1...16) func batch(members: Int) {
        let law = ServiceLaw(measured, batch: members)
        for (input, output) in [(0, 1), (1, 1), (7, 2), (500, 60), (4_000, 1_000)] {
            let first = measured.prefill.seconds(.prefill(inputTokens: input, batch: members))
            let rest = measured.decode.seconds(
                .decode(inputTokens: input, outputTokens: output, batch: members))
            let total = Nanoseconds(seconds: first + rest)
            #expect((law.firstToken(inputTokens: input) - Nanoseconds(seconds: first)).count.magnitude <= 1)
            #expect(
                (law.total(inputTokens: input, outputTokens: output) - total).count.magnitude <= 1)
        }
    }

    @Test("a law that says ages ends where no run does, instead of overflowing") func ages() {
        let slow = ServiceLaw(fixed: 0, prefill: 86_400, decode: 86_400, prefillContext: 86_400, decodeContext: 86_400)
        let longest = Nanoseconds.farthest
        #expect(slow.firstToken(inputTokens: 1_000_000) == longest)
        #expect(slow.total(inputTokens: 1_000_000, outputTokens: 1_000_000) == longest)
    }
}
